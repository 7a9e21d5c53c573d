// In which order elements along a dimension stand by size. The operations give indices; the elements themselves
// are then taken by them (indexing.ts), so that gradients flow to where each came from. NaN counts as the largest,
// and equal elements keep their order.

import type { NDArray } from "../array/ndarray.ts";
import { normalizeDim, showShape } from "../array/shape.ts";
import { mapLines } from "./lines.ts";
import { type Operation, wrongInputs } from "./operation.ts";
import { keysOf, longestKeyed, placesOf, smallestKeys } from "./sort-keys.ts";

export interface ArgsortOptions {
  readonly dim: number;
  readonly descending: boolean;
}

/** The indices along `dim` that put its elements in order. */
export const argsort: Operation<ArgsortOptions> = {
  name: "Argsort",
  forward(inputs, { dim, descending }) {
    const x = onlyInput("Argsort", inputs);
    const along = normalizeDim(dim, x.shape.length);
    const order = hasKeys(x, along)
      ? (line: Float64Array) => placesOf(keysOf(line, descending).sort())
      : orderOf(descending);
    return mapLines(x, along, order, { dtype: "int64" });
  },
  backward: undefined,
};

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
    const order = hasKeys(x, along)
      ? (line: Float64Array) => placesOf(smallestKeys(keysOf(line, largest), length))
      : orderOf(largest);
    return mapLines(x, along, order, { dtype: "int64", length });
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
