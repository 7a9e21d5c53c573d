// Operations along one dimension: each line of an array in that direction is transformed on its own. A line is
// read into double precision first, so that a transformation is a plain function of numbers that lie together.

import type { DType } from "../array/dtype.ts";
import { empty, type NDArray } from "../array/ndarray.ts";
import { forEachRun, mergeLoops } from "../array/walk.ts";
import { stored } from "./loops.ts";

/** Makes the numbers of a line new ones; it may use the line itself for them. */
export type LineTransform = (line: Float64Array) => ArrayLike<number>;

/**
 * A new array in which every line along `dim` (already counted from the front) is what `transform` makes of it.
 * `length`, the size along `dim`, says how many of its numbers are taken. A scalar is a line of one.
 */
export function mapLines(
  x: NDArray,
  dim: number,
  transform: LineTransform,
  { dtype = x.dtype, length = x.shape[dim] ?? 1 }: { dtype?: DType; length?: number } = {},
): NDArray {
  const out = empty(x.shape.length === 0 ? [] : x.shape.with(dim, length), dtype);
  const line = new Float64Array(x.shape[dim] ?? 1);
  const [values, results, convert] = [x.storage.data(), out.storage.data(), stored(dtype)];
  const [xStride = 0, outStride = 0] = [x.strides[dim], out.strides[dim]];
  forEachLine(dim, x, out, (from, to) => {
    for (let i = 0; i < line.length; i++) line[i] = values[from + i * xStride] ?? 0;
    const transformed = transform(line);
    for (let i = 0; i < length; i++) {
      const value = transformed[i] ?? Number.NaN;
      results[to + i * outStride] = convert ? convert(value) : value;
    }
  });
  return out;
}

/** Calls `visit` with the first positions of the lines of two arrays whose shapes differ along `dim` only. */
function forEachLine(dim: number, x: NDArray, out: NDArray, visit: (from: number, to: number) => void): void {
  const loops = mergeLoops(x.shape.toSpliced(dim, 1), [
    x.strides.toSpliced(dim, 1),
    out.strides.toSpliced(dim, 1),
  ]);
  forEachRun(loops, [x.offset, out.offset], ([from = 0, to = 0], { size, strides: [di = 0, dj = 0] }) => {
    for (let i = 0; i < size; i++) visit(from + i * di, to + i * dj);
  });
}
