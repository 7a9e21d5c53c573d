// Operations along one dimension, against the definition, on views of any strides.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromValues, full, type NDArray, valuesOf } from "../../../nn/array/ndarray.ts";
import { cumprod, cumsum } from "../../../nn/operations/cumulative.ts";
import { roll } from "../../../nn/operations/movement.ts";
import { logSoftmax, softmax } from "../../../nn/operations/softmax.ts";
import { argsort, argTopk } from "../../../nn/operations/sorting.ts";
import { expectClose, referenceOf } from "../support/compare.ts";
import * as naive from "../support/naive.ts";
import { stridedViews } from "../support/strided.ts";

const withDim = stridedViews
  .filter(({ shape }) => shape.length > 0)
  .chain((x) => fc.tuple(fc.constant(x), fc.nat(x.shape.length - 1)));

/** By the definition: each result from the whole line in which it stands, and its place there. */
function byLines(x: NDArray, dim: number, result: (line: number[], i: number) => number): naive.Reference {
  const source = referenceOf(x);
  return naive.tabulate(x.shape, (place) => {
    const line = Array.from({ length: x.shape[dim] ?? 0 }, (_, i) => naive.at(source, place.with(dim, i)));
    return result(line, place[dim] ?? 0);
  });
}

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const powers = (line: number[]) => line.map((value) => Math.exp(value - Math.max(...line)));
/** The values of `stridedViews` grow with their number; here they must not overflow. */
const small = (x: NDArray): NDArray =>
  fromValues(
    valuesOf(x).map((value) => (value % 7) - 3),
    x.shape,
    "float32",
  );

describe("along a dimension", () => {
  const cases: {
    name: string;
    run: (x: NDArray, dim: number) => NDArray;
    result: (line: number[], i: number) => number;
  }[] = [
    {
      name: "cumsum",
      run: (x, dim) => cumsum.forward([x], { dim }),
      result: (line, i) => sum(line.slice(0, i + 1)),
    },
    {
      name: "cumprod",
      run: (x, dim) => cumprod.forward([small(x)], { dim }),
      result: (line, i) => line.slice(0, i + 1).reduce((a, b) => a * ((b % 7) - 3), 1),
    },
    {
      name: "softmax",
      run: (x, dim) => softmax.forward([x], { dim }),
      result: (line, i) => (powers(line)[i] ?? 0) / sum(powers(line)),
    },
    {
      name: "logSoftmax",
      run: (x, dim) => logSoftmax.forward([x], { dim }),
      result: (line, i) => (line[i] ?? 0) - Math.max(...line) - Math.log(sum(powers(line))),
    },
    {
      name: "roll",
      run: (x, dim) => roll.forward([x], { shifts: [2], dims: [dim] }),
      result: (line, i) => line.at((i - 2) % line.length) ?? 0,
    },
  ];
  it.each(cases)("$name", ({ run, result }) => {
    fc.assert(
      fc.property(withDim, ([x, dim]) => {
        expectClose(run(x, dim), byLines(x, dim, result), 1, 1e-5);
      }),
    );
  });

  it.each([
    ["cumsum", cumsum, (a: number, b: number) => a + b],
    ["cumprod", cumprod, (a: number, b: number) => a * b],
  ] as const)("%s of wide and of long arrays", (_, operation, combine) => {
    for (const [shape, dim] of [
      [[3, 40, 131], 1],
      [[2, 3, 64], 0],
      [[5, 1001], 1],
      [[30, 4, 7], 0],
    ] as const) {
      const count = shape.reduce<number>((product, size) => product * size, 1);
      const x = fromValues(
        Array.from({ length: count }, (_, i) => 0.9 + ((i * 7) % 11) / 50),
        shape,
        "float32",
      );
      const expected = byLines(x, dim, (line, i) => line.slice(0, i + 1).reduce(combine));
      expectClose(operation.forward([x], { dim }), expected, 1, 1e-6);
    }
  });

  const dtypes = ["float32", "float64", "int64"] as const;
  it("argsort gives the order of a stable sort, in which NaN is the largest", () => {
    const numbers = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-0, Number.NaN)), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(numbers, fc.boolean(), fc.constantFrom(...dtypes), (drawn, descending, dtype) => {
        const values = dtype === "int64" ? drawn.filter((value) => !Number.isNaN(value)) : drawn;
        const x = fromValues(values, [values.length], dtype);
        const order = [...valuesOf(argsort.forward([x], { dim: 0, descending }))];
        const rank = (i: number) => (Number.isNaN(values[i]) ? Infinity : (values[i] ?? 0));
        expect(new Set(order).size).toBe(values.length);
        for (let i = 1; i < order.length; i++) {
          const [before = 0, after = 0] = order.slice(i - 1, i + 1);
          const [first, second] = descending ? [rank(after), rank(before)] : [rank(before), rank(after)];
          expect(first < second || (first === second && before < after)).toBe(true);
        }
        const topmost = argTopk.forward([x], { k: Math.min(3, values.length), dim: 0, largest: descending });
        expect([...valuesOf(topmost)]).toEqual(order.slice(0, 3));
      }),
    );
  });

  it.each([1, 2, 5, 8, 31, 1000, 8192, 8193])("softmax of rows of %i numbers", (columns) => {
    const x = fromValues(
      Array.from({ length: 3 * columns }, (_, i) => 6 * Math.sin(i * i) + 90),
      [3, columns],
      "float32",
    );
    for (const [operation, result] of [
      [softmax, (line: number[], i: number, total: number) => Math.exp((line[i] ?? 0) - 96) / total],
      [logSoftmax, (line: number[], i: number, total: number) => (line[i] ?? 0) - 96 - Math.log(total)],
    ] as const) {
      const rows = valuesOf(x);
      const expected = Array.from({ length: 3 }, (_, row) => {
        const line = [...rows.subarray(row * columns, (row + 1) * columns)];
        const total = sum(line.map((value) => Math.exp(value - 96)));
        return line.map((_, i) => result(line, i, total));
      }).flat();
      const actual = [...valuesOf(operation.forward([x], { dim: 1 }))];
      for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5);
    }
  });

  it("softmax lets NaN and infinities through as PyTorch does", () => {
    const line = (...values: number[]) =>
      valuesOf(softmax.forward([fromValues(values, [values.length], "float32")], { dim: 0 }));
    expect([...line(0, Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
    expect([...line(0, -Infinity)]).toEqual([1, 0]);
    expect([...line(-Infinity, -Infinity)]).toEqual([Number.NaN, Number.NaN]);
    const long = Array.from({ length: 21 }, (_, i) => (i === 9 ? Number.NaN : i));
    expect([...line(...long)].every(Number.isNaN)).toBe(true);
  });

  it("totals of integers that do not fit are an error", () => {
    const large = full([3], 2 ** 30, "int64");
    expect(() => cumsum.forward([large], { dim: 0 })).toThrow("int64 holds values from");
    expect(() => cumprod.forward([large], { dim: 0 })).toThrow("int64 holds values from");
  });

  it("topk says how many there are", () => {
    expect(() => argTopk.forward([full([2, 3], 0, "float32")], { k: 4, dim: 1, largest: true })).toThrow(
      "Topk: k is 4, but must be from 0 to 3, the size of dimension 1 of shape [2, 3]",
    );
  });
});
