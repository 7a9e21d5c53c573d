// Which arrays are reduced by kernels, and how they are laid out for them.

import { isContiguous, type NDArray } from "../array/ndarray.ts";
import { contiguousStrides, elementCount } from "../array/shape.ts";
import type { Temporaries } from "../array/temporaries.ts";
import { permute } from "../array/views.ts";
import type { Foldable } from "./folding.ts";

/** Fewer numbers than this, or shorter lines, are not worth a kernel. */
const leastFolded = 512;
const shortLine = 8;

/** Columns side by side that are worth being folded where they lie; fewer are brought into rows. */
const fewColumns = 8;

/** Whether lines of `count` numbers of the array are worth a kernel. */
export function worthFolding(x: NDArray, count: number): boolean {
  return count >= shortLine && elementCount(x.shape) >= leastFolded;
}

/** The array, made contiguous if need be, with as few dimensions as tell kept ones from reduced ones. */
export function foldable(x: NDArray, dims: readonly number[], temporaries: Temporaries): Foldable {
  const sizes: number[] = [];
  const reduced: boolean[] = [];
  for (const [dim, size] of x.shape.entries()) {
    if (size === 1) continue;
    const gone = dims.includes(dim);
    if (reduced.at(-1) === gone) sizes.push((sizes.pop() ?? 1) * size);
    else {
      sizes.push(size);
      reduced.push(gone);
    }
  }
  const inside = reduced.at(-1) ? fewColumns : (sizes.at(-1) ?? 1);
  if (isContiguous(x) && inside >= fewColumns) return { x: withShape(x, sizes), reduced };
  const count = elementCount(dims.map((dim) => x.shape[dim] ?? 1));
  const rows = [elementCount(x.shape) / count, count];
  return { x: withShape(temporaries.contiguous(moveToEnd(x, dims)), rows), reduced: [false, true] };
}

function withShape(x: NDArray, shape: readonly number[]): NDArray {
  return { ...x, shape, strides: contiguousStrides(shape) };
}

/** The reduced dimensions innermost. */
export function moveToEnd(x: NDArray, dims: readonly number[]): NDArray {
  const kept = [...x.shape.keys()].filter((dim) => !dims.includes(dim));
  return permute(x, [...kept, ...dims]);
}
