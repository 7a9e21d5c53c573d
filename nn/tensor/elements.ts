// The elements of an array as a plain typed array, for reading in JavaScript.

import type { TypedArray } from "../array/dtype.ts";
import { isContiguous, type NDArray, valuesOf } from "../array/ndarray.ts";
import type { Storage } from "../array/storage.ts";

/** Elements that somebody holds, and the storage that must not be given back as long as they are held. */
const owners = new WeakMap<TypedArray, Storage>();

/** The elements in row-major order: the memory itself if the array is contiguous, else a copy outside the arena. */
export function elementsOf(array: NDArray): TypedArray {
  const elements = valuesOf(array);
  if (isContiguous(array)) owners.set(elements, array.storage);
  return elements;
}
