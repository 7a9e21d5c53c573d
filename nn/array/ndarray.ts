// The n-dimensional array that every operation takes and gives: a storage and a way to walk it. Views share the
// storage and differ in shape, strides and offset.

import { arena } from "../memory/arena.ts";
import { bytesPerElement, converterTo, type DType, isFloating, type TypedArray, viewOf } from "./dtype.ts";
import { fillElements } from "./fill.ts";
import { checkShape, contiguousStrides, elementCount, type Shape, showShape } from "./shape.ts";
import { Storage } from "./storage.ts";
import { gather } from "./walk.ts";

export interface NDArray {
  readonly storage: Storage;
  readonly dtype: DType;
  readonly shape: Shape;
  /** in elements; 0 along a broadcast dimension, negative along a flipped one */
  readonly strides: readonly number[];
  /** index of the first element in the storage */
  readonly offset: number;
}

/** A new array whose elements are whatever the memory held before. */
export function empty(shape: Shape, dtype: DType): NDArray {
  checkShape(shape);
  const purpose = () => `an array of shape ${showShape(shape)}, ${dtype}`;
  const storage = new Storage(dtype, elementCount(shape), purpose);
  return { storage, dtype, shape, strides: contiguousStrides(shape), offset: 0 };
}

export function full(shape: Shape, value: number, dtype: DType): NDArray {
  const array = empty(shape, dtype);
  fillElements(array.storage.data(), converterTo(dtype)(value));
  return array;
}

/** An array without dimensions. */
export function scalar(value: number, dtype: DType): NDArray {
  return full([], value, dtype);
}

/** A new array with the given elements in row-major order, converted to `dtype`. */
export function fromValues(values: ArrayLike<number>, shape: Shape, dtype: DType): NDArray {
  checkShape(shape);
  if (values.length !== elementCount(shape)) {
    throw new RangeError(
      `shape ${showShape(shape)} takes ${elementCount(shape)} values, but ${values.length} were given`,
    );
  }
  const array = empty(shape, dtype);
  const data = array.storage.data();
  if (isFloating(dtype)) {
    data.set(values); // rounds by itself, and of a typed array it is one copy of memory
    return array;
  }
  const convert = converterTo(dtype);
  for (let i = 0; i < values.length; i++) data[i] = convert(values[i] ?? 0);
  return array;
}

/** Whether the elements lie in row-major order without gaps. */
export function isContiguous(array: NDArray): boolean {
  let stride = 1;
  for (let dim = array.shape.length - 1; dim >= 0; dim--) {
    const size = array.shape[dim] ?? 1;
    if (size === 0) return true;
    if (size !== 1 && array.strides[dim] !== stride) return false;
    stride *= size;
  }
  return true;
}

/** The array itself if it is contiguous, else a contiguous copy. */
export function contiguous(array: NDArray): NDArray {
  return isContiguous(array) ? array : copyOf(array);
}

/** A contiguous copy in a storage of its own. */
export function copyOf(array: NDArray): NDArray {
  const copy = empty(array.shape, array.dtype);
  gather(array.storage.data(), array, copy.storage.data());
  return copy;
}

/** The elements in row-major order: the memory itself if the array is contiguous, else a copy outside the arena. */
export function valuesOf(array: NDArray): TypedArray {
  const { dtype, shape, offset } = array;
  const count = elementCount(shape);
  if (isContiguous(array)) return array.storage.data().subarray(offset, offset + count);
  const bytes = count * bytesPerElement(dtype);
  arena.checkSize(bytes, () => `a copy of an array of shape ${showShape(shape)}, ${dtype}`);
  const copy = viewOf(dtype, new SharedArrayBuffer(bytes), 0, count);
  gather(array.storage.data(), array, copy);
  return copy;
}
