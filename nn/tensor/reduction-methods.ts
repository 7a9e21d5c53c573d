// The methods that reduce dimensions to one number each, and softmax, which is made of them.

import type { Operation } from "../operations/operation.ts";
import * as reductions from "../operations/reductions.ts";
import { apply } from "./apply.ts";
import { ArithmeticMethods } from "./arithmetic-methods.ts";

/** One dimension, several, or (left out) all. */
export type Dims = number | readonly number[];

interface Extremes<T> {
  readonly values: T;
  readonly indices: T;
}

/** Dimensions that are reduced vanish, or stay with size 1 if `keepdim`. Integers add up to int64. */
export abstract class ReductionMethods<T extends ReductionMethods<T>> extends ArithmeticMethods<T> {
  sum(dims?: Dims, { keepdim = false } = {}): T {
    return this.reduce(reductions.sum, dims, keepdim);
  }

  mean(dims?: Dims, { keepdim = false } = {}): T {
    return this.reduce(reductions.mean, dims, keepdim);
  }

  /** The variance; `correction` is subtracted from the number of elements in the divisor. */
  var(dims?: Dims, { correction = 1, keepdim = false } = {}): T {
    return this.make(apply(reductions.variance, [this], { dims: listed(dims), keepdim, correction }));
  }

  /** The square root of the variance. */
  std(dims?: Dims, options?: { correction?: number; keepdim?: boolean }): T {
    return this.var(dims, options).sqrt();
  }

  /** The largest elements; NaN if there is one. */
  amax(dims?: Dims, { keepdim = false } = {}): T {
    return this.reduce(reductions.amax, dims, keepdim);
  }

  /** The smallest elements; NaN if there is one. */
  amin(dims?: Dims, { keepdim = false } = {}): T {
    return this.reduce(reductions.amin, dims, keepdim);
  }

  /** Where the largest element is: an int64 index along `dim`, or into the flattened tensor. */
  argmax(dim?: number, { keepdim = false } = {}): T {
    return this.reduce(reductions.argmax, dim, keepdim);
  }

  /** Where the smallest element is. */
  argmin(dim?: number, { keepdim = false } = {}): T {
    return this.reduce(reductions.argmin, dim, keepdim);
  }

  /** The largest element; or, along `dim`, the largest elements and where they are. */
  max(): T;
  max(dim: number, options?: { keepdim?: boolean }): Extremes<T>;
  max(dim?: number, options?: { keepdim?: boolean }): T | Extremes<T> {
    if (dim === undefined) return this.amax();
    return { values: this.amax(dim, options), indices: this.argmax(dim, options) };
  }

  /** The smallest element; or, along `dim`, the smallest elements and where they are. */
  min(): T;
  min(dim: number, options?: { keepdim?: boolean }): Extremes<T>;
  min(dim?: number, options?: { keepdim?: boolean }): T | Extremes<T> {
    if (dim === undefined) return this.amin();
    return { values: this.amin(dim, options), indices: this.argmin(dim, options) };
  }

  /** Whether all elements differ from zero, as bool. */
  all(dims?: Dims, { keepdim = false } = {}): T {
    return this.reduce(reductions.all, dims, keepdim);
  }

  /** Whether some element differs from zero, as bool. */
  any(dims?: Dims, { keepdim = false } = {}): T {
    return this.reduce(reductions.any, dims, keepdim);
  }

  /** exp(x) / sum(exp(x)) along `dim`, computed so that it does not overflow. */
  softmax(dim: number): T {
    const powers = this.sub(this.amax(dim, { keepdim: true })).exp();
    return powers.div(powers.sum(dim, { keepdim: true }));
  }

  /** log(softmax(x)) along `dim`, computed so that small probabilities are not lost. */
  logSoftmax(dim: number): T {
    const shifted = this.sub(this.amax(dim, { keepdim: true }));
    return shifted.sub(shifted.exp().sum(dim, { keepdim: true }).log());
  }

  protected reduce(
    operation: Operation<reductions.ReductionOptions>,
    dims: Dims | undefined,
    keepdim: boolean,
  ): T {
    return this.make(apply(operation, [this], { dims: listed(dims), keepdim }));
  }
}

/** Operations reduce all dimensions when none is listed. */
function listed(dims: Dims | undefined): readonly number[] {
  if (dims === undefined) return [];
  return typeof dims === "number" ? [dims] : dims;
}
