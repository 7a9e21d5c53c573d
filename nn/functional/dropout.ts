// Functions that switch off a random part of their input in training.

import { empty } from "../tensor/creation.ts";
import { composed } from "../tensor/scope.ts";
import type { Tensor } from "../tensor/tensor.ts";

export interface DropoutOptions {
  /** the probability of an element to become zero */
  readonly p?: number;
  readonly training?: boolean;
  readonly inplace?: boolean;
}

/** Zeroes each element with probability p and divides the others by 1 - p; the identity unless training. */
export function dropout(x: Tensor, options: DropoutOptions = {}): Tensor {
  return drop("dropout", x, x.shape, options);
}

/** Zeroes whole channels of x [N, C, L], or [C, L], with probability p, and divides the others by 1 - p. */
export function dropout1d(x: Tensor, options: DropoutOptions = {}): Tensor {
  if (x.dim() !== 2 && x.dim() !== 3) {
    throw new RangeError(`dropout1d: expected an input [N, C, L] or [C, L], got ${x.shape}`);
  }
  return drop("dropout1d", x, [...x.shape.slice(0, -1), 1], options);
}

/** Zeroes whole channels of x [N, C, H, W] (or [N, C, L]) with probability p, and divides the others by 1 - p. */
export function dropout2d(x: Tensor, options: DropoutOptions = {}): Tensor {
  if (x.dim() !== 3 && x.dim() !== 4) {
    throw new RangeError(`dropout2d: expected an input [N, C, H, W] or [N, C, L], got ${x.shape}`);
  }
  return drop("dropout2d", x, [...x.shape.slice(0, 2), ...x.shape.slice(2).map(() => 1)], options);
}

/** `shape`, which broadcasts to that of x, has an element for each part that is dropped or kept as a whole. */
function drop(
  name: string,
  x: Tensor,
  shape: readonly number[],
  { p = 0.5, training = true, inplace = false }: DropoutOptions,
): Tensor {
  checkProbability(name, p);
  if (!training || p === 0 || x.numel() === 0) return x;
  if (p === 1) return inplace ? x.mul_(0) : x.mul(0); // what is certain is not drawn
  return composed([x], () => {
    const noise = survivors(x, shape, p);
    return inplace ? x.mul_(noise) : x.mul(noise);
  });
}

export interface StochasticDepthOptions {
  /** "row": each sample of the batch (the first dimension) has its own luck; "batch": all share it */
  readonly mode?: "row" | "batch";
  readonly training?: boolean;
}

/**
 * Zeroes whole samples with probability p and divides the others by 1 - p; the identity unless training (Huang et
 * al. 2016, arXiv:1603.09382).
 */
export function stochasticDepth(
  x: Tensor,
  p: number,
  { mode = "row", training = true }: StochasticDepthOptions = {},
): Tensor {
  checkProbability("stochasticDepth", p);
  if (!training || p === 0) return x;
  const shape = x.shape.map((size, dim) => (mode === "row" && dim === 0 ? size : 1));
  return composed([x], () => x.mul(survivors(x, shape, p)));
}

/** 1 / (1 - p) where something survives, else 0. */
function survivors(like: Tensor, shape: readonly number[], p: number): Tensor {
  const kept = empty(shape, { dtype: like.dtype }).bernoulli_(1 - p);
  return p === 1 ? kept : kept.div_(1 - p);
}

/** Throws unless p is a probability. `name` is the function's or layer's. */
export function checkProbability(name: string, p: number): void {
  if (p >= 0 && p <= 1) return;
  throw new RangeError(`${name} probability has to be between 0 and 1, but got ${p}`);
}
