// What an argument must be: whole, at least so much, one of some words. People who write plain JavaScript have no types
// that refuse 1.5 dimensions; each check refuses it where it enters, names the argument, and returns it otherwise.

import { shown } from "./shown.ts";

/** A number that is not NaN (infinite ones pass). */
export function number(name: string, value: unknown): number {
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  throw new TypeError(`${name}: expected a number, got ${shown(value)}`);
}

/** true or false. */
export function boolean(name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new TypeError(`${name}: expected true or false, got ${shown(value)}`);
}

/** A whole number of at least `least`: sizes, counts, dimensions. */
export function integer(name: string, value: unknown, least = Number.NEGATIVE_INFINITY): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least) return value;
  const atLeast = least === Number.NEGATIVE_INFINITY ? "" : ` of at least ${least}`;
  const message = `${name}: expected a whole number${atLeast}, got ${shown(value)}`;
  throw typeof value === "number" ? new RangeError(message) : new TypeError(message);
}

/** Whole numbers, one or several: dimensions, shifts. */
export function integers<Values extends number | readonly number[]>(
  name: string,
  values: Values,
  least?: number,
): Values {
  const listed: readonly unknown[] = Array.isArray(values) ? values : [values];
  for (const value of listed) integer(name, value, least);
  return values;
}

/** An array of whole numbers, at least `fewest` of them: sizes, dimensions. */
export function integerArray(
  name: string,
  values: readonly number[],
  least?: number,
  fewest = 1,
): readonly number[] {
  if (Array.isArray(values) && values.length >= fewest) return integers(name, values, least);
  const some = fewest === 0 ? "" : " that is not empty";
  throw new TypeError(`${name}: expected an array of whole numbers${some}, got ${shown(values)}`);
}

/** One of the words that an option may be. */
export function choice<Word extends string>(name: string, value: Word, words: readonly Word[]): Word {
  if (words.includes(value)) return value;
  const known = words.map((word) => JSON.stringify(word)).join(", ");
  throw new RangeError(`${name}: expected one of ${known}, got ${shown(value)}`);
}

/** What a check says of an argument if it is given. */
export function ifGiven<Value>(
  name: string,
  value: Value | undefined,
  check: (name: string, value: Value) => Value,
): Value | undefined {
  return value === undefined ? undefined : check(name, value);
}

/** An object of a class. `expected` says in words which. */
export function instance<Value>(
  name: string,
  value: Value,
  kind: abstract new (...given: never[]) => unknown,
  expected: string,
): Value {
  if (value instanceof kind) return value;
  throw new TypeError(`${name}: expected ${expected}, got ${shown(value)}`);
}
