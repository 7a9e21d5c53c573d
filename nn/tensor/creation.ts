// The functions that make tensors of given numbers, and that join tensors. Random ones and sequences stand in
// files of their own, which are passed on here.

import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import type { DType } from "../array/dtype.ts";
import { empty as emptyArray, fromValues, full as fullArray } from "../array/ndarray.ts";
import { cat as catOperation, stack as stackOperation } from "../operations/movement.ts";
import {
  type CreationOptions,
  creationArguments,
  finish,
  parsed,
  type ShapeArguments,
} from "./creation-arguments.ts";
import { expectTensor } from "./expect-tensor.ts";
import { input } from "./first-argument.ts";
import { flatten, type Nested } from "./nested.ts";
import { withRoom } from "./room.ts";
import { Tensor } from "./tensor.ts";

export type {
  CreationOptions,
  NumbersAndOptions,
  ShapeArguments,
  ShapeOptions,
} from "./creation-arguments.ts";
export * from "./random-tensors.ts";
export * from "./sequences.ts";

type GivenCreation = Given<typeof creationArguments, CreationOptions>;

function filled(name: string, args: ShapeArguments, value: number): Tensor {
  const { shape, options } = parsed(name, args);
  return filledWith(name, shape, value, options.dtype ?? "float32", options);
}

function filledWith(
  name: string,
  shape: readonly number[],
  value: number,
  dtype: DType,
  options: CreationOptions,
): Tensor {
  const array = withRoom(name, () => fullArray(shape, value, dtype));
  return finish(Tensor.from(array, name), options);
}

function filledLike(name: string, like: Tensor, value: number, given: GivenCreation): Tensor {
  const options = creationArguments.read(name, given);
  return filledWith(name, input(name, like).shape, value, options.dtype ?? like.dtype, options);
}

/**
 * A tensor of the given numbers. Unless `dtype` says otherwise, whole numbers give int64, booleans bool, and others
 * float32; numbers that are to have a gradient are float32, too. A typed array is copied once, in one go, since
 * kernels and threads reach only the engine's own memory; `tensor(values).reshape(2, 3)` copies no second time.
 */
export function tensor(data: Nested, ...given: GivenCreation): Tensor {
  const options = creationArguments.read("tensor", given);
  const { values: flat, shape, dtype: inferred } = flatten(data);
  const dtype = options.dtype ?? (options.requiresGrad && inferred === "int64" ? "float32" : inferred);
  const array = withRoom("tensor", () => fromValues(flat, shape, dtype));
  return finish(Tensor.from(array, "tensor"), options);
}

/** A tensor whose elements are whatever the memory held before. */
export function empty(...size: ShapeArguments): Tensor {
  const { shape, options } = parsed("empty", size);
  const array = withRoom("empty", () => emptyArray(shape, options.dtype ?? "float32"));
  return finish(Tensor.from(array, "empty"), options);
}

/** A tensor of zeros: `zeros(2, 3)`, `zeros([2, 3], { dtype: "int64" })`. */
export function zeros(...size: ShapeArguments): Tensor {
  return filled("zeros", size, 0);
}

/** A tensor of ones: `ones(2, 3)`, `ones([2, 3], { dtype: "int64" })`. */
export function ones(...size: ShapeArguments): Tensor {
  return filled("ones", size, 1);
}

/** A tensor full of one value. Unless `dtype` says otherwise, a whole number gives int64, a boolean bool. */
export function full(size: readonly number[], fillValue: number | boolean, ...given: GivenCreation): Tensor {
  if (!Array.isArray(size)) throw new TypeError(`full: size: expected an array, got ${shown(size)}`);
  const value = fillNumber("full", fillValue);
  const { shape, options } = parsed("full", [size, ...given]);
  const inferred = typeof fillValue === "boolean" ? "bool" : Number.isInteger(value) ? "int64" : "float32";
  const dtype = options.dtype ?? (options.requiresGrad && inferred === "int64" ? "float32" : inferred);
  return filledWith("full", shape, value, dtype, options);
}

/** A tensor in the shape and dtype of `like`, whose elements are whatever the memory held before. */
export function emptyLike(like: Tensor, ...given: GivenCreation): Tensor {
  const { dtype = input("emptyLike", like).dtype, ...options } = creationArguments.read("emptyLike", given);
  return empty(like.shape, { dtype, ...options });
}

/** A tensor full of `fillValue` in the shape and dtype of `like`. */
export function fullLike(like: Tensor, fillValue: number | boolean, ...given: GivenCreation): Tensor {
  return filledLike("fullLike", like, fillNumber("fullLike", fillValue), given);
}

/** A tensor of zeros in the shape and dtype of `like`. */
export function zerosLike(like: Tensor, ...given: GivenCreation): Tensor {
  return filledLike("zerosLike", like, 0, given);
}

/** A tensor of ones in the shape and dtype of `like`. */
export function onesLike(like: Tensor, ...given: GivenCreation): Tensor {
  return filledLike("onesLike", like, 1, given);
}

/** The value that fills a tensor, as a number. */
function fillNumber(name: string, value: number | boolean): number {
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  throw new TypeError(`${name}: fillValue: expected a number or a truth value, got ${shown(value)}`);
}

const joinArguments = optional((dim = 0) => ({
  /** the dimension along which the tensors follow each other */
  dim,
}));
export interface JoinOptions extends OptionsOf<typeof joinArguments> {}
type GivenJoin = Given<typeof joinArguments, JoinOptions>;

/** Tensors joined along an existing dimension. */
export function cat(tensors: readonly Tensor[], ...given: GivenJoin): Tensor {
  return Tensor.compute(catOperation, listed("cat", tensors), joinArguments.read("cat", given));
}

/** Tensors of one shape joined along a new dimension. */
export function stack(tensors: readonly Tensor[], ...given: GivenJoin): Tensor {
  return Tensor.compute(stackOperation, listed("stack", tensors), joinArguments.read("stack", given));
}

function listed(name: string, tensors: readonly Tensor[]): readonly [Tensor, ...Tensor[]] {
  const [first, ...others] = Array.isArray(tensors) ? tensors : [];
  if (first !== undefined) {
    for (const each of [first, ...others]) expectTensor(`${name}: tensors`, each);
    return [first, ...others];
  }
  throw new TypeError(`${name}: tensors: expected an array with at least one Tensor, got ${shown(tensors)}`);
}
