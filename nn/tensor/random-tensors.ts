// The functions that make tensors of random numbers: those that PyTorch's CPU generator gives for the same seed.

import { integer, number } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import type { DType } from "../array/dtype.ts";
import { empty } from "../array/ndarray.ts";
import { generator } from "../array/random.ts";
import { fillBernoulliEach, fillIntegers, fillPermutation } from "../array/random-distributions.ts";
import { broadcastShapes } from "../array/shape.ts";
import {
  type CreationOptions,
  creation,
  creationArguments,
  finish,
  parsed,
  type ShapeArguments,
  type ShapeOptions,
} from "./creation-arguments.ts";
import { elementsOf } from "./elements.ts";
import { emptyAlike } from "./empty-alike.ts";
import { input } from "./first-argument.ts";
import { withRoom } from "./room.ts";
import { Tensor } from "./tensor.ts";

type GivenCreation = Given<typeof creationArguments, CreationOptions>;

/** Starts the random numbers of `seed`: the same ones that PyTorch's CPU generator gives for it. */
export function manualSeed(seed: number): void {
  generator.manualSeed(seed);
}

function drawn(name: string, args: ShapeArguments, draw: (tensor: Tensor) => Tensor): Tensor {
  const { shape, options } = parsed(name, args);
  const array = withRoom(name, () => empty(shape, options.dtype ?? "float32"));
  return finish(draw(Tensor.from(array, name)), options);
}

/** Uniform random values in [0, 1). */
export function rand(...size: ShapeArguments): Tensor {
  return drawn("rand", size, (result) => result.uniform_());
}

/** Normal random values with mean 0 and standard deviation 1. */
export function randn(...size: ShapeArguments): Tensor {
  return drawn("randn", size, (result) => result.normal_());
}

/** Uniform random values in [0, 1) in the shape and dtype of `like`, drawn in the order in which it lies in memory. */
export function randLike(like: Tensor, ...given: GivenCreation): Tensor {
  const options = creationArguments.read("randLike", given);
  return finish(emptyAlike("randLike", input("randLike", like), options.dtype).uniform_(), options);
}

/** Normal random values in the shape and dtype of `like`, drawn in the order in which it lies in memory. */
export function randnLike(like: Tensor, ...given: GivenCreation): Tensor {
  const options = creationArguments.read("randnLike", given);
  return finish(emptyAlike("randnLike", input("randnLike", like), options.dtype).normal_(), options);
}

const normalTensorArguments = optional(
  (mean: Tensor | number, std?: Tensor | number, size?: readonly number[]) => ({
    /** a number, or a tensor that gives each value its own */
    mean,
    /** the standard deviation: a number, or a tensor that gives each value its own */
    std,
    /** the shape, where neither is a tensor */
    size,
  }),
  creation,
);
export interface NormalTensorOptions extends OptionsOf<typeof normalTensorArguments> {}

/**
 * Normal random values. With numbers, `normal(mean, std, size)`; either of mean and std may be a tensor, which gives each
 * value its own, and then the shape is theirs.
 */
export function normal(...given: Given<typeof normalTensorArguments, NormalTensorOptions>): Tensor {
  const { mean, std, size, dtype, ...options } = normalTensorArguments.read("normal", given);
  return inFunction("normal", () => {
    const [means, deviations] = [tensorOrNumber("mean", mean), tensorOrNumber("std", std ?? 1)];
    if (typeof means === "number" && typeof deviations === "number") {
      if (std === undefined || size === undefined) {
        throw new TypeError(`expected mean, std and size, got ${shown([mean, std, size])}`);
      }
      return drawn("normal", [size, { dtype, ...options }], (result) => result.normal_(means, deviations));
    }
    if (size !== undefined) throw new TypeError(`size: expected none beside tensors, got ${shown(size)}`);
    return normalOfEach(means, deviations, dtype, options);
  });
}

function tensorOrNumber(name: string, value: Tensor | number): Tensor | number {
  return value instanceof Tensor ? value : number(name, value);
}

function normalOfEach(
  mean: Tensor | number,
  std: Tensor | number,
  dtype: DType | undefined,
  options: CreationOptions,
): Tensor {
  const tensors = [mean, std].filter((each) => each instanceof Tensor);
  const shape = tensors.map((each): readonly number[] => each.shape).reduce(broadcastShapes);
  if (typeof std === "number" ? std < 0 : std.lt(0).any().item() === 1) {
    throw new RangeError(`std: expected standard deviations that are not negative, got ${shown(std)}`);
  }
  const result = drawn("normal", [shape, { dtype: dtype ?? tensors[0]?.dtype }], (each) => each.normal_());
  return finish(result.mul_(std).add_(mean), options);
}

/** Random integers in [low, high), or in [0, high): `randint(high, size)`, `randint(low, high, size)`, `randint(high, { size })`. */
export function randint(high: number, size: readonly number[], options?: CreationOptions): Tensor;
export function randint(high: number, options: ShapeOptions): Tensor;
export function randint(
  low: number,
  high: number,
  size: readonly number[],
  options?: CreationOptions,
): Tensor;
export function randint(low: number, high: number, options: ShapeOptions): Tensor;
export function randint(...args: readonly unknown[]): Tensor {
  const bounds = args.slice(0, typeof args[1] === "object" || args.length < 2 ? 1 : 2);
  const { low, high } = boundsIn("randint", bounds);
  const { shape, options } = parsed("randint", args.slice(bounds.length));
  const array = withRoom("randint", () => empty(shape, options.dtype ?? "int64"));
  return finish(integersInto(Tensor.from(array, "randint"), low, high), options);
}

/** Random integers in [low, high), or in [0, high), in the shape and dtype of `like`, drawn in the order in which it lies in memory. */
export function randintLike(like: Tensor, high: number, options?: CreationOptions): Tensor;
export function randintLike(like: Tensor, low: number, high: number, options?: CreationOptions): Tensor;
export function randintLike(like: Tensor, ...args: readonly unknown[]): Tensor {
  const bounds = args.slice(0, typeof args[1] === "object" || args.length < 2 ? 1 : 2);
  const options = creationArguments.read("randintLike", args.slice(bounds.length));
  const { low, high } = boundsIn("randintLike", bounds);
  const result = emptyAlike("randintLike", input("randintLike", like), options.dtype);
  return finish(integersInto(result, low, high), options);
}

function boundsIn(name: string, bounds: readonly unknown[]): { low: number; high: number } {
  return inFunction(name, () => {
    const [low, high] = bounds.length === 1 ? [0, ...bounds] : bounds;
    return { low: integer("low", low), high: integer("high", high) };
  });
}

function integersInto(result: Tensor, low: number, high: number): Tensor {
  if (result.dtype === "bool" && (low < 0 || high > 2)) {
    throw new RangeError(`randint: expected 0 <= low and high <= 2 for bool, got [${low}, ${high})`);
  }
  fillIntegers(result.array.storage.data(), low, high);
  return result;
}

/** The integers 0 .. n-1 in random order. */
export function randperm(n: number, ...given: GivenCreation): Tensor {
  const { dtype = "int64", ...options } = creationArguments.read("randperm", given);
  integer("n", n, 0);
  const array = withRoom("randperm", () => empty([n], dtype));
  fillPermutation(array.storage.data());
  return finish(Tensor.from(array, "randperm"), options);
}

const bernoulliTensorArguments = optional((p?: number) => ({
  /** one probability for all, in place of the tensor's */
  p,
}));
export interface BernoulliTensorOptions extends OptionsOf<typeof bernoulliTensorArguments> {}

/** Ones, each with the probability that stands in its place (or with the one given for all), else zeros. */
export function bernoulli(
  probabilities: Tensor,
  ...given: Given<typeof bernoulliTensorArguments, BernoulliTensorOptions>
): Tensor {
  const { p } = bernoulliTensorArguments.read("bernoulli", given);
  if (p !== undefined) return emptyAlike("bernoulli", input("bernoulli", probabilities)).bernoulli_(p);
  const values = elementsOf(input("bernoulli", probabilities).array);
  if (!(values instanceof Float32Array || values instanceof Float64Array)) {
    throw new TypeError(
      `bernoulli: input: expected floating point probabilities, got ${probabilities.dtype}`,
    );
  }
  const array = withRoom("bernoulli", () => empty(probabilities.shape, probabilities.dtype));
  fillBernoulliEach(array.storage.data(), values);
  return Tensor.from(array, "bernoulli");
}
