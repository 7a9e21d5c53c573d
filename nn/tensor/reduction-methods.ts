// The methods that reduce dimensions to one number each, and those that compute along one dimension.

import { boolean, integer, number } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import { checkDType, type DType } from "../array/dtype.ts";
import { cumprod, cumsum } from "../operations/cumulative.ts";
import { cast, maximum, minimum } from "../operations/elementwise.ts";
import * as indexing from "../operations/indexing.ts";
import type { OneArray, Operation, TwoArrays } from "../operations/operation.ts";
import * as reductions from "../operations/reductions.ts";
import { logSoftmax, softmax } from "../operations/softmax.ts";
import { apply } from "./apply.ts";
import { expectTensor } from "./expect-tensor.ts";
import { MatrixMethods } from "./matrix-methods.ts";
import { composed } from "./scope.ts";
import { TensorBase } from "./tensor-base.ts";
import { type ValuesAndIndices, valuesAndIndices } from "./values-and-indices.ts";

export type { ValuesAndIndices } from "./values-and-indices.ts";

/** One dimension, several, or (left out) all. */
export type Dims = number | readonly number[];

export const sumArguments = optional(
  (dim?: Dims, keepdim = false) => ({
    /** the dimensions that are reduced, one or several; all, if left out */
    dim,
    /** reduced dimensions stay, with size 1 */
    keepdim,
  }),
  (dtype?: DType) => ({
    /** elements are converted to it before anything is computed */
    dtype: dtype === undefined ? dtype : checkDType("dtype", dtype),
  }),
);
export interface SumOptions extends OptionsOf<typeof sumArguments> {}
type GivenSum = Given<typeof sumArguments, SumOptions>;

export const keepdimArguments = optional((dim?: Dims, keepdim = false) => ({
  /** the dimensions that are reduced, one or several; all, if left out */
  dim,
  /** reduced dimensions stay, with size 1 */
  keepdim,
}));
export interface KeepdimOptions extends OptionsOf<typeof keepdimArguments> {}
type GivenKeepdim = Given<typeof keepdimArguments, KeepdimOptions>;

export const logsumexpArguments = optional((dim: Dims, keepdim = false) => ({
  /** the dimensions that are reduced, one or several */
  dim,
  /** reduced dimensions stay, with size 1 */
  keepdim,
}));
export interface LogsumexpOptions extends OptionsOf<typeof logsumexpArguments> {}

export const spreadArguments = optional(
  (dim?: Dims | boolean, unbiased?: boolean, keepdim = false) => ({
    /** the dimensions that are reduced, one or several; all, if left out. A truth value is `unbiased` */
    dim,
    /** whether the divisor is the number of elements less 1, and not the number itself */
    unbiased: unbiased === undefined ? unbiased : boolean("unbiased", unbiased),
    /** reduced dimensions stay, with size 1 */
    keepdim,
  }),
  (correction?: number) => ({
    /** is subtracted from the number of elements in the divisor: 1, unless said otherwise */
    correction: correction === undefined ? correction : number("correction", correction),
  }),
);
export interface SpreadOptions extends OptionsOf<typeof spreadArguments> {}
type GivenSpread = Given<typeof spreadArguments, SpreadOptions>;

export const normArguments = optional(
  (p?: number | "fro", dim?: Dims, keepdim = false) => ({
    /** the exponent; "fro" (Frobenius) and left out: 2 */
    p,
    /** the dimensions that are reduced, one or several; all, if left out */
    dim,
    /** reduced dimensions stay, with size 1 */
    keepdim,
  }),
  (dtype?: DType) => ({
    /** elements are converted to it before anything is computed */
    dtype: dtype === undefined ? dtype : checkDType("dtype", dtype),
  }),
);
export interface NormOptions extends OptionsOf<typeof normArguments> {}

export const placeArguments = optional((dim?: number, keepdim = false) => ({
  /** the dimension that is reduced; without it, all elements are one vector */
  dim,
  /** the reduced dimension stays, with size 1 */
  keepdim,
}));
export interface PlaceOptions extends OptionsOf<typeof placeArguments> {}
type GivenPlace = Given<typeof placeArguments, PlaceOptions>;

export const extremeArguments = optional((dim: number, keepdim = false) => ({
  /** the dimension that is reduced */
  dim,
  /** it stays, with size 1 */
  keepdim,
}));
export interface ExtremeOptions extends OptionsOf<typeof extremeArguments> {}
export type GivenExtreme = Given<typeof extremeArguments, ExtremeOptions>;

/** All that `max` and `min` take. */
export type GivenMax<T> = readonly [] | readonly [other: T] | Readonly<GivenExtreme>;

export const cumulativeArguments = optional(
  (dim: number) => ({ dim }),
  (dtype?: DType) => ({
    /** elements are converted to it before anything is computed */
    dtype: dtype === undefined ? dtype : checkDType("dtype", dtype),
  }),
);
export interface CumulativeOptions extends OptionsOf<typeof cumulativeArguments> {}
type GivenCumulative = Given<typeof cumulativeArguments, CumulativeOptions>;

export const softmaxArguments = optional((dim: number, dtype?: DType) => ({
  dim,
  /** elements are converted to it before anything is computed */
  dtype: dtype === undefined ? dtype : checkDType("dtype", dtype),
}));
export interface SoftmaxOptions extends OptionsOf<typeof softmaxArguments> {}
type GivenSoftmax = Given<typeof softmaxArguments, SoftmaxOptions>;

/** Dimensions that are reduced vanish, or stay with size 1 if `keepdim`. Integers add up to int64. */
export abstract class ReductionMethods<T extends ReductionMethods<T>> extends MatrixMethods<T> {
  /** The sum along `dim`, or of all elements. */
  sum(...given: GivenSum): T {
    const { dim, keepdim, dtype } = sumArguments.read("sum", given);
    if (dtype !== undefined) return this.#converted(dtype, "Sum", (x) => x.sum(dim, keepdim));
    return this.reduce(reductions.sum, dim, keepdim);
  }

  /** The mean along `dim`, or of all elements; for floating point only. */
  mean(...given: GivenSum): T {
    const { dim, keepdim, dtype } = sumArguments.read("mean", given);
    if (dtype !== undefined) return this.#converted(dtype, "Mean", (x) => x.mean(dim, keepdim));
    return this.reduce(reductions.mean, dim, keepdim);
  }

  /** The variance along `dim`, or of all elements; `correction` is subtracted from their number in the divisor. */
  var(...given: GivenSpread): T {
    return this.make(apply(reductions.variance, [this], spreadIn("var", given)));
  }

  /** The square root of the variance. */
  std(...given: GivenSpread): T {
    return this.make(apply(reductions.standardDeviation, [this], spreadIn("std", given)));
  }

  /** The product of the elements along `dim`, or of all. */
  prod(...given: GivenSum): T {
    const { dim, keepdim, dtype } = sumArguments.read("prod", given);
    if (dtype !== undefined) return this.#converted(dtype, "Prod", (x) => x.prod(dim, keepdim));
    return this.reduce(reductions.prod, dim, keepdim);
  }

  /** The p-norm, (sum of |x|^p)^(1/p): the length of a vector for p = 2, the largest |x| for p = Infinity. */
  norm(...given: Given<typeof normArguments, NormOptions>): T {
    const { p, dim, keepdim, dtype } = normArguments.read("norm", given);
    const exponent = exponentOf(p, dim);
    if (dtype !== undefined) return this.#converted(dtype, "Norm", (x) => x.norm(exponent, dim, keepdim));
    return this.make(apply(reductions.norm, [this], { p: exponent, dims: listed(dim), keepdim }));
  }

  /** log(sum(exp(x))) along `dim`, computed so that it does not overflow. */
  logsumexp(...given: Given<typeof logsumexpArguments, LogsumexpOptions>): T {
    const { dim, keepdim } = logsumexpArguments.read("logsumexp", given);
    return this.reduce(reductions.logSumExp, required("dim", dim), keepdim);
  }

  /** The largest elements; NaN if there is one. */
  amax(...given: GivenKeepdim): T {
    const { dim, keepdim } = keepdimArguments.read("amax", given);
    return this.reduce(reductions.amax, dim, keepdim);
  }

  /** The smallest elements; NaN if there is one. */
  amin(...given: GivenKeepdim): T {
    const { dim, keepdim } = keepdimArguments.read("amin", given);
    return this.reduce(reductions.amin, dim, keepdim);
  }

  /** Where the largest element is: an int64 index along `dim`, or into the flattened tensor. */
  argmax(...given: GivenPlace): T {
    const { dim, keepdim } = placeArguments.read("argmax", given);
    return this.reduce(reductions.argmax, oneDim(dim), keepdim);
  }

  /** Where the smallest element is: an int64 index along `dim`, or into the flattened tensor. */
  argmin(...given: GivenPlace): T {
    const { dim, keepdim } = placeArguments.read("argmin", given);
    return this.reduce(reductions.argmin, oneDim(dim), keepdim);
  }

  /**
   * The largest element; or, along `dim`, the largest elements and where they are: `const [values, indices] = x.max(1)`; or,
   * with another tensor, the larger elements of both.
   */
  max(): T;
  max(other: T): T;
  max(...given: GivenExtreme): ValuesAndIndices<T>;
  max(...given: GivenMax<T>): T | ValuesAndIndices<T>;
  max(...given: GivenMax<T>): T | ValuesAndIndices<T> {
    if (given.length === 0) return this.reduce(reductions.largest, undefined, false);
    const [other] = given;
    if (other instanceof TensorBase) return this.with(maximum, other);
    return this.#extreme("max", reductions.argmax, indexing.takeMax, given);
  }

  /**
   * The smallest element; or, along `dim`, the smallest elements and where they are: `const [values, indices] = x.min(1)`;
   * or, with another tensor, the smaller elements of both.
   */
  min(): T;
  min(other: T): T;
  min(...given: GivenExtreme): ValuesAndIndices<T>;
  min(...given: GivenMax<T>): T | ValuesAndIndices<T>;
  min(...given: GivenMax<T>): T | ValuesAndIndices<T> {
    if (given.length === 0) return this.reduce(reductions.smallest, undefined, false);
    const [other] = given;
    if (other instanceof TensorBase) return this.with(minimum, other);
    return this.#extreme("min", reductions.argmin, indexing.takeMin, given);
  }

  /** Whether all elements differ from zero, as bool. */
  all(...given: GivenKeepdim): T {
    const { dim, keepdim } = keepdimArguments.read("all", given);
    return this.reduce(reductions.all, dim, keepdim);
  }

  /** Whether some element differs from zero, as bool. */
  any(...given: GivenKeepdim): T {
    const { dim, keepdim } = keepdimArguments.read("any", given);
    return this.reduce(reductions.any, dim, keepdim);
  }

  /** At each position along `dim` the sum of the elements up to there. */
  cumsum(...given: GivenCumulative): T {
    const { dim, dtype } = cumulativeArguments.read("cumsum", given);
    if (dtype !== undefined) return this.#converted(dtype, "Cumsum", (x) => x.cumsum(dim));
    return this.along(cumsum, dim);
  }

  /** At each position along `dim` the product of the elements up to there. */
  cumprod(...given: GivenCumulative): T {
    const { dim, dtype } = cumulativeArguments.read("cumprod", given);
    if (dtype !== undefined) return this.#converted(dtype, "Cumprod", (x) => x.cumprod(dim));
    return this.along(cumprod, dim);
  }

  /** exp(x) / sum(exp(x)) along `dim`, computed so that it does not overflow. */
  softmax(...given: GivenSoftmax): T {
    const { dim, dtype } = softmaxArguments.read("softmax", given);
    if (dtype !== undefined) return this.#converted(dtype, "Softmax", (x) => x.softmax(dim));
    return this.along(softmax, dim);
  }

  /** log(softmax(x)) along `dim`, computed so that small probabilities are not lost. */
  logSoftmax(...given: GivenSoftmax): T {
    const { dim, dtype } = softmaxArguments.read("logSoftmax", given);
    if (dtype !== undefined) return this.#converted(dtype, "LogSoftmax", (x) => x.logSoftmax(dim));
    return this.along(logSoftmax, dim);
  }

  /** What is computed of the elements in another dtype, in that dtype. `name` is PyTorch's of the operation. */
  #converted(dtype: DType, name: string, compute: (x: T | this) => T): T {
    const inDType = (result: T): T =>
      result.dtype === dtype ? result : this.make(apply(cast, [result], { dtype }));
    return composed(() => inDType(compute(this.to(dtype))), name);
  }

  /** The elements along `dim` that `index` names. */
  protected take(operation: Operation<TwoArrays, indexing.AlongOptions>, dim: number, index: T): T {
    return this.make(apply(operation, [this, expectTensor("index", index)], { dim }));
  }

  protected along(operation: Operation<OneArray, indexing.AlongOptions>, dim: number): T {
    return this.make(apply(operation, [this], { dim }));
  }

  /** The extreme elements along `dim`, taken from where they are, so that the gradient flows there. */
  #extreme(
    name: string,
    find: Operation<OneArray, reductions.ReductionOptions>,
    take: Operation<TwoArrays, indexing.AlongOptions>,
    given: readonly unknown[],
  ): ValuesAndIndices<T> {
    const { dim, keepdim } = extremeArguments.read(name, given);
    const indices = this.reduce(find, integer("dim", dim), true);
    if (keepdim || this.dim() === 0) return valuesAndIndices(name, this.take(take, dim, indices), indices);
    const values = composed(() => this.take(take, dim, indices).squeeze(dim), take.name);
    return valuesAndIndices(name, values, indices.squeeze(dim));
  }

  protected reduce(
    operation: Operation<OneArray, reductions.ReductionOptions>,
    dims: Dims | undefined,
    keepdim: boolean,
  ): T {
    return this.make(apply(operation, [this], { dims: listed(dims), keepdim }));
  }
}

/** Operations reduce all dimensions when none is listed. */
function listed(dims: Dims | undefined): readonly number[] {
  if (dims === undefined) return [];
  if (typeof dims === "number") return [dims];
  if (Array.isArray(dims)) return Array.from(dims); // each is looked at when its dimension is found
  throw new TypeError(`dim: expected a whole number or several in an array, got ${shown(dims)}`);
}

function required<V>(name: string, value: V | undefined): V {
  if (value !== undefined) return value;
  throw new TypeError(`${name}: expected a whole number or several, got nothing`);
}

function oneDim(dim: number | undefined): number | undefined {
  return dim === undefined ? dim : integer("dim", dim);
}

/** What `var` and `std` are called with: PyTorch's `unbiased` is a correction of 1 or 0, also in place of the dimensions. */
function spreadIn(name: string, given: GivenSpread) {
  const { dim, unbiased, keepdim, correction } = spreadArguments.read(name, given);
  const [dims, flag] = typeof dim === "boolean" ? [undefined, dim] : [dim, unbiased];
  if (flag !== undefined && correction !== undefined) {
    throw new TypeError(`${name}: expected unbiased or correction, got both`);
  }
  return { dims: listed(dims), keepdim, correction: correction ?? (flag === false ? 0 : 1) };
}

function exponentOf(p: number | "fro" | undefined, dim: Dims | undefined): number {
  if (p === undefined) return 2;
  if (typeof p === "number") return number("p", p);
  if (p !== "fro") throw new TypeError(`p: expected a number or "fro", got ${shown(p)}`);
  if (listed(dim).length <= 2) return 2;
  throw new RangeError(`p: "fro" is the norm of matrices: expected at most 2 dimensions, got ${shown(dim)}`);
}
