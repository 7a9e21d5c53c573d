// Reductions of arrays that are large enough for kernels, against their definitions in double precision: rows and columns,
// short and cut into pieces, over one dimension and several, with NaN and infinities.

import { describe, expect, it } from "vitest";
import { fromValues, type NDArray, valuesOf } from "../../../nn/array/ndarray.ts";
import { elementCount } from "../../../nn/array/shape.ts";
import { permute } from "../../../nn/array/views.ts";
import * as reductions from "../../../nn/operations/reductions.ts";
import { expectClose, referenceOf } from "../support/compare.ts";
import * as naive from "../support/naive.ts";

type Reduce = (x: NDArray, dims: readonly number[]) => NDArray;
type Combine = (values: readonly number[]) => number;

const total: Combine = (values) => values.reduce((a, b) => a + b, 0);
const largest: Combine = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
const smallest: Combine = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
const normOf =
  (p: number): Reduce =>
  (x, dims) =>
    reductions.norm.forward([x], { dims, keepdim: true, p });
const spread =
  (operation: typeof reductions.variance): Reduce =>
  (x, dims) =>
    operation.forward([x], { dims, keepdim: true, correction: 1 });
const plain =
  (operation: typeof reductions.sum): Reduce =>
  (x, dims) =>
    operation.forward([x], { dims, keepdim: true });

const cases: [name: string, reduce: Reduce, combine: Combine][] = [
  ["sum", plain(reductions.sum), total],
  ["mean", plain(reductions.mean), naive.mean],
  ["variance", spread(reductions.variance), (values) => naive.variance(values, 1)],
  [
    "standardDeviation",
    spread(reductions.standardDeviation),
    (values) => Math.sqrt(naive.variance(values, 1)),
  ],
  ["amax", plain(reductions.amax), largest],
  ["amin", plain(reductions.amin), smallest],
  ["norm 1", normOf(1), (values) => total(values.map(Math.abs))],
  ["norm 2", normOf(2), (values) => Math.sqrt(total(values.map((value) => value * value)))],
  ["norm Infinity", normOf(Infinity), (values) => largest(values.map(Math.abs))],
  ["norm -Infinity", normOf(-Infinity), (values) => smallest(values.map(Math.abs))],
  ["logSumExp", plain(reductions.logSumExp), (values) => Math.log(total(values.map(Math.exp)))],
  ["argmax", plain(reductions.argmax), (values) => values.indexOf(largest(values))],
  ["argmin", plain(reductions.argmin), (values) => values.indexOf(smallest(values))],
];

/** Numbers from -2 to 2, few of them the same. */
function noise(shape: readonly number[]): NDArray {
  let state = 7;
  const values = Float32Array.from({ length: elementCount(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 30 - 2;
  });
  return fromValues(values, shape, "float32");
}

/** Rows and columns, shorter and longer than what is folded at a time, with a divisor and (primes) without. */
const layouts: [shape: readonly number[], dims: readonly number[]][] = [
  [[40, 37], [1]],
  [[3, 5003], [1]],
  [[2, 8192], [1]],
  [[10007], [0]],
  [[37, 40], [0]],
  [[263, 19], [0]],
  [[2, 521, 9], [1]],
  [[1024, 11], [0]],
  [[9, 1100], [0]],
  [[3, 70, 2061], [1]],
  [[50, 12, 3], [1]],
  [
    [4, 9, 5, 6],
    [0, 2, 3],
  ],
  [
    [4, 9, 5, 6],
    [0, 2],
  ],
  [
    [3, 20, 11, 10],
    [1, 2],
  ],
  [
    [1, 30, 1, 21],
    [1, 2, 3],
  ],
];

describe.each(layouts)("an array of shape %o over dimensions %o", (shape, dims) => {
  it.each(cases)("%s", (_, reduce, combine) => {
    const x = noise(shape);
    const expected = naive.reduce(referenceOf(x), dims, true, combine);
    expectClose(reduce(x, dims), expected, 10, 2e-6);
    const rank = shape.length;
    const permuted = permute(x, [...shape.keys()].reverse());
    const moved = dims.map((dim) => rank - 1 - dim).reverse();
    expectClose(reduce(permuted, moved), naive.reduce(referenceOf(permuted), moved, true, combine), 10, 2e-6);
  });
});

describe("of special numbers", () => {
  const lines = [
    [1, 2, Number.NaN, 3, Infinity],
    [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity],
    [Infinity, 1, -1, 2, 0],
    [-Infinity, 1, -1, Infinity, Infinity],
    [0, -0, 0, -0, 0],
    [3e19, 3e19, 1, 2, 3],
  ];
  /** What PyTorch gives for each line. */
  const expected: [name: string, reduce: Reduce, values: readonly number[]][] = [
    ["amax", plain(reductions.amax), [Number.NaN, -Infinity, Infinity, Infinity, 0, 3e19]],
    ["amin", plain(reductions.amin), [Number.NaN, -Infinity, -1, -Infinity, 0, 1]],
    ["argmax", plain(reductions.argmax), [2, 0, 0, 3, 0, 0]],
    ["argmin", plain(reductions.argmin), [2, 0, 2, 0, 0, 2]],
    [
      "logSumExp",
      plain(reductions.logSumExp),
      [Number.NaN, -Infinity, Infinity, Infinity, Math.log(60), 3e19],
    ],
    ["norm Infinity", normOf(Infinity), [Number.NaN, Infinity, Infinity, Infinity, 0, 3e19]],
  ];
  /** The lines, each number twelve times as large as before in place, so that kernels take them. */
  const long = lines.map((line) => line.flatMap((value) => new Array<number>(12).fill(value)));

  it.each(expected)("%s, in rows and in columns", (name, reduce, values) => {
    const rows = fromValues(new Array(10).fill(long.flat()).flat(), [60, 60], "float32");
    const columns = permute(rows, [1, 0]);
    const dense = fromValues(valuesOf(columns), [60, 60], "float32");
    const scale = name.startsWith("arg") ? 12 : 1;
    for (const [x, dim] of [[rows, 1] as const, [dense, 0] as const]) {
      const results = [...valuesOf(reduce(x, [dim]))];
      results.forEach((result, line) => {
        const value = Math.fround(scale * (values[line % lines.length] ?? 0));
        if (Math.abs(result - value) <= 1e-6 * Math.abs(value)) return;
        expect(result + 0, `line ${line}`).toBe(value + 0);
      });
    }
  });

  it("sums of squares beyond the range of single precision are still right", () => {
    const x = fromValues(new Array<number>(1000).fill(1e25), [1000], "float32");
    const [norm = 0] = valuesOf(normOf(2)(x, [0]));
    expect(norm / (Math.sqrt(1000) * 1e25)).toBeCloseTo(1, 6);
  });
});
