// The optional arguments of a function or layer, declared once: a function whose parameters are PyTorch's optional ones,
// in PyTorch's order and with PyTorch's defaults, gives them back by their names. From it follow the types of the
// positional form and of the options object, and how a call is read at run time:
//
//     const leakyReluArguments = optional((negativeSlope = 0.01, inplace = false) => ({ negativeSlope, inplace }));
//     export interface LeakyReluOptions extends OptionsOf<typeof leakyReluArguments> {}
//     export function leakyRelu(x: Tensor, ...given: Given<typeof leakyReluArguments, LeakyReluOptions>): Tensor {
//       const { negativeSlope, inplace } = leakyReluArguments.read("leakyRelu", given);
//
// People may write leakyRelu(x, 0.2), leakyRelu(x, { inplace: true }) and leakyRelu(x, 0.2, { inplace: true }), as Python
// allows it, and an option that does not exist is an error that suggests the nearest one. The interface gives the
// options a name of their own, which is what keeps tooltips readable.
//
// An option with a number, a text or a truth value for a default must be one. An option that takes more kinds of
// values (a number or a tuple) has no default here, and who reads it checks it.

import { didYouMean } from "./did-you-mean.ts";
import { errorIn } from "./in-function.ts";
import { shown } from "./shown.ts";

/** Optional arguments; `Order` is the tuple of those that have a position. */
export interface OptionalArguments<Order extends readonly unknown[], Options> {
  /** only a type: what `Given` knows the order by */
  readonly order?: Order;
  /** all names, those with a position first */
  readonly names: readonly string[];
  /**
   * The options of a call, those that it leaves out by their defaults. `name` is the called function's, for errors. Throws
   * on a name that does not exist, too many arguments, one that is given twice, and a value of the wrong kind.
   */
  read(name: string, given: readonly unknown[]): Options;
}

type ParametersOf<Declaration> = Declaration extends (...given: infer P) => object ? P : [];
type Returned<Declaration> = Declaration extends (...given: never) => infer Options ? Options : never;
type OrderOf<Arguments> = Arguments extends OptionalArguments<infer Order, unknown> ? Order : [];

/** What the options object of these arguments may hold. */
export type OptionsOf<Arguments> =
  Arguments extends OptionalArguments<readonly unknown[], infer Options> ? Readonly<Partial<Options>> : never;

/** The optional arguments of a call: in order, or by name in one object, or the first in order and the others by name. */
export type Given<Arguments, Options> = Mixed<OrderOf<Arguments>, Options>;
type Mixed<Order extends readonly unknown[], Options> = { [I in keyof Order]: Order[I] | Options };

/** What is unusual about an argument. */
export interface Unusual {
  /** the arguments to which null, Python's None, says something; it leaves out others, as undefined does */
  readonly nullable: readonly string[];
}

/**
 * Declares optional arguments: those that have a position, and perhaps others that PyTorch takes by name only. Both
 * functions return their parameters by name and in order, checked and converted if need be. (Their types have no
 * constraint since that would type the parameters, and not their defaults.)
 */
export function optional<Positional extends object>(
  positional: Positional,
  named?: undefined,
  unusual?: Unusual,
): OptionalArguments<ParametersOf<Positional>, Returned<Positional>>;
export function optional<Positional extends object, Named extends object>(
  positional: Positional,
  named: Named,
  unusual?: Unusual,
): OptionalArguments<[...ParametersOf<Positional>, options?: never], Returned<Positional> & Returned<Named>>;
export function optional(
  positional: object,
  named: object = nothing,
  unusual?: Unusual,
): OptionalArguments<never, object> {
  return declare(positional, named, unusual?.nullable ?? []);
}

/** Declares optional arguments that PyTorch takes by name only. */
export function keywords<Named extends object>(
  named: Named,
): OptionalArguments<[options?: never], Returned<Named>>;
export function keywords(named: object): OptionalArguments<never, object> {
  return declare(nothing, named, []);
}

function nothing(): object {
  return {};
}

/** What is called with its required arguments only. */
export const nothingMore = optional(nothing);
export type GivenNothing = [];

/**
 * For functions without optional arguments: refuses options, which would be ignored without a word. Nothing else, since
 * `tensors.map(F.tanh)` gives a function more than it asks for.
 */
export function refuseOptions(name: string, given: readonly unknown[]): void {
  if (given.length === 1 && isOptions(given[0])) nothingMore.read(name, given);
}

/** Values in the order of all names. */
type Values = unknown[];

function declare(
  positional: object,
  named: object,
  nullable: readonly string[],
): OptionalArguments<never, object> {
  const inOrder = Object.keys(call(positional, []));
  const names = [...inOrder, ...Object.keys(call(named, []))];
  const namesByName = names.slice(inOrder.length);
  const defaultsByName = Object.freeze(call(named, []));
  const compute = (values: Values): object => {
    const anyByName = values.length > inOrder.length;
    const byName = anyByName ? call(named, values.slice(inOrder.length)) : defaultsByName;
    if (inOrder.length === 0) return byName;
    const read = call(positional, values);
    for (const name of namesByName) read[name] = byName[name]; // a spread takes three times as long
    return read;
  };
  const defaults: object = Object.freeze(compute([]));
  const kinds = Object.values(defaults).map((value) => ((typeof value) in expectedKinds ? typeof value : ""));
  const places = new Map(names.map((name, place) => [name, place]));
  const keepsNull = names.map((name) => nullable.includes(name));

  /** The value, or undefined for one that leaves the argument out. */
  const checked = (place: number, value: unknown): unknown => {
    if (value === undefined || value === null) return keepsNull[place] ? value : undefined;
    const kind = kinds[place];
    if (kind === "" || typeof value === kind) return value;
    throw new TypeError(`${names[place]}: expected ${expectedKinds[kind ?? ""]}, got ${shown(value)}`);
  };

  /** The usual call, one value in its position, is read in a third of the time. */
  const readFirst = (value: unknown): object => {
    const read = call(positional, [checked(0, value)]);
    for (const name of namesByName) read[name] = defaultsByName[name];
    return read;
  };
  const readAll = (given: readonly unknown[]): object => {
    const last = given[given.length - 1];
    const options = isOptions(last) ? last : undefined;
    const count = options ? given.length - 1 : given.length;
    if (count > inOrder.length) throw tooMany(given[inOrder.length], inOrder, names);
    const values: Values = [];
    for (let place = 0; place < count; place++) values.push(checked(place, given[place]));
    for (const name in options) {
      const place = places.get(name);
      if (place === undefined) throw new TypeError(`there is no option ${name}${didYouMean(name, names)}`);
      const value = checked(place, options[name]);
      if (value === undefined) continue;
      if (values[place] !== undefined) throw new TypeError(`${name} is given twice`);
      values[place] = value;
    }
    return compute(values);
  };
  return {
    names,
    read(name, given) {
      if (given.length === 0) return defaults;
      try {
        const [first] = given;
        const isFirstOnly = given.length === 1 && inOrder.length > 0 && typeof first !== "object";
        return isFirstOnly ? readFirst(first) : readAll(given);
      } catch (error) {
        throw errorIn(name, error);
      }
    },
  };
}

function call(declaration: object, values: readonly unknown[]): Record<string, unknown> {
  if (typeof declaration !== "function") throw new TypeError("optional arguments are declared by a function");
  return Reflect.apply(declaration, undefined, values);
}

/** Whether a value is an object literal, of whatever realm. */
function isOptions(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function tooMany(extra: unknown, inOrder: readonly string[], names: readonly string[]): TypeError {
  const got = shown(extra);
  if (inOrder.length > 0) return new TypeError(`expected nothing after ${inOrder.at(-1)}, got ${got}`);
  if (names.length === 0) return new TypeError(`expected no more arguments, got ${got}`);
  return new TypeError(`expected an object with options (${names.join(", ")}), got ${got}`);
}

const expectedKinds: Readonly<Record<string, string>> = {
  number: "a number",
  boolean: "true or false",
  string: "a text",
};
