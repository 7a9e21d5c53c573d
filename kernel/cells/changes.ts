// Whether a name has another value after a run than before, so that cells which use it need not run again when it
// has not. The comparison errs on one side only: what it cannot tell counts as changed.

import { types } from "node:util";
import type { Defined, ExecuteRequest } from "../channel/messages.ts";
import { isObject } from "./is-object.ts";
import type { Scope } from "./scope.ts";

const nodeLimit = 10_000;

/** Tells later whether a value is the same as the one before. */
type Comparison = (after: unknown) => boolean;

/** For the names whose values can be compared later. */
export type Snapshot = ReadonlyMap<string, Comparison>;

/**
 * What is imported is the same if it is the very same binding, since a module changes only when it is loaded anew.
 * Else only primitives and plain data can be compared, and only if the cell does not change them in place.
 */
export function snapshot(
  scope: Scope,
  { defines, imports = [], mutates = [] }: Pick<ExecuteRequest, "defines" | "imports" | "mutates">,
): Snapshot {
  const comparisons = new Map<string, Comparison>();
  for (const name of defines) {
    if (!Object.hasOwn(scope, name) || mutates.some((each) => each.name === name)) continue;
    const before = scope[name];
    if (imports.includes(name)) comparisons.set(name, isVery(before));
    else if (isComparable(before)) comparisons.set(name, (after) => isSame(before, after));
  }
  return comparisons;
}

/** For names that somebody else may assign: an object that is still the very same counts as the same. */
export function identities(scope: Scope, names: readonly string[]): Snapshot {
  return new Map(names.map((name) => [name, Object.hasOwn(scope, name) ? isVery(scope[name]) : isMissing]));
}

/** The names that have other values than in the snapshot. */
export function reassignedSince(before: Snapshot, scope: Scope): string[] {
  return [...before].flatMap(([name, isAsBefore]) =>
    Object.hasOwn(scope, name) && !isAsBefore(scope[name]) ? [name] : [],
  );
}

/** Of the names a cell defines, those that now exist, and whether their values differ from the snapshot. */
export function changesSince(before: Snapshot, scope: Scope, names: readonly string[]): Defined[] {
  return names
    .filter((name) => Object.hasOwn(scope, name))
    .map((name) => ({ name, changed: before.get(name)?.(scope[name]) !== true }));
}

const isMissing: Comparison = () => false;

/** Without holding the value: a large one would live as long as the run. */
function isVery(before: unknown): Comparison {
  if (!isObject(before)) return (after) => Object.is(before, after);
  const reference = new WeakRef(before);
  return (after) => reference.deref() === after;
}

function isComparable(value: unknown): boolean {
  return !isObject(value) || isPlain(value);
}

/**
 * Primitives by identity, plain data by structure. An object that is still the very same may have been changed
 * in place, which nobody can see afterwards, so it is not the same value.
 */
function isSame(before: unknown, after: unknown): boolean {
  if (!isObject(before)) return Object.is(before, after);
  return isObject(after) && before !== after && isSameData(before, after);
}

/** Whether two plain values have the same structure; false as soon as that takes too many comparisons. */
function isSameData(before: object, after: object): boolean {
  const pending: [unknown, unknown][] = [[before, after]];
  let compared = 0;
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [left, right] = pair;
    if (isObject(left) && isObject(right)) {
      const properties = propertiesOf(left, right);
      if (properties === undefined) return false;
      pending.push(...properties);
    } else if (!Object.is(left, right)) return false;
    compared += 1;
    if (compared + pending.length > nodeLimit) return false;
  }
  return true;
}

/** The values of both objects, property by property; undefined if the objects are not plain and alike. */
function propertiesOf(left: object, right: object): [unknown, unknown][] | undefined {
  if (!isPlain(left) || !isPlain(right)) return undefined;
  if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return undefined;
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length || left.length > nodeLimit) return undefined; // without making their keys
  }
  const keys = Reflect.ownKeys(left);
  if (keys.length !== Reflect.ownKeys(right).length || keys.length > nodeLimit) return undefined;
  const properties: [unknown, unknown][] = [];
  for (const key of keys) {
    const one = Object.getOwnPropertyDescriptor(left, key);
    const other = Object.getOwnPropertyDescriptor(right, key);
    if (one === undefined || other === undefined || one.get !== undefined || other.get !== undefined)
      return undefined;
    properties.push([one.value, other.value]);
  }
  return properties;
}

/** A proxy may look plain, but its traps are code, which could fail or never end. */
function isPlain(value: object): boolean {
  if (typeof value === "function" || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
