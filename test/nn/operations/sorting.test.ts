import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromValues, valuesOf } from "../../../nn/array/ndarray.ts";
import { permute } from "../../../nn/array/views.ts";
import { argsort, argTopk } from "../../../nn/operations/sorting.ts";
import { getNumThreads, setNumThreads } from "../../../nn/threads/pool.ts";

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

describe("lines of any length", () => {
  const vector = (line: readonly number[]) => fromValues(line, [line.length], "float32");

  it("are put in the order of a stable sort", () => {
    fc.assert(
      fc.property(lines, fc.boolean(), (line, descending) => {
        const places = valuesOf(argsort.forward([vector(line)], { dim: 0, descending }));
        expect([...places]).toEqual(sortedPlaces(line, descending));
      }),
    );
  });

  it("give their best elements in order, however many are asked for", () => {
    fc.assert(
      fc.property(lines, fc.boolean(), fc.nat(), (line, largest, seed) => {
        const k = seed % (line.length + 1);
        const places = valuesOf(argTopk.forward([vector(line)], { k, dim: 0, largest }));
        expect([...places]).toEqual(sortedPlaces(line, largest).slice(0, k));
      }),
    );
  });
});

describe("rows that are long enough for the kernel", () => {
  const floats = fc.array(
    fc.oneof(fc.float(), fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity, Number.NaN, 2 ** -149)),
    { minLength: 640, maxLength: 640 },
  );
  const integers = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer()), {
    minLength: 640,
    maxLength: 640,
  });
  it.each([
    ["float32", floats],
    ["int64", integers],
  ] as const)("of %s are put in the order of a stable sort, along any dimension", (dtype, drawn) => {
    fc.assert(
      fc.property(drawn, fc.boolean(), fc.constantFrom(0, 1, 2), (numbers, descending, dim) => {
        const rows = [0, 1, 2, 3].map((row) => numbers.slice(160 * row, 160 * (row + 1)));
        const dense = fromValues(numbers, [2, 2, 160], dtype);
        const order =
          [
            [2, 0, 1],
            [0, 2, 1],
            [0, 1, 2],
          ][dim] ?? [];
        const places = argsort.forward([permute(dense, order)], { dim, descending });
        expect(places.shape).toEqual(permute(dense, order).shape);
        const back = permute(
          places,
          [...order.keys()].map((each) => order.indexOf(each)),
        );
        const expected = rows.flatMap((row) => sortedPlaces([...Float64Array.from(row)], descending));
        expect([...valuesOf(back)]).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it("of many numbers, and by two threads", () => {
    const threads = getNumThreads();
    try {
      for (const shape of [
        [1, 300_000],
        [300, 1000],
      ]) {
        setNumThreads(shape[0] === 1 ? 1 : 2);
        const values = Float32Array.from({ length: 300_000 }, (_, i) => Math.fround(Math.sin(i * i)));
        const places = valuesOf(
          argsort.forward([fromValues(values, shape, "float32")], { dim: 1, descending: false }),
        );
        const [, columns = 0] = shape;
        for (let i = 1; i < places.length; i++) {
          if (i % columns === 0) continue;
          const row = Math.floor(i / columns) * columns;
          const [before = 0, after = 0] = [
            values[row + (places[i - 1] ?? 0)],
            values[row + (places[i] ?? 0)],
          ];
          if (before < after || (before === after && (places[i - 1] ?? 0) < (places[i] ?? 0))) continue;
          throw new Error(`number ${i} is out of order`);
        }
        expect(new Set(places.subarray(0, columns)).size).toBe(columns);
      }
    } finally {
      setNumThreads(threads);
    }
  });
});
