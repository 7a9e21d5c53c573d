// Functions that switch off a random part of their input in training.

import { choice } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import { empty } from "../tensor/creation.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import { composed } from "../tensor/scope.ts";
import type { Tensor } from "../tensor/tensor.ts";

const dropoutArguments = optional((p = 0.5, training = true, inplace = false) => ({
  /** the probability of an element, or a channel, to become zero */
  p,
  /** if not, x is given back as it is */
  training,
  /** write the result over x, and return x */
  inplace,
}));
export interface DropoutOptions extends OptionsOf<typeof dropoutArguments> {}
type GivenOptions = Given<typeof dropoutArguments, DropoutOptions>;

/** Zeroes each element with probability p and divides the others by 1 - p; the identity unless training. */
export function dropout(x: Tensor, ...given: GivenOptions): Tensor {
  expectTensor("dropout: x", x);
  return drop("dropout", x, x.shape, given);
}

/** Zeroes whole channels of x [N, C, L], or [C, L], with probability p, and divides the others by 1 - p. */
export function dropout1d(x: Tensor, ...given: GivenOptions): Tensor {
  expectTensor("dropout1d: x", x);
  if (x.dim() !== 2 && x.dim() !== 3) {
    throw new RangeError(`dropout1d: expected an input [N, C, L] or [C, L], got ${x.shape}`);
  }
  return drop("dropout1d", x, [...x.shape.slice(0, -1), 1], given);
}

/** Zeroes whole channels of x [N, C, H, W] (or [N, C, L]) with probability p, and divides the others by 1 - p. */
export function dropout2d(x: Tensor, ...given: GivenOptions): Tensor {
  expectTensor("dropout2d: x", x);
  if (x.dim() !== 3 && x.dim() !== 4) {
    throw new RangeError(`dropout2d: expected an input [N, C, H, W] or [N, C, L], got ${x.shape}`);
  }
  return drop("dropout2d", x, [...x.shape.slice(0, 2), ...x.shape.slice(2).map(() => 1)], given);
}

/** `shape`, which broadcasts to that of x, has an element for each part that is dropped or kept as a whole. */
function drop(name: string, x: Tensor, shape: readonly number[], given: GivenOptions): Tensor {
  const { p, training, inplace } = dropoutArguments.read(name, given);
  checkProbability(name, p);
  if (!training || p === 0 || x.numel() === 0) return x;
  if (p === 1) return inplace ? x.mul_(0) : x.mul(0); // what is certain is not drawn
  return composed(() => {
    const noise = survivors(x, shape, p);
    return inplace ? x.mul_(noise) : x.mul(noise);
  });
}

const modes = ["row", "batch"] as const;
export type StochasticDepthMode = (typeof modes)[number];

/** Throws unless it is one of the two. `name` is the argument's. */
export function stochasticDepthMode(name: string, mode: StochasticDepthMode): StochasticDepthMode {
  return choice(name, mode, modes);
}

const stochasticDepthArguments = optional((mode: StochasticDepthMode = "row", training = true) => ({
  /** "row": each sample of the batch (the first dimension) has its own luck; "batch": all share it */
  mode: stochasticDepthMode("mode", mode),
  /** if not, x is given back as it is */
  training,
}));
export interface StochasticDepthOptions extends OptionsOf<typeof stochasticDepthArguments> {}

/**
 * Zeroes whole samples with probability p and divides the others by 1 - p; the identity unless training (Huang et
 * al. 2016, arXiv:1603.09382).
 */
export function stochasticDepth(
  x: Tensor,
  p: number,
  ...given: Given<typeof stochasticDepthArguments, StochasticDepthOptions>
): Tensor {
  const { mode, training } = stochasticDepthArguments.read("stochasticDepth", given);
  expectTensor("stochasticDepth: x", x);
  checkProbability("stochasticDepth", p);
  if (!training || p === 0) return x;
  const shape = x.shape.map((size, dim) => (mode === "row" && dim === 0 ? size : 1));
  return composed(() => x.mul(survivors(x, shape, p)));
}

/** 1 / (1 - p) where something survives, else 0. */
function survivors(like: Tensor, shape: readonly number[], p: number): Tensor {
  const kept = empty(shape, { dtype: like.dtype }).bernoulli_(1 - p);
  return p === 1 ? kept : kept.div_(1 - p);
}

/** Throws unless p is a probability. `name` is the function's or layer's. */
export function checkProbability(name: string, p: number): void {
  if (typeof p === "number" && p >= 0 && p <= 1) return;
  throw new RangeError(`p: ${name} probability has to be between 0 and 1, but got ${shown(p)}`);
}
