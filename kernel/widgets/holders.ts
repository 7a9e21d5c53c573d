// What a name of the notebook keeps: directly, in lists, plain objects, maps and sets, or in a box.

import { Kept } from "./kept.ts";

const nodeLimit = 10_000;

/** All that a value keeps. No getter runs; a very large value is searched only in part. */
export function keptIn(value: unknown): Set<Kept> {
  const found = new Set<Kept>();
  const seen = new Set<unknown>([value]);
  for (const each of seen) {
    if (seen.size > nodeLimit) break;
    if (each instanceof Kept) found.add(each);
    for (const inner of contentOf(each)) if (typeof inner === "object" && inner !== null) seen.add(inner);
  }
  return found;
}

function contentOf(value: unknown): Iterable<unknown> {
  if (value instanceof Kept) return value.held;
  if (value instanceof Map) return value.values();
  if (value instanceof Set) return value.values();
  if (Array.isArray(value)) return value.length > nodeLimit ? [] : value.values();
  if (typeof value !== "object" || value === null) return [];
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return [];
  return Object.values(Object.getOwnPropertyDescriptors(value)).map((property) => property.value);
}
