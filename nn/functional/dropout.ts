// Functions that switch off a random part of their input in training.

import { empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";

export interface DropoutOptions {
  /** the probability of an element to become zero */
  readonly p?: number;
  readonly training?: boolean;
}

/** Zeroes each element with probability p and divides the others by 1 - p; the identity unless training. */
export function dropout(x: Tensor, { p = 0.5, training = true }: DropoutOptions = {}): Tensor {
  checkProbability("dropout", p);
  if (!training || p === 0 || x.numel() === 0) return x;
  return x.mul(survivors(x, x.shape, p));
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
  return x.mul(survivors(x, shape, p));
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
