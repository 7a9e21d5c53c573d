// The elements of an array as a plain typed array, for reading in JavaScript.

import { bytesPerElement, type TypedArray, viewOf } from "../array/dtype.ts";
import { isContiguous, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import type { Storage } from "../array/storage.ts";
import { gather } from "../array/walk.ts";

/** Elements that somebody holds, and the storage that must not be given back as long as they are held. */
const owners = new WeakMap<TypedArray, Storage>();

/** The elements in row-major order: the memory itself if the array is contiguous, else a copy outside the arena. */
export function elementsOf(array: NDArray): TypedArray {
  if (isContiguous(array)) {
    const elements = valuesOf(array);
    owners.set(elements, array.storage);
    return elements;
  }
  const { dtype, shape } = array;
  const count = elementCount(shape);
  const copy = viewOf(dtype, new SharedArrayBuffer(count * bytesPerElement(dtype)), 0, count);
  gather(array.storage.data(), array, copy);
  return copy;
}
