// Arrays from references, and back: what the engine computed against what the definition says.

import fc from "fast-check";
import { expect } from "vitest";
import type { DType } from "../../../nn/array/dtype.ts";
import { fromValues, type NDArray } from "../../../nn/array/ndarray.ts";
import { elementCount } from "../../../nn/array/shape.ts";
import type { Reference } from "./naive.ts";
import { elementsOf } from "./strided.ts";

/** A reference with elements from -2 to 2, exact in single precision. */
export function references(shape: readonly number[]): fc.Arbitrary<Reference> {
  const count = elementCount(shape);
  return fc.integer({ min: 1, max: 2 ** 31 - 1 }).map((seed) => {
    let state = seed;
    const values = Array.from({ length: count }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return ((state >>> 8) % 4097) / 1024 - 2;
    });
    return { shape, values };
  });
}

export function arrayOf(reference: Reference, dtype?: DType): NDArray;
export function arrayOf(reference: Reference | undefined, dtype?: DType): NDArray | undefined;
export function arrayOf(reference: Reference | undefined, dtype: DType = "float32"): NDArray | undefined {
  return reference && fromValues(reference.values, reference.shape, dtype);
}

export function referenceOf(array: NDArray): Reference {
  return { shape: array.shape, values: elementsOf(array) };
}

/**
 * Equal shapes, and elements equal up to rounding: relative to `scale`, the size of what was added up on the way.
 */
export function expectClose(actual: NDArray, expected: Reference, scale = 1, tolerance = 1e-5): void {
  expect(actual.shape).toEqual(expected.shape);
  const elements = elementsOf(actual);
  expected.values.forEach((value, i) => {
    const element = elements[i] ?? Number.NaN;
    if (Object.is(element, value) || Math.abs(element - value) <= tolerance * (scale + Math.abs(value)))
      return;
    throw new Error(`element ${i} of ${expected.values.length}: expected ${value}, got ${element}`);
  });
}
