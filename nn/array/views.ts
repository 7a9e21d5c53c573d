// Views: the same storage walked in another way. Nothing here copies.

import { integer } from "../arguments/checks.ts";
import type { NDArray } from "./ndarray.ts";
import { contiguousStrides, elementCount, normalizeDim, type Shape, sameShape, showShape } from "./shape.ts";

/** Dimensions in another order: `permute(a, [0, 2, 1])` swaps the last two of three. */
export function permute(array: NDArray, dims: readonly number[]): NDArray {
  const rank = array.shape.length;
  const order: number[] = [];
  for (const dim of dims) order.push(normalizeDim(dim, rank, "dims")); // holes, too, which `map` passes over
  if (order.length !== rank || new Set(order).size !== rank) {
    throw new RangeError(
      `permute: an array of ${rank} dimensions needs each of its dimensions once, got ${showShape(dims)}`,
    );
  }
  return {
    ...array,
    shape: order.map((dim) => array.shape[dim] ?? 1),
    strides: order.map((dim) => array.strides[dim] ?? 0),
  };
}

/** Swaps two dimensions. */
export function transpose(array: NDArray, first: number, second: number): NDArray {
  const rank = array.shape.length;
  const one = normalizeDim(first, rank, "dim0");
  const other = normalizeDim(second, rank, "dim1");
  if (one === other) return array;
  const swapped = (values: readonly number[]) => values.with(one, values[other]!).with(other, values[one]!);
  return { ...array, shape: swapped(array.shape), strides: swapped(array.strides) };
}

/** Broadcasts to a larger shape: new dimensions in front, and sizes of 1 stretched. */
export function expand(array: NDArray, shape: Shape): NDArray {
  const added = shape.length - array.shape.length;
  const strides = shape.map((size, dim) => {
    const own = dim < added ? 1 : array.shape[dim - added];
    if (own === size) return dim < added ? 0 : (array.strides[dim - added] ?? 0);
    if (own === 1) return 0;
    throw new RangeError(
      `expand: an array of shape ${showShape(array.shape)} does not broadcast to ${showShape(shape)}`,
    );
  });
  if (added < 0) {
    throw new RangeError(
      `expand: the number of sizes (${shape.length}) must not be less than the number of dimensions (${array.shape.length})`,
    );
  }
  return { ...array, shape, strides };
}

/** Every `step`-th element along `dim`, from `start` up to but without `end`; bounds are already in range. */
export function slice(array: NDArray, dim: number, start: number, end: number, step = 1): NDArray {
  const along = normalizeDim(dim, array.shape.length);
  const size = array.shape[along] ?? 1;
  if (step < 1 || start < 0 || end > size || start > end) {
    throw new RangeError(
      `slice: ${start}:${end}:${step} does not lie in dimension ${along} of shape ${showShape(array.shape)}`,
    );
  }
  const stride = array.strides[along] ?? 0;
  return {
    ...array,
    shape: array.shape.with(along, Math.ceil((end - start) / step)),
    strides: array.strides.with(along, stride * step),
    offset: array.offset + start * stride,
  };
}

/** `length` elements along `dim`, beginning with `start`. */
export function narrow(array: NDArray, dim: number, start: number, length: number): NDArray {
  return slice(array, dim, start, start + length);
}

/** The sub-array at one index of `dim`, without that dimension. */
export function select(array: NDArray, dim: number, index: number): NDArray {
  const along = normalizeDim(dim, array.shape.length);
  const one = slice(array, along, index, index + 1);
  return { ...one, shape: one.shape.toSpliced(along, 1), strides: one.strides.toSpliced(along, 1) };
}

/** Removes dimensions of size 1: the given ones (those of another size stay, as in PyTorch), or all. */
export function squeeze(array: NDArray, dims?: readonly number[]): NDArray {
  const rank = array.shape.length;
  const chosen = new Set(dims?.map((dim) => normalizeDim(dim, rank)) ?? array.shape.keys());
  const kept = [...array.shape.keys()].filter((dim) => array.shape[dim] !== 1 || !chosen.has(dim));
  return {
    ...array,
    shape: kept.map((dim) => array.shape[dim] ?? 1),
    strides: kept.map((dim) => array.strides[dim] ?? 0),
  };
}

/** Inserts a dimension of size 1 at `dim`. */
export function unsqueeze(array: NDArray, dim: number): NDArray {
  const at = normalizeDim(dim, array.shape.length + 1);
  const inner = (array.shape[at] ?? 1) * (array.strides[at] ?? 1);
  return { ...array, shape: array.shape.toSpliced(at, 0, 1), strides: array.strides.toSpliced(at, 0, inner) };
}

/** Reverses the order along the given dimensions, each named once. */
export function flip(array: NDArray, dims: readonly number[]): NDArray {
  const distinct = new Set(Array.from(dims, (dim) => normalizeDim(dim, array.shape.length, "dims")));
  if (distinct.size < dims.length) {
    throw new RangeError(`flip: a dimension appears more than once in ${showShape(dims)}`);
  }
  if (array.shape.length === 0) return array;
  let { strides, offset } = array;
  for (const along of distinct) {
    const stride = strides[along] ?? 0;
    offset += Math.max((array.shape[along] ?? 1) - 1, 0) * stride;
    strides = strides.with(along, -stride);
  }
  return { ...array, strides, offset };
}

/**
 * The diagonal of the matrices that lie in dimensions `first` and `second`, as a new last dimension: the main one
 * for offset 0, those above it (towards larger indices of `second`) for positive ones.
 */
export function diagonal(array: NDArray, offset: number, first: number, second: number): NDArray {
  const rank = array.shape.length;
  integer("offset", offset);
  const [rowDim, columnDim] = [normalizeDim(first, rank, "dim1"), normalizeDim(second, rank, "dim2")];
  if (rowDim === columnDim) {
    throw new RangeError(`diagonal: expected two different dimensions, got ${first} and ${second}`);
  }
  const [rows = 1, columns = 1] = [array.shape[rowDim], array.shape[columnDim]];
  const [rowStride = 0, columnStride = 0] = [array.strides[rowDim], array.strides[columnDim]];
  const [row, column] = [Math.max(-offset, 0), Math.max(offset, 0)];
  const length = Math.max(Math.min(rows - row, columns - column), 0);
  const others = [...array.shape.keys()].filter((dim) => dim !== rowDim && dim !== columnDim);
  return {
    ...array,
    shape: [...others.map((dim) => array.shape[dim] ?? 1), length],
    strides: [...others.map((dim) => array.strides[dim] ?? 0), rowStride + columnStride],
    offset: length === 0 ? array.offset : array.offset + row * rowStride + column * columnStride,
  };
}

/**
 * The array in another shape without copying, or undefined when its strides do not allow it. Sizes are final:
 * -1 has been resolved, and the number of elements is the same.
 */
export function reshapeView(array: NDArray, shape: Shape): NDArray | undefined {
  if (sameShape(array.shape, shape)) return array;
  if (elementCount(shape) === 0) return { ...array, shape, strides: contiguousStrides(shape) };
  const strides = stridesInShape(array, shape);
  return strides && { ...array, shape, strides };
}

/**
 * Strides that walk `array` in `shape`. Both shapes are cut into the shortest groups of dimensions with the same
 * number of elements; within a group the old dimensions must follow each other without a seam.
 */
function stridesInShape(array: NDArray, shape: Shape): number[] | undefined {
  const old = [...array.shape.keys()].filter((dim) => array.shape[dim] !== 1);
  const strides = new Array<number>(shape.length).fill(1);
  let next = old.length - 1;
  let dim = shape.length - 1;
  while (next >= 0) {
    const innermost = array.strides[old[next] ?? 0] ?? 0;
    let stride = innermost;
    let have = 1;
    let wanted = 1;
    do {
      if (have <= wanted) {
        const oldDim = old[next--] ?? 0;
        if (have > 1 && array.strides[oldDim] !== innermost * have) return undefined;
        have *= array.shape[oldDim] ?? 1;
      } else {
        const size = shape[dim] ?? 1;
        strides[dim--] = stride;
        stride *= size;
        wanted *= size;
      }
    } while (have !== wanted);
  }
  return strides;
}

/** The array in another shape without copying; an error, in PyTorch's words, when its strides do not allow it. */
export function viewAs(array: NDArray, shape: Shape): NDArray {
  if (elementCount(shape) !== elementCount(array.shape)) {
    throw new RangeError(
      `shape '${showShape(shape)}' is invalid for input of size ${elementCount(array.shape)}`,
    );
  }
  const view = reshapeView(array, shape);
  if (view) return view;
  throw new RangeError(
    `view size is not compatible with input tensor's size and stride (at least one dimension spans across two ` +
      `contiguous subspaces). Use .reshape(...) instead. (shape ${showShape(array.shape)}, strides ` +
      `${showShape(array.strides)}, wanted ${showShape(shape)})`,
  );
}
