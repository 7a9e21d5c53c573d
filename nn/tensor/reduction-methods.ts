// The methods that reduce dimensions to one number each, and those that compute along one dimension.

import { type CumulativeOptions, cumprod, cumsum } from "../operations/cumulative.ts";
import * as indexing from "../operations/indexing.ts";
import type { Operation } from "../operations/operation.ts";
import * as reductions from "../operations/reductions.ts";
import { logSoftmax, softmax } from "../operations/softmax.ts";
import { apply } from "./apply.ts";
import { MatrixMethods } from "./matrix-methods.ts";
import { composed } from "./scope.ts";

/** One dimension, several, or (left out) all. */
export type Dims = number | readonly number[];

/** Elements, and where along the dimension they were (int64). */
export interface ValuesAndIndices<T> {
  readonly values: T;
  readonly indices: T;
}

/** Dimensions that are reduced vanish, or stay with size 1 if `keepdim`. Integers add up to int64. */
export abstract class ReductionMethods<T extends ReductionMethods<T>> extends MatrixMethods<T> {
  /** The sum along `dims`, or of all elements. */
  sum(dims?: Dims, { keepdim = false } = {}): T {
    return this.reduce(reductions.sum, dims, keepdim);
  }

  /** The mean along `dims`, or of all elements; for floating point only. */
  mean(dims?: Dims, { keepdim = false } = {}): T {
    return this.reduce(reductions.mean, dims, keepdim);
  }

  /** The variance; `correction` is subtracted from the number of elements in the divisor. */
  var(dims?: Dims, { correction = 1, keepdim = false } = {}): T {
    return this.make(apply(reductions.variance, [this], { dims: listed(dims), keepdim, correction }));
  }

  /** The square root of the variance. */
  std(dims?: Dims, { correction = 1, keepdim = false } = {}): T {
    return this.make(
      apply(reductions.standardDeviation, [this], { dims: listed(dims), keepdim, correction }),
    );
  }

  /** The product of the elements. */
  prod(dims?: Dims, { keepdim = false } = {}): T {
    return this.reduce(reductions.prod, dims, keepdim);
  }

  /** The p-norm, (sum of |x|^p)^(1/p): the length of a vector for p = 2, the largest |x| for p = Infinity. */
  norm(p = 2, dims?: Dims, { keepdim = false } = {}): T {
    return this.make(apply(reductions.norm, [this], { p, dims: listed(dims), keepdim }));
  }

  /** log(sum(exp(x))), computed so that it does not overflow. */
  logsumexp(dims: Dims, { keepdim = false } = {}): T {
    return this.reduce(reductions.logSumExp, dims, keepdim);
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
  max(dim: number, options?: { keepdim?: boolean }): ValuesAndIndices<T>;
  max(dim?: number, options?: { keepdim?: boolean }): T | ValuesAndIndices<T> {
    if (dim === undefined) return this.amax();
    return this.#extreme(reductions.argmax, indexing.takeMax, dim, options);
  }

  /** The smallest element; or, along `dim`, the smallest elements and where they are. */
  min(): T;
  min(dim: number, options?: { keepdim?: boolean }): ValuesAndIndices<T>;
  min(dim?: number, options?: { keepdim?: boolean }): T | ValuesAndIndices<T> {
    if (dim === undefined) return this.amin();
    return this.#extreme(reductions.argmin, indexing.takeMin, dim, options);
  }

  /** Whether all elements differ from zero, as bool. */
  all(dims?: Dims, { keepdim = false } = {}): T {
    return this.reduce(reductions.all, dims, keepdim);
  }

  /** Whether some element differs from zero, as bool. */
  any(dims?: Dims, { keepdim = false } = {}): T {
    return this.reduce(reductions.any, dims, keepdim);
  }

  /** At each position along `dim` the sum of the elements up to there. */
  cumsum(dim: number): T {
    return this.along(cumsum, dim);
  }

  /** At each position along `dim` the product of the elements up to there. */
  cumprod(dim: number): T {
    return this.along(cumprod, dim);
  }

  /** exp(x) / sum(exp(x)) along `dim`, computed so that it does not overflow. */
  softmax(dim: number): T {
    return this.along(softmax, dim);
  }

  /** log(softmax(x)) along `dim`, computed so that small probabilities are not lost. */
  logSoftmax(dim: number): T {
    return this.along(logSoftmax, dim);
  }

  /** The elements along `dim` that `index` names. */
  protected take(operation: Operation<indexing.AlongOptions>, dim: number, index: T): T {
    return this.make(apply(operation, [this, index], { dim }));
  }

  protected along(operation: Operation<CumulativeOptions>, dim: number): T {
    return this.make(apply(operation, [this], { dim }));
  }

  /** The extreme elements along `dim`, taken from where they are, so that the gradient flows there. */
  #extreme(
    find: Operation<reductions.ReductionOptions>,
    take: Operation<indexing.AlongOptions>,
    dim: number,
    { keepdim = false } = {},
  ): ValuesAndIndices<T> {
    const indices = this.reduce(find, dim, true);
    if (keepdim || this.dim() === 0) return { values: this.take(take, dim, indices), indices };
    const values = composed([this], () => this.take(take, dim, indices).squeeze(dim), take.name);
    return { values, indices: indices.squeeze(dim) };
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
