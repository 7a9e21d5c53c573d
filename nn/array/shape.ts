// Arithmetic on shapes alone: sizes, strides, broadcasting. A shape lists the size of each dimension, outermost
// first; strides say how many elements apart neighbours along each dimension lie.

import { integer } from "../arguments/checks.ts";
import { shown } from "../arguments/shown.ts";

export type Shape = readonly number[];

/** The number of elements of an array of this shape; 1 for a scalar's shape []. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The strides of a row-major array without gaps. */
export function contiguousStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    strides[dim] = stride;
    stride *= Math.max(shape[dim] ?? 1, 1);
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, dim) => size === b[dim]);
}

/** Throws unless every size is a whole number that is not negative. */
export function checkShape(shape: Shape): void {
  for (let dim = 0; dim < shape.length; dim++) {
    const size = shape[dim]; // holes, too, which `every` passes over
    if (Number.isInteger(size) && Number(size) >= 0) continue;
    throw new RangeError(`size: expected whole numbers that are not negative, got ${shown(shape)}`);
  }
}

/** A shape as PyTorch prints it in messages: [2, 3]. */
export function showShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/**
 * A dimension counted from the end if negative, as PyTorch counts; RangeError if there is no such dimension. `name` is
 * that of the argument.
 */
export function normalizeDim(dim: number, dimensions: number, name = "dim"): number {
  const count = Math.max(dimensions, 1);
  if (!Number.isInteger(dim)) integer(name, dim);
  if (dim < -count || dim >= count) {
    throw new RangeError(
      `Dimension out of range (expected to be in range of [${-count}, ${count - 1}], but got ${dim}) for ${name}`,
    );
  }
  return dim < 0 ? dim + count : dim;
}

/**
 * The common shape of two arrays by PyTorch's (NumPy's) rule: aligned at the last dimension, sizes are equal, or
 * one of them is 1 or missing.
 */
export function broadcastShapes(a: Shape, b: Shape): number[] {
  const dimensions = Math.max(a.length, b.length);
  return Array.from({ length: dimensions }, (_, dim) => {
    const sizeOfA = a[dim - dimensions + a.length] ?? 1;
    const sizeOfB = b[dim - dimensions + b.length] ?? 1;
    if (sizeOfA === sizeOfB || sizeOfB === 1) return sizeOfA;
    if (sizeOfA === 1) return sizeOfB;
    throw new RangeError(
      `The size of tensor a (${sizeOfA}) must match the size of tensor b (${sizeOfB}) at non-singleton dimension ${dim}` +
        ` (shapes ${showShape(a)} and ${showShape(b)})`,
    );
  });
}
