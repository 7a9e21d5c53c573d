// Indexing as Python writes it, in a form that JavaScript can: `x.index(0, ":", "1:-1", "::2")` is
// x[0, :, 1:-1, ::2]. Everything here gives views.

import { integer } from "../arguments/checks.ts";
import { shown } from "../arguments/shown.ts";
import type { NDArray } from "../array/ndarray.ts";
import { showShape } from "../array/shape.ts";
import { flip, select as selectView, slice, unsqueeze } from "../array/views.ts";
import { partialView } from "./views.ts";

/** A number takes one position, text is a Python slice or "...", null inserts a dimension of size 1. */
export type Index = number | string | null;

/** What x[0, :, 1:-1] is in Python. */
export const basicIndex = partialView<{ readonly indices: readonly Index[] }>("Slice", (x, { indices }) =>
  index(x, indices),
);

/** The sub-array at one position of a dimension (counted from the front), without that dimension. */
export const select = partialView<{ readonly dim: number; readonly position: number }>(
  "Select",
  (x, { dim, position }) => selectAt(x, dim, position),
);

/** Python's slice along a dimension, which is counted from the front. */
export const pythonSlice = partialView<PythonSlice>("Slice", (x, { dim, start, end, step }) =>
  sliceAt(x, dim, start, end, step),
);

export interface PythonSlice {
  readonly dim: number;
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly step: number | undefined;
}

function index(array: NDArray, indices: readonly Index[]): NDArray {
  const used = indices.filter((each) => each !== null && each !== "...").length;
  if (used > array.shape.length) {
    throw new RangeError(`index: too many indices (${used}) for a tensor of shape ${showShape(array.shape)}`);
  }
  if (indices.filter((each) => each === "...").length > 1) {
    throw new RangeError('index: "..." can stand for the dimensions in between only once');
  }
  let result = array;
  let dim = 0;
  for (const each of indices) {
    if (each === "...") dim += array.shape.length - used;
    else if (each === null) result = unsqueeze(result, dim++);
    else if (typeof each === "number") result = selectAt(result, dim, each);
    else if (typeof each !== "string") {
      throw new TypeError(
        `index: expected whole numbers, slices as text, null or tensors, got ${shown(each)}`,
      );
    } else result = sliceBy(result, dim++, each);
  }
  return result;
}

/** The sub-array at `position` of `dim`, counted from the end if negative. */
function selectAt(array: NDArray, dim: number, position: number): NDArray {
  const size = array.shape.at(dim) ?? 0;
  const at = integer("index", position) < 0 ? position + size : position;
  if (at < 0 || at >= size) {
    throw new RangeError(`index ${position} is out of bounds for dimension ${dim} with size ${size}`);
  }
  return selectView(array, dim, at);
}

/**
 * Python's slice: negative bounds count from the end, and bounds beyond the ends are the ends. A negative step, which
 * Python's lists know and PyTorch does not, walks from `start` down to `end`.
 */
function sliceAt(array: NDArray, dim: number, start?: number, end?: number, step = 1): NDArray {
  if (integer("step", step) === 0) throw new RangeError("step: expected a whole number other than 0, got 0");
  if (start !== undefined) integer("start", start);
  if (end !== undefined) integer("end", end);
  const size = array.shape.at(dim) ?? 0;
  const clip = (bound: number, low: number, high: number) =>
    Math.min(Math.max(bound < 0 ? bound + size : bound, low), high);
  if (step > 0) {
    const from = clip(start ?? 0, 0, size);
    return slice(array, dim, from, Math.max(clip(end ?? size, 0, size), from), step);
  }
  const from = start === undefined ? size - 1 : clip(start, -1, size - 1);
  const to = end === undefined ? -1 : clip(end, -1, size - 1);
  const count = Math.max(Math.ceil((to - from) / step), 0);
  if (count === 0) return slice(array, dim, 0, 0);
  return flip(slice(array, dim, from + (count - 1) * step, from + 1, -step), [dim]);
}

function sliceBy(array: NDArray, dim: number, text: string): NDArray {
  const match = /^\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?\s*)?$/.exec(text);
  if (!match) throw new SyntaxError(`index: expected a slice such as "1:3", "::2" or "...", got "${text}"`);
  const [start, end, step] = match.slice(1).map((bound) => (bound === undefined ? undefined : Number(bound)));
  return sliceAt(array, dim, start, end, step);
}
