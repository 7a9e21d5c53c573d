// The functions that make tensors from nothing, from numbers, or from chance. Shapes are given as in PyTorch,
// one by one or in an array: `zeros(2, 3)`, `zeros([2, 3], { dtype: "int64" })`.

import type { DType } from "../array/dtype.ts";
import { empty as emptyArray, fromValues, full as fullArray } from "../array/ndarray.ts";
import { generator } from "../array/random.ts";
import { fillBernoulliEach, fillIntegers, fillPermutation } from "../array/random-distributions.ts";
import { cat as catOperation, stack as stackOperation } from "../operations/movement.ts";
import { elementsOf } from "./elements.ts";
import { flatten, type Nested } from "./nested.ts";
import { Tensor } from "./tensor.ts";

export interface CreationOptions {
  readonly dtype?: DType;
  readonly requiresGrad?: boolean;
}

/** Sizes one by one or in an array, then options: `(2, 3)`, `([2, 3])`, `([2, 3], { dtype })`, `(2, 3, { dtype })`. */
export type ShapeArguments =
  | readonly number[]
  | readonly [...sizes: number[], options: CreationOptions]
  | readonly [shape: readonly number[], options?: CreationOptions];

function parsed(args: ShapeArguments): { shape: number[]; options: CreationOptions } {
  const shape: number[] = [];
  let options: CreationOptions = {};
  for (const each of args) {
    if (typeof each === "number") shape.push(each);
    else if (isSizes(each)) shape.push(...each);
    else if (each !== undefined) options = each;
  }
  return { shape, options };
}

function isSizes(value: readonly number[] | CreationOptions | undefined): value is readonly number[] {
  return Array.isArray(value);
}

function finish(tensor: Tensor, { requiresGrad = false }: CreationOptions): Tensor {
  return requiresGrad ? tensor.requiresGrad_() : tensor;
}

function filled(name: string, args: ShapeArguments, value: number): Tensor {
  const { shape, options } = parsed(args);
  return finish(Tensor.from(fullArray(shape, value, options.dtype ?? "float32"), name), options);
}

function drawn(name: string, args: ShapeArguments, draw: (tensor: Tensor) => Tensor): Tensor {
  const { shape, options } = parsed(args);
  return finish(draw(Tensor.from(emptyArray(shape, options.dtype ?? "float32"), name)), options);
}

/**
 * A tensor of the given numbers. Unless `dtype` says otherwise, whole numbers give int64, booleans bool, and others
 * float32; numbers that are to have a gradient are float32, too.
 */
export function tensor(values: Nested, options: CreationOptions = {}): Tensor {
  const { values: flat, shape, dtype: inferred } = flatten(values);
  const dtype = options.dtype ?? (options.requiresGrad && inferred === "int64" ? "float32" : inferred);
  return finish(Tensor.from(fromValues(flat, shape, dtype), "tensor"), options);
}

/** A tensor whose elements are whatever the memory held before. */
export function empty(...shape: ShapeArguments): Tensor {
  return drawn("empty", shape, (result) => result);
}

export function zeros(...shape: ShapeArguments): Tensor {
  return filled("zeros", shape, 0);
}

export function ones(...shape: ShapeArguments): Tensor {
  return filled("ones", shape, 1);
}

export function full(shape: readonly number[], value: number, options: CreationOptions = {}): Tensor {
  const dtype = options.dtype ?? (Number.isInteger(value) ? "int64" : "float32");
  return filled("full", [shape, { ...options, dtype }], value);
}

export function zerosLike(like: Tensor, options: CreationOptions = {}): Tensor {
  return filled("zerosLike", [like.shape, { dtype: like.dtype, ...options }], 0);
}

export function onesLike(like: Tensor, options: CreationOptions = {}): Tensor {
  return filled("onesLike", [like.shape, { dtype: like.dtype, ...options }], 1);
}

/** Uniform random values in [0, 1). */
export function rand(...shape: ShapeArguments): Tensor {
  return drawn("rand", shape, (result) => result.uniform_());
}

/** Normal random values with mean 0 and standard deviation 1. */
export function randn(...shape: ShapeArguments): Tensor {
  return drawn("randn", shape, (result) => result.normal_());
}

export function randLike(like: Tensor, options: CreationOptions = {}): Tensor {
  return rand(like.shape, { dtype: like.dtype, ...options });
}

export function randnLike(like: Tensor, options: CreationOptions = {}): Tensor {
  return randn(like.shape, { dtype: like.dtype, ...options });
}

/** Random integers in [low, high). */
export function randint(
  low: number,
  high: number,
  shape: readonly number[],
  options: CreationOptions = {},
): Tensor {
  const array = emptyArray(shape, options.dtype ?? "int64");
  fillIntegers(array.storage.data(), low, high);
  return finish(Tensor.from(array, "randint"), options);
}

/** The integers 0 .. n-1 in random order. */
export function randperm(n: number): Tensor {
  const array = emptyArray([n], "int64");
  fillPermutation(array.storage.data());
  return Tensor.from(array, "randperm");
}

/** Ones, each with the probability that stands in its place, else zeros. */
export function bernoulli(probabilities: Tensor): Tensor {
  const values = elementsOf(probabilities.array);
  if (!(values instanceof Float32Array || values instanceof Float64Array)) {
    throw new TypeError(`bernoulli: expected floating point probabilities, got ${probabilities.dtype}`);
  }
  const array = emptyArray(probabilities.shape, probabilities.dtype);
  fillBernoulliEach(array.storage.data(), values);
  return Tensor.from(array, "bernoulli");
}

/** The numbers start, start + step, ... before end: `arange(end)`, `arange(start, end)`, `arange(start, end, step)`. */
export function arange(startOrEnd: number, end?: number, step = 1, options: CreationOptions = {}): Tensor {
  const [from, to] = end === undefined ? [0, startOrEnd] : [startOrEnd, end];
  if (step === 0 || (to - from) * step < 0) {
    throw new RangeError(`arange: step ${step} does not lead from ${from} to ${to}`);
  }
  const values = Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);
  const whole = [from, to, step].every(Number.isInteger);
  const dtype = options.dtype ?? (whole ? "int64" : "float32");
  return finish(Tensor.from(fromValues(values, [values.length], dtype), "arange"), options);
}

/** `steps` numbers from `start` to `end`, both included, evenly spaced. */
export function linspace(start: number, end: number, steps: number, options: CreationOptions = {}): Tensor {
  const step = (end - start) / Math.max(steps - 1, 1);
  // from both ends towards the middle, as PyTorch, so that the last value is exactly `end`
  const values = Array.from({ length: steps }, (_, i) =>
    i < steps / 2 ? start + i * step : end - (steps - 1 - i) * step,
  );
  return finish(Tensor.from(fromValues(values, [steps], options.dtype ?? "float32"), "linspace"), options);
}

/** The identity matrix of n rows. */
export function eye(n: number, options: CreationOptions = {}): Tensor {
  const values = new Array<number>(n * n).fill(0);
  for (let i = 0; i < n; i++) values[i * n + i] = 1;
  return finish(Tensor.from(fromValues(values, [n, n], options.dtype ?? "float32"), "eye"), options);
}

/** Tensors joined along an existing dimension. */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  return Tensor.compute(catOperation, tensors, { dim });
}

/** Tensors of one shape joined along a new dimension. */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  return Tensor.compute(stackOperation, tensors, { dim });
}

/** Starts the random numbers of `seed`: the same ones that PyTorch's CPU generator gives for it. */
export function manualSeed(seed: number): void {
  generator.manualSeed(seed);
}
