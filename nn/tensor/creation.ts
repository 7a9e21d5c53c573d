// The functions that make tensors of given numbers, and that join tensors. Random ones and sequences stand in
// files of their own, which are passed on here.

import { empty as emptyArray, fromValues, full as fullArray } from "../array/ndarray.ts";
import { cat as catOperation, stack as stackOperation } from "../operations/movement.ts";
import { type CreationOptions, finish, parsed, type ShapeArguments } from "./creation-arguments.ts";
import { flatten, type Nested } from "./nested.ts";
import { withRoom } from "./room.ts";
import { Tensor } from "./tensor.ts";

export type { CreationOptions, NumbersAndOptions, ShapeArguments } from "./creation-arguments.ts";
export * from "./random-tensors.ts";
export * from "./sequences.ts";

function filled(name: string, args: ShapeArguments, value: number): Tensor {
  const { shape, options } = parsed(args);
  const array = withRoom(name, () => fullArray(shape, value, options.dtype ?? "float32"));
  return finish(Tensor.from(array, name), options);
}

/**
 * A tensor of the given numbers. Unless `dtype` says otherwise, whole numbers give int64, booleans bool, and others
 * float32; numbers that are to have a gradient are float32, too. A typed array is copied once, in one go, since
 * kernels and threads reach only the engine's own memory; `tensor(values).reshape(2, 3)` copies no second time.
 */
export function tensor(values: Nested, options: CreationOptions = {}): Tensor {
  const { values: flat, shape, dtype: inferred } = flatten(values);
  const dtype = options.dtype ?? (options.requiresGrad && inferred === "int64" ? "float32" : inferred);
  const array = withRoom("tensor", () => fromValues(flat, shape, dtype));
  return finish(Tensor.from(array, "tensor"), options);
}

/** A tensor whose elements are whatever the memory held before. */
export function empty(...args: ShapeArguments): Tensor {
  const { shape, options } = parsed(args);
  const array = withRoom("empty", () => emptyArray(shape, options.dtype ?? "float32"));
  return finish(Tensor.from(array, "empty"), options);
}

/** A tensor of zeros: `zeros(2, 3)`, `zeros([2, 3], { dtype: "int64" })`. */
export function zeros(...shape: ShapeArguments): Tensor {
  return filled("zeros", shape, 0);
}

/** A tensor of ones: `ones(2, 3)`, `ones([2, 3], { dtype: "int64" })`. */
export function ones(...shape: ShapeArguments): Tensor {
  return filled("ones", shape, 1);
}

/** A tensor full of one value. Unless `dtype` says otherwise, a whole number gives int64, a boolean bool. */
export function full(
  shape: readonly number[],
  value: number | boolean,
  options: CreationOptions = {},
): Tensor {
  const inferred = typeof value === "boolean" ? "bool" : Number.isInteger(value) ? "int64" : "float32";
  const dtype = options.dtype ?? (options.requiresGrad && inferred === "int64" ? "float32" : inferred);
  return filled("full", [shape, { ...options, dtype }], Number(value));
}

/** A tensor in the shape and dtype of `like`, whose elements are whatever the memory held before. */
export function emptyLike(like: Tensor, options: CreationOptions = {}): Tensor {
  return empty(like.shape, { dtype: like.dtype, ...options });
}

/** A tensor full of `value` in the shape and dtype of `like`. */
export function fullLike(like: Tensor, value: number, options: CreationOptions = {}): Tensor {
  return filled("fullLike", [like.shape, { dtype: like.dtype, ...options }], value);
}

/** A tensor of zeros in the shape and dtype of `like`. */
export function zerosLike(like: Tensor, options: CreationOptions = {}): Tensor {
  return filled("zerosLike", [like.shape, { dtype: like.dtype, ...options }], 0);
}

/** A tensor of ones in the shape and dtype of `like`. */
export function onesLike(like: Tensor, options: CreationOptions = {}): Tensor {
  return filled("onesLike", [like.shape, { dtype: like.dtype, ...options }], 1);
}

/** Tensors joined along an existing dimension. */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  return Tensor.compute(catOperation, tensors, { dim });
}

/** Tensors of one shape joined along a new dimension. */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  return Tensor.compute(stackOperation, tensors, { dim });
}
