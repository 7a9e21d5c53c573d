// Operations that take elements by indices along a dimension, and those that put them back there. Indices are
// int64 and count from 0; a negative one is an error, as in PyTorch.

import { copyOf, empty, isContiguous, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, normalizeDim, type Shape, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand, narrow, select } from "../array/views.ts";
import { forEachRun, mergeLoops } from "../array/walk.ts";
import { run } from "../threads/pool.ts";
import { selectRowsKernel } from "../wasm/copy.ts";
import { copyInto, stored } from "./loops.ts";
import { type Operation, wrongInputs } from "./operation.ts";
import { pointerOf } from "./product.ts";

export interface AlongOptions {
  readonly dim: number;
}

/**
 * out[.., i, ..] = x[.., index[.., i, ..], ..]: of each line of x along `dim` the elements that the line of the
 * index in the same place names. Inputs: x, index (int64), as large as x at most in the other dimensions.
 */
function takeAlong(name: string): Operation<AlongOptions> {
  return {
    name,
    forward(inputs, options) {
      const [x, index] = inputs;
      if (!x || !index || inputs.length > 2) throw wrongInputs(name, "x and index", inputs);
      const dim = normalizeDim(options.dim, x.shape.length);
      checkIndex(name, index, x.shape[dim] ?? 1);
      checkFits(name, index.shape, x.shape, dim);
      const out = empty(index.shape, x.dtype);
      const [values, results, indices] = [x.storage.data(), out.storage.data(), valuesOf(index)];
      const along = x.strides[dim] ?? 0;
      forEachIndexedRun(x, dim, index, (i, start, step, end) => {
        for (let n = i, at = start; n < end; n++, at += step) {
          results[n] = values[at + (indices[n] ?? 0) * along] ?? 0;
        }
      });
      return out;
    },
    backward: undefined,
  };
}

/** What PyTorch calls gather, and the elements that other operations found the indices of. */
export const gather = takeAlong("Gather");
export const takeSorted = takeAlong("Sort");
export const takeTopk = takeAlong("Topk");
export const takeMax = takeAlong("Max");
export const takeMin = takeAlong("Min");

/** The sub-arrays of x at the given indices of `dim`, in their order. Inputs: x, index (int64, one dimension). */
export const indexSelect: Operation<AlongOptions> = {
  name: "IndexSelect",
  forward(inputs, options) {
    const [x, index] = inputs;
    if (!x || !index || inputs.length > 2) throw wrongInputs("IndexSelect", "x and index", inputs);
    const dim = normalizeDim(options.dim, x.shape.length);
    if (index.shape.length > 1) {
      throw new RangeError(
        `IndexSelect: expected an index of one dimension, got shape ${showShape(index.shape)}`,
      );
    }
    checkIndex("IndexSelect", index, x.shape[dim] ?? 1);
    const positions = valuesOf(index);
    if (x.shape.length === 0) return copyOf(x);
    const out = empty(x.shape.with(dim, positions.length), x.dtype);
    if (isContiguous(x)) copyBlocks(out, x, dim, index);
    else {
      positions.forEach((position, i) => {
        copyInto(select(out, dim, i), select(x, dim, position));
      });
    }
    return out;
  },
  backward: undefined,
};

/** Elements whose copying takes some ten microseconds. */
const stepElements = 32_768;

/** Fills `out` with the blocks of a contiguous array that lie at the given positions of `dim`. */
function copyBlocks(out: NDArray, x: NDArray, dim: number, index: NDArray): void {
  const [count, size] = [elementCount(index.shape), x.shape[dim] ?? 1];
  const groups = elementCount(x.shape.slice(0, dim));
  const block = elementCount(x.shape.slice(dim + 1));
  if (block === 0) return;
  if (x.dtype === "float32" || x.dtype === "int64") {
    using temporaries = new Temporaries();
    run(selectRowsKernel(), groups * count, Math.ceil(stepElements / block), {
      out: out.storage.pointer,
      x: pointerOf(x),
      columns: block,
      index: pointerOf(temporaries.contiguous(index)),
      count,
      xGroup: 4 * size * block,
    });
    return;
  }
  const [values, results, positions] = [x.storage.data(), out.storage.data(), valuesOf(index)];
  for (let row = 0; row < groups * count; row++) {
    const position = Math.floor(row / count) * size + (positions[row % count] ?? 0);
    const from = x.offset + position * block;
    results.set(values.subarray(from, from + block), row * block);
  }
}

/**
 * x with out[.., index[.., i, ..], ..] = source[.., i, ..], or with that added. Inputs: x, index (int64), source,
 * of which the part that the index covers is used.
 */
function putAlong(name: string, combine: (old: number, source: number) => number): Operation<AlongOptions> {
  return {
    name,
    forward(inputs, options) {
      const [x, index, source] = inputs;
      if (!x || !index || !source || inputs.length > 3)
        throw wrongInputs(name, "x, index and source", inputs);
      const dim = normalizeDim(options.dim, x.shape.length);
      if (source.dtype !== x.dtype) {
        throw new TypeError(`${name}: expected a source of dtype ${x.dtype}, got ${source.dtype}`);
      }
      checkIndex(name, index, x.shape[dim] ?? 1);
      checkFits(name, index.shape, x.shape, dim);
      const sources = valuesOf(covered(name, source, index.shape));
      const out = copyOf(x);
      const [results, indices, convert] = [out.storage.data(), valuesOf(index), stored(out.dtype)];
      const along = out.strides[dim] ?? 0;
      forEachIndexedRun(out, dim, index, (i, start, step, end) => {
        for (let n = i, at = start; n < end; n++, at += step) {
          const position = at + (indices[n] ?? 0) * along;
          const value = combine(results[position] ?? 0, sources[n] ?? 0);
          results[position] = convert ? convert(value) : value;
        }
      });
      return out;
    },
    backward: undefined,
  };
}

export const scatter = putAlong("Scatter", (_, source) => source);
export const scatterAdd = putAlong("ScatterAdd", (old, source) => old + source);

/**
 * Calls `visit` for runs of elements of the index, in row-major order: the numbers of the first one and of the end; where in
 * the storage of x the line of the first begins, and how far the lines of neighbours are apart.
 */
function forEachIndexedRun(
  x: NDArray,
  dim: number,
  index: NDArray,
  visit: (first: number, start: number, step: number, end: number) => void,
): void {
  const across = x.strides.map((stride, each) => (each === dim ? 0 : stride));
  let first = 0;
  forEachRun(mergeLoops(index.shape, [across]), [x.offset], ([start = 0], { size, strides: [step = 0] }) => {
    visit(first, start, step, first + size);
    first += size;
  });
}

/** Throws unless the index is int64 and all of it lies in a dimension of this size. */
export function checkIndex(name: string, index: NDArray, size: number): void {
  if (index.dtype !== "int64")
    throw new TypeError(`${name}: expected an index of dtype int64, got ${index.dtype}`);
  const wrong = valuesOf(index).find((each) => each < 0 || each >= size);
  if (wrong !== undefined) {
    throw new RangeError(`${name}: index ${wrong} is out of bounds for a dimension of size ${size}`);
  }
}

/** An index has as many dimensions as the array, and reaches beyond it along `dim` only. */
function checkFits(name: string, index: Shape, x: Shape, dim: number): void {
  const fits = index.every((size, each) => each === dim || size <= (x[each] ?? 1));
  if (index.length === x.length && fits) return;
  throw new RangeError(
    `${name}: an index of shape ${showShape(index)} does not fit an array of shape ${showShape(x)} apart from ` +
      `dimension ${dim}`,
  );
}

/** The part of the source that an index of this shape covers; a source without dimensions counts everywhere. */
function covered(name: string, source: NDArray, index: Shape): NDArray {
  if (source.shape.length === 0) return expand(source, index);
  if (source.shape.length !== index.length || index.some((size, dim) => size > (source.shape[dim] ?? 1))) {
    throw new RangeError(
      `${name}: an index of shape ${showShape(index)} is larger than its source of shape ${showShape(source.shape)}`,
    );
  }
  return index.reduce((part, size, dim) => narrow(part, dim, 0, size), source);
}
