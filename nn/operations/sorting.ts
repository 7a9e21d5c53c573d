// In which order elements along a dimension stand by size. The operations give indices; the elements themselves
// are then taken by them (indexing.ts), so that gradients flow to where each came from. NaN counts as the largest,
// and equal elements keep their order.

import { type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, normalizeDim, showShape } from "../array/shape.ts";
import { Storage } from "../array/storage.ts";
import { getNumThreads, run } from "../threads/pool.ts";
import { radixSortBytes, radixSortKernel } from "../wasm/radix-sort.ts";
import { alongRows } from "./along-rows.ts";
import { mapLines } from "./lines.ts";
import { type Operation, wrongInputs } from "./operation.ts";
import { pointerOf } from "./product.ts";
import { bestPlaces, keysOf, longestKeyed, placesOf } from "./sort-keys.ts";

export interface ArgsortOptions {
  readonly dim: number;
  readonly descending: boolean;
}

/** Shorter lines are sorted faster by comparing. */
const leastForRadix = 128;
/** Numbers whose sorting keeps a thread busy for some ten microseconds. */
const stepElements = 1024;

/** The indices along `dim` that put its elements in order. */
export const argsort: Operation<ArgsortOptions> = {
  name: "Argsort",
  forward(inputs, { dim, descending }) {
    const x = onlyInput("Argsort", inputs);
    const along = normalizeDim(dim, x.shape.length);
    const { dtype } = x;
    const length = x.shape[along] ?? 1;
    if ((dtype === "float32" || dtype === "int64") && length >= leastForRadix) {
      return alongRows(x, along, { length, dtype: "int64" }, (rows, results) =>
        sortByRadix(dtype, rows, results, length, descending),
      );
    }
    const order = hasKeys(x, along)
      ? (line: Float64Array) => placesOf(keysOf(line, descending).sort())
      : orderOf(descending);
    return mapLines(x, along, order, { dtype: "int64" });
  },
  backward: undefined,
};

function sortByRadix(
  dtype: "float32" | "int64",
  rows: NDArray,
  results: NDArray,
  columns: number,
  descending: boolean,
): void {
  const scratchBytes = radixSortBytes(columns);
  const scratch = new Storage("bool", getNumThreads() * scratchBytes, "sorting");
  try {
    const step = Math.max(1, Math.round(stepElements / columns));
    run(radixSortKernel(dtype), elementCount(rows.shape) / columns, step, {
      out: pointerOf(results),
      x: pointerOf(rows),
      columns,
      flip: descending ? -1 : 0,
      scratch: scratch.pointer,
      scratchBytes,
    });
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
export const argTopk: Operation<ArgTopkOptions> = {
  name: "Topk",
  forward(inputs, { k, dim, largest }) {
    const x = onlyInput("Topk", inputs);
    const along = normalizeDim(dim, x.shape.length);
    const size = x.shape[along] ?? 1;
    if (!Number.isInteger(k) || k < 0 || k > size) {
      throw new RangeError(
        `Topk: k is ${k}, but must be from 0 to ${size}, the size of dimension ${along} of shape ${showShape(x.shape)}`,
      );
    }
    const length = x.shape.length === 0 ? 1 : k;
    if (!hasKeys(x, along)) return mapLines(x, along, orderOf(largest), { dtype: "int64", length });
    return alongRows(x, along, { length, dtype: "int64" }, (rows, results) => {
      const [values, places] = [valuesOf(rows), results.storage.data()];
      if (!(values instanceof Float32Array)) throw new TypeError("Topk: keys are made of float32 only");
      for (let line = 0; line * length < places.length; line++) {
        const row = values.subarray(line * size, (line + 1) * size);
        places.set(bestPlaces(row, length, largest), line * length);
      }
    });
  },
  backward: undefined,
};

function onlyInput(name: string, inputs: readonly NDArray[]): NDArray {
  const [x] = inputs;
  if (!x || inputs.length > 1) throw wrongInputs(name, "one array", inputs);
  return x;
}

/** Whether the lines can be sorted by keys, without comparing pairs. */
function hasKeys(x: NDArray, dim: number): boolean {
  return x.dtype === "float32" && (x.shape[dim] ?? 1) <= longestKeyed;
}

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
