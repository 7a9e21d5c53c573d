import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromValues, full, type NDArray, valuesOf } from "../../../nn/array/ndarray.ts";
import * as reductions from "../../../nn/operations/reductions.ts";
import { expectClose, referenceOf } from "../support/compare.ts";
import * as naive from "../support/naive.ts";
import { stridedViews } from "../support/strided.ts";

type Reduce = (x: NDArray, dims: readonly number[], keepdim: boolean) => NDArray;

const viewsWithDims = stridedViews
  .filter(({ shape }) => shape.length > 0 && shape.every((size) => size > 0))
  .chain((x) =>
    fc.record({
      x: fc.constant(x),
      dims: fc.subarray([...x.shape.keys()], { minLength: 1 }),
      keepdim: fc.boolean(),
    }),
  );

describe("reductions", () => {
  const cases: { name: string; reduce: Reduce; combine: (values: readonly number[]) => number }[] = [
    {
      name: "sum",
      reduce: (x, dims, keepdim) => reductions.sum.forward([x], { dims, keepdim }),
      combine: (values) => values.reduce((a, b) => a + b, 0),
    },
    {
      name: "mean",
      reduce: (x, dims, keepdim) => reductions.mean.forward([x], { dims, keepdim }),
      combine: naive.mean,
    },
    {
      name: "variance",
      reduce: (x, dims, keepdim) => reductions.variance.forward([x], { dims, keepdim, correction: 0 }),
      combine: (values) => naive.variance(values, 0),
    },
    {
      name: "amax",
      reduce: (x, dims, keepdim) => reductions.amax.forward([x], { dims, keepdim }),
      combine: (values) => Math.max(...values),
    },
    {
      name: "amin",
      reduce: (x, dims, keepdim) => reductions.amin.forward([x], { dims, keepdim }),
      combine: (values) => Math.min(...values),
    },
    {
      name: "argmax",
      reduce: (x, dims, keepdim) => reductions.argmax.forward([x], { dims, keepdim }),
      combine: (values) => values.indexOf(Math.max(...values)),
    },
    {
      name: "argmin",
      reduce: (x, dims, keepdim) => reductions.argmin.forward([x], { dims, keepdim }),
      combine: (values) => values.indexOf(Math.min(...values)),
    },
    {
      name: "all",
      reduce: (x, dims, keepdim) => reductions.all.forward([x], { dims, keepdim }),
      combine: (values) => Number(values.every((value) => value !== 0)),
    },
    {
      name: "any",
      reduce: (x, dims, keepdim) => reductions.any.forward([x], { dims, keepdim }),
      combine: (values) => Number(values.some((value) => value !== 0)),
    },
  ];
  it.each(cases)("$name over any dimensions of any view", ({ reduce, combine }) => {
    fc.assert(
      fc.property(viewsWithDims, ({ x, dims, keepdim }) => {
        expectClose(reduce(x, dims, keepdim), naive.reduce(referenceOf(x), dims, keepdim, combine), 1, 1e-6);
      }),
    );
  });

  it.each(cases.slice(0, 5))("$name of long lines, cut in pieces or not", ({ reduce, combine }) => {
    for (const [lines, count] of [
      [600, 9],
      [3, 1024],
      [2, 2048],
      [5, 3001],
      [1, 70_000],
    ] as const) {
      const values = Float32Array.from({ length: lines * count }, (_, i) =>
        Math.fround(Math.sin(i * i) + 0.1),
      );
      for (const marked of [undefined, Infinity, NaN]) {
        if (marked !== undefined) values[count - 1] = marked;
        const x = fromValues(values, [lines, count], "float32");
        const expected = Array.from({ length: lines }, (_, line) => {
          const row = [...values.subarray(line * count, (line + 1) * count)];
          return row.some(Number.isNaN) ? NaN : combine(row);
        });
        const results = valuesOf(reduce(x, [1], false));
        expected.forEach((each, line) => {
          if (Number.isFinite(each))
            expect(Math.abs((results[line] ?? NaN) - each)).toBeLessThan(
              1e-6 * Math.max(1, Math.abs(each)) * 4,
            );
          else expect(results[line]).toBe(each);
        });
      }
    }
  });

  const x = fromValues([1, 5, 2, 7, 3, 4], [2, 3], "float32");
  it("reduce everything when no dimension is named, and count dimensions from the end", () => {
    expect(valuesOf(reductions.sum.forward([x], { dims: [], keepdim: false }))).toEqual(
      new Float32Array([22]),
    );
    expect(reductions.sum.forward([x], { dims: [], keepdim: true }).shape).toEqual([1, 1]);
    expect([...valuesOf(reductions.amax.forward([x], { dims: [-1], keepdim: false }))]).toEqual([5, 7]);
    expect([...valuesOf(reductions.argmax.forward([x], { dims: [], keepdim: false }))]).toEqual([3]);
  });

  it("divide by one less for the unbiased variance, and say NaN where there is none", () => {
    const variance = (count: number) =>
      valuesOf(
        reductions.variance.forward([full([count], 3, "float64")], {
          dims: [],
          keepdim: false,
          correction: 1,
        }),
      )[0];
    expect(variance(4)).toBe(0);
    expect(variance(1)).toBeNaN();
    expect([
      ...valuesOf(reductions.variance.forward([x], { dims: [1], keepdim: false, correction: 1 })),
    ]).toEqual([Math.fround(13 / 3), Math.fround(13 / 3)]);
  });

  it("have results for nothing where PyTorch has", () => {
    const nothing = full([2, 0], 0, "float32");
    const options = { dims: [1], keepdim: false };
    expect([...valuesOf(reductions.sum.forward([nothing], options))]).toEqual([0, 0]);
    expect([...valuesOf(reductions.mean.forward([nothing], options))]).toEqual([NaN, NaN]);
    expect([...valuesOf(reductions.all.forward([nothing], options))]).toEqual([1, 1]);
    expect(() => reductions.amax.forward([nothing], options)).toThrow(
      "Amax: no elements along dimensions [1] of shape [2, 0]",
    );
  });

  it("let NaN win", () => {
    const values = fromValues([1, NaN, 3], [3], "float32");
    const options = { dims: [], keepdim: false };
    expect(valuesOf(reductions.amax.forward([values], options))[0]).toBeNaN();
    expect(valuesOf(reductions.argmin.forward([values], options))[0]).toBe(1);
  });

  it("add up integers and truth values to integers, and refuse their mean", () => {
    const truths = fromValues([1, 0, 1], [3], "bool");
    const options = { dims: [], keepdim: false };
    expect(reductions.sum.forward([truths], options)).toMatchObject({ dtype: "int64" });
    expect([...valuesOf(reductions.sum.forward([truths], options))]).toEqual([2]);
    expect(() => reductions.mean.forward([truths], options)).toThrow(
      "Mean: the input dtype should be float32 or float64, got bool",
    );
  });

  it("name dimensions that do not fit", () => {
    expect(() => reductions.sum.forward([x], { dims: [2], keepdim: false })).toThrow(
      "expected to be in range of [-2, 1], but got 2",
    );
    expect(() => reductions.sum.forward([x], { dims: [1, -1], keepdim: false })).toThrow(
      "a dimension appears more than once in [1, -1]",
    );
  });
});
