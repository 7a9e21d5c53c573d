import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keysOf, placesOf, smallestKeys } from "../../../nn/operations/sort-keys.ts";

const lines = fc.array(
  fc.oneof(fc.float(), fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity, Number.NaN, 2 ** -149)),
  { maxLength: 400 },
);

/** The definition: a stable sort by comparing pairs, NaN above all. */
function sortedPlaces(line: readonly number[], descending: boolean): number[] {
  const above = (a: number, b: number) => a > b || (Number.isNaN(a) && !Number.isNaN(b));
  const compare = (a: number, b: number) => Number(above(a, b)) - Number(above(b, a));
  return [...line.keys()].sort((i, j) => {
    const [a, b] = [line[i] ?? 0, line[j] ?? 0];
    return descending ? compare(b, a) : compare(a, b);
  });
}

describe("keys", () => {
  it("sort as a stable sort that compares pairs does", () => {
    fc.assert(
      fc.property(lines, fc.boolean(), (line, descending) => {
        const places = placesOf(keysOf(Float64Array.from(line), descending).sort());
        expect([...places]).toEqual(sortedPlaces(line, descending));
      }),
    );
  });

  it("give the smallest in order, however many are asked for", () => {
    fc.assert(
      fc.property(lines, fc.boolean(), fc.nat(), (line, descending, seed) => {
        const count = seed % (line.length + 1);
        const places = placesOf(smallestKeys(keysOf(Float64Array.from(line), descending), count));
        expect([...places]).toEqual(sortedPlaces(line, descending).slice(0, count));
      }),
    );
  });
});
