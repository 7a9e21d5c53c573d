// The functions that make tensors of random numbers: those that PyTorch's CPU generator gives for the same seed.

import { empty } from "../array/ndarray.ts";
import { generator } from "../array/random.ts";
import { fillBernoulliEach, fillIntegers, fillPermutation } from "../array/random-distributions.ts";
import { broadcastShapes } from "../array/shape.ts";
import { type CreationOptions, finish, parsed, type ShapeArguments } from "./creation-arguments.ts";
import { elementsOf } from "./elements.ts";
import { emptyAlike } from "./empty-alike.ts";
import { withRoom } from "./room.ts";
import { Tensor } from "./tensor.ts";

/** Starts the random numbers of `seed`: the same ones that PyTorch's CPU generator gives for it. */
export function manualSeed(seed: number): void {
  generator.manualSeed(seed);
}

function drawn(name: string, args: ShapeArguments, draw: (tensor: Tensor) => Tensor): Tensor {
  const { shape, options } = parsed(args);
  const array = withRoom(name, () => empty(shape, options.dtype ?? "float32"));
  return finish(draw(Tensor.from(array, name)), options);
}

/** Uniform random values in [0, 1). */
export function rand(...shape: ShapeArguments): Tensor {
  return drawn("rand", shape, (result) => result.uniform_());
}

/** Normal random values with mean 0 and standard deviation 1. */
export function randn(...shape: ShapeArguments): Tensor {
  return drawn("randn", shape, (result) => result.normal_());
}

/** Uniform random values in [0, 1) in the shape and dtype of `like`, drawn in the order in which it lies in memory. */
export function randLike(like: Tensor, options: CreationOptions = {}): Tensor {
  return finish(emptyAlike("randLike", like, options.dtype).uniform_(), options);
}

/** Normal random values in the shape and dtype of `like`, drawn in the order in which it lies in memory. */
export function randnLike(like: Tensor, options: CreationOptions = {}): Tensor {
  return finish(emptyAlike("randnLike", like, options.dtype).normal_(), options);
}

/**
 * Normal random values. With numbers, `normal(mean, std, shape)`; either of mean and std may be a tensor, which gives each
 * value its own, and then the shape is theirs.
 */
export function normal(
  mean: number,
  std: number,
  shape: readonly number[],
  options?: CreationOptions,
): Tensor;
export function normal(mean: Tensor, std?: Tensor | number): Tensor;
export function normal(mean: number, std: Tensor): Tensor;
export function normal(
  mean: Tensor | number,
  std: Tensor | number = 1,
  shape: readonly number[] = [],
  options: CreationOptions = {},
): Tensor {
  if (typeof mean === "number" && typeof std === "number") {
    return drawn("normal", [shape, options], (result) => result.normal_(mean, std));
  }
  const [means, deviations] = [mean, std].map((each) => (typeof each === "number" ? undefined : each));
  const like = means ?? deviations;
  const broadcast = broadcastShapes(means?.shape ?? [], deviations?.shape ?? []);
  if (typeof std === "number" ? std < 0 : std.lt(0).any().item() === 1) {
    throw new RangeError("normal: expected standard deviations that are not negative");
  }
  const result = drawn("normal", [broadcast, { dtype: like?.dtype ?? "float32" }], (each) => each.normal_());
  return result.mul_(std).add_(mean);
}

/** Random integers in [low, high), or in [0, high): `randint(high, shape)`. */
export function randint(high: number, shape: readonly number[], options?: CreationOptions): Tensor;
export function randint(
  low: number,
  high: number,
  shape: readonly number[],
  options?: CreationOptions,
): Tensor;
export function randint(
  first: number,
  second: number | readonly number[],
  third?: readonly number[] | CreationOptions,
  fourth?: CreationOptions,
): Tensor {
  if (typeof second !== "number") return integers(0, first, second, optionsIn(third));
  if (!isShape(third))
    throw new TypeError(`randint: expected a shape after the bounds, got ${String(third)}`);
  return integers(first, second, third, fourth);
}

/** Random integers in [low, high), in the shape and dtype of `like`, drawn in the order in which it lies in memory. */
export function randintLike(like: Tensor, low: number, high: number, options: CreationOptions = {}): Tensor {
  const result = emptyAlike("randintLike", like, options.dtype);
  fillIntegers(result.array.storage.data(), low, high);
  return finish(result, options);
}

function integers(
  low: number,
  high: number,
  shape: readonly number[],
  options: CreationOptions = {},
): Tensor {
  const array = withRoom("randint", () => empty(shape, options.dtype ?? "int64"));
  fillIntegers(array.storage.data(), low, high);
  return finish(Tensor.from(array, "randint"), options);
}

function isShape(value: readonly number[] | CreationOptions | undefined): value is readonly number[] {
  return Array.isArray(value);
}

function optionsIn(value: readonly number[] | CreationOptions | undefined): CreationOptions | undefined {
  return isShape(value) ? undefined : value;
}

/** The integers 0 .. n-1 in random order. */
export function randperm(n: number): Tensor {
  const array = withRoom("randperm", () => empty([n], "int64"));
  fillPermutation(array.storage.data());
  return Tensor.from(array, "randperm");
}

/** Ones, each with the probability that stands in its place, else zeros. */
export function bernoulli(probabilities: Tensor): Tensor {
  const values = elementsOf(probabilities.array);
  if (!(values instanceof Float32Array || values instanceof Float64Array)) {
    throw new TypeError(`bernoulli: expected floating point probabilities, got ${probabilities.dtype}`);
  }
  const array = withRoom("bernoulli", () => empty(probabilities.shape, probabilities.dtype));
  fillBernoulliEach(array.storage.data(), values);
  return Tensor.from(array, "bernoulli");
}
