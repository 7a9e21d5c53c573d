// In which order elements along a dimension stand by size. The operations give indices; the elements themselves
// are then taken by them (indexing.ts), so that gradients flow to where each came from. NaN counts as the largest,
// and equal elements keep their order.

import { empty, type NDArray } from "../array/ndarray.ts";
import { elementCount, normalizeDim, showShape } from "../array/shape.ts";
import { Storage } from "../array/storage.ts";
import { Temporaries } from "../array/temporaries.ts";
import { narrow } from "../array/views.ts";
import { getNumThreads, run } from "../threads/pool.ts";
import { bestOfRowsKernel } from "../wasm/best-of-rows.ts";
import { radixSortBytes, radixSortKernel } from "../wasm/radix-sort.ts";
import { alongRows } from "./along-rows.ts";
import { mapLines } from "./lines.ts";
import { copyInto } from "./loops.ts";
import type { OneArray, Operation } from "./operation.ts";
import { pointerOf } from "./product.ts";

export interface ArgsortOptions {
  readonly dim: number;
  readonly descending: boolean;
}

/** Lines of up to so many numbers are sorted by insertion, and so many best ones of longer lines found so. */
const mostForInsertion = 128;
const fewBest = 64;
/** Numbers whose sorting keeps a thread busy for some ten microseconds. */
const stepElements = 1024;

/** The indices along `dim` that put its elements in order. */
export const argsort: Operation<OneArray, ArgsortOptions> = {
  name: "Argsort",
  forward([x], { dim, descending }) {
    const along = normalizeDim(dim, x.shape.length);
    return placesInOrder(x, along, x.shape[along] ?? 1, descending);
  },
  gradient: "none",
};

/** Of each line the places of its first `length` elements in order. */
function placesInOrder(x: NDArray, dim: number, length: number, descending: boolean): NDArray {
  const { dtype } = x;
  const columns = x.shape[dim] ?? 1;
  if ((dtype !== "float32" && dtype !== "int64") || length * elementCount(x.shape) === 0) {
    return mapLines(x, dim, orderOf(descending), { dtype: "int64", length });
  }
  return alongRows(x, dim, { length, dtype: "int64" }, (rows, results) => {
    if (columns <= mostForInsertion || length <= fewBest)
      insertBest(dtype, rows, results, columns, descending);
    else sortByRadix(dtype, rows, results, columns, descending);
  });
}

function insertBest(
  dtype: "float32" | "int64",
  rows: NDArray,
  results: NDArray,
  columns: number,
  largest: boolean,
): void {
  const lines = elementCount(rows.shape) / columns;
  const count = elementCount(results.shape) / lines;
  const scratch = new Storage("int64", getNumThreads() * count, "sorting");
  try {
    run(bestOfRowsKernel(dtype), lines, Math.max(1, Math.round(stepElements / columns)), {
      out: pointerOf(results),
      x: pointerOf(rows),
      columns,
      count,
      flip: largest ? 0 : -1,
      scratch: scratch.pointer,
    });
  } finally {
    scratch.release();
  }
}

/** Whole rows are put in order, of which the results take the beginnings. */
function sortByRadix(
  dtype: "float32" | "int64",
  rows: NDArray,
  results: NDArray,
  columns: number,
  descending: boolean,
): void {
  const lines = elementCount(rows.shape) / columns;
  const length = elementCount(results.shape) / lines;
  const scratchBytes = radixSortBytes(columns);
  const scratch = new Storage("bool", getNumThreads() * scratchBytes, "sorting");
  using temporaries = new Temporaries();
  try {
    const sorted = length === columns ? results : temporaries.add(empty([lines, columns], "int64"));
    run(radixSortKernel(dtype), lines, Math.max(1, Math.round(stepElements / columns)), {
      out: pointerOf(sorted),
      x: pointerOf(rows),
      columns,
      flip: descending ? -1 : 0,
      scratch: scratch.pointer,
      scratchBytes,
    });
    if (sorted !== results) {
      copyInto({ ...results, shape: [lines, length], strides: [length, 1] }, narrow(sorted, 1, 0, length));
    }
  } finally {
    scratch.release();
  }
}

export interface ArgTopkOptions {
  readonly k: number;
  readonly dim: number;
  readonly largest: boolean;
}

/** The indices along `dim` of its k largest (or smallest) elements, the first of them first. */
export const argTopk: Operation<OneArray, ArgTopkOptions> = {
  name: "Topk",
  forward([x], { k, dim, largest }) {
    const along = normalizeDim(dim, x.shape.length);
    const size = x.shape[along] ?? 1;
    if (!Number.isInteger(k) || k < 0 || k > size) {
      throw new RangeError(
        `Topk: k is ${k}, but must be from 0 to ${size}, the size of dimension ${along} of shape ${showShape(x.shape)}`,
      );
    }
    return placesInOrder(x, along, x.shape.length === 0 ? 1 : k, largest);
  },
  gradient: "none",
};

function orderOf(descending: boolean): (line: Float64Array) => Int32Array {
  const ascending = (a: number, b: number): number => {
    if (a < b) return -1;
    if (a > b) return 1;
    return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  };
  return (line) => {
    const at = (i: number) => line[i] ?? 0;
    const order = Int32Array.from(line, (_, i) => i);
    return order.sort((i, j) => (descending ? ascending(at(j), at(i)) : ascending(at(i), at(j))));
  };
}
