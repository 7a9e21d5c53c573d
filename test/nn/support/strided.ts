// Arrays for tests: random shapes, and views of every kind, next to a naive account of their elements.

import fc from "fast-check";
import { empty, type NDArray } from "../../../nn/array/ndarray.ts";
import { elementCount } from "../../../nn/array/shape.ts";
import { flip, permute, slice } from "../../../nn/array/views.ts";

/** Shapes of 0 to 4 dimensions with 0 to 5 elements along each. */
export const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 });

/** A float32 array with the elements 0, 1, 2, ... */
export function counting(shape: readonly number[]): NDArray {
  const array = empty(shape, "float32");
  array.storage.data().forEach((_, i, data) => {
    data[i] = i;
  });
  return array;
}

/** A view of `counting(...)` that is sliced, flipped and permuted at random: rarely contiguous, often with an offset. */
export const stridedViews: fc.Arbitrary<NDArray> = shapes.chain((shape) =>
  fc
    .record({
      order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
      cuts: fc.tuple(
        ...shape.map(() =>
          fc.record({ before: fc.nat(2), after: fc.nat(2), step: fc.integer({ min: 1, max: 3 }) }),
        ),
      ),
      flipped: fc.subarray([...shape.keys()]),
    })
    .map(({ order, cuts, flipped }) => {
      const whole = counting(
        shape.map((size, dim) => size + (cuts[dim]?.before ?? 0) + (cuts[dim]?.after ?? 0)),
      );
      const cut = shape.reduce((view, size, dim) => {
        const { before = 0, step = 1 } = cuts[dim] ?? {};
        return slice(view, dim, before, before + size, step);
      }, whole);
      return permute(flip(cut, flipped), order);
    }),
);

/** Every index of a shape, in row-major order. */
export function indices(shape: readonly number[]): number[][] {
  return Array.from({ length: elementCount(shape) }, (_, position) => {
    let rest = position;
    return shape.reduceRight<number[]>((index, size) => {
      index.unshift(rest % size);
      rest = Math.floor(rest / size);
      return index;
    }, []);
  });
}

/** One element, by the definition of strides. */
export function elementAt(array: NDArray, index: readonly number[]): number {
  const position = index.reduce((sum, i, dim) => sum + i * (array.strides[dim] ?? 0), array.offset);
  const value = array.storage.data()[position];
  if (value === undefined) throw new Error(`index ${index} lies outside the storage`);
  return value;
}

/** The elements in row-major order, by the definition of strides. */
export function elementsOf(array: NDArray): number[] {
  return indices(array.shape).map((index) => elementAt(array, index));
}
