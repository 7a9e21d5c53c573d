// The methods that choose elements: by indices along a dimension, by truth values, by size.

import { integer } from "../arguments/checks.ts";
import { type Given, keywords, type OptionsOf, optional } from "../arguments/optional.ts";
import type { Index } from "../operations/basic-indexing.ts";
import { indexByArrays } from "../operations/index-by-arrays.ts";
import { indexSelect } from "../operations/index-select.ts";
import * as indexing from "../operations/indexing.ts";
import { maskedSelect } from "../operations/masked-elements.ts";
import { noOptions } from "../operations/operation.ts";
import * as selection from "../operations/selection.ts";
import { argsort, argTopk } from "../operations/sorting.ts";
import { apply } from "./apply.ts";
import { expectTensor } from "./expect-tensor.ts";
import type { Operand } from "./number-operand.ts";
import type { Several } from "./parts.ts";
import { ReductionMethods } from "./reduction-methods.ts";
import { composed } from "./scope.ts";
import { TensorBase } from "./tensor-base.ts";
import { type ValuesAndIndices, valuesAndIndices } from "./values-and-indices.ts";

export const nonzeroArguments = keywords((asTuple = false) => ({
  /** gives one vector of indices for each dimension, as `index` takes them */
  asTuple,
}));
export interface NonzeroOptions extends OptionsOf<typeof nonzeroArguments> {}

export const sortArguments = optional(
  (dim = -1, descending = false) => ({
    /** the dimension along which elements are put in order: the last, if left out */
    dim,
    /** the largest first */
    descending,
  }),
  (stable = false) => ({
    /** equal elements keep their order (they always do) */
    stable,
  }),
);
export interface SortOptions extends OptionsOf<typeof sortArguments> {}
type GivenSort = Given<typeof sortArguments, SortOptions>;

export const topkArguments = optional((dim = -1, largest = true, sorted = true) => ({
  /** the dimension along which elements are chosen: the last, if left out */
  dim,
  /** the largest ones, and not the smallest */
  largest,
  /** the first of them first (they always are) */
  sorted,
}));
export interface TopkOptions extends OptionsOf<typeof topkArguments> {}

interface Indexed<T> {
  readonly view: T;
  readonly tensors: readonly T[];
  readonly dims: readonly number[];
}

export abstract class SelectionMethods<T extends SelectionMethods<T>> extends ReductionMethods<T> {
  /**
   * What x[0, :, 1:-1] is in Python: `x.index(0, ":", "1:-1")`. Besides numbers, slices and null (see `Index`), tensors
   * take positions: x[i, j] and x[mask] are `x.index(i, j)` and `x.index(mask)`, in a copy.
   */
  override index(...indices: readonly (Index | T)[]): T {
    if (!indices.some(isTensor)) return this.indexed(indices).view;
    return composed(() => {
      const { view, tensors, dims } = this.indexed(indices);
      return this.make(apply(indexByArrays, [view, ...tensors], { dims }));
    });
  }

  /** The view that all but the tensors among the indices make, those tensors, and where in the view each stands. */
  protected indexed(indices: readonly (Index | T)[]): Indexed<T> {
    const slices = indices.flatMap((each) => (isTensor(each) ? wholeDimensions(each) : [each]));
    return {
      view: super.index(...slices),
      tensors: indices.filter(isTensor),
      dims: dimsOf(indices, this.dim()),
    };
  }

  /** Of each line along `dim` the elements that the line of `index` (int64) in the same place names. */
  gather(dim: number, index: T): T {
    return this.take(indexing.gather, dim, index);
  }

  /** The sub-tensors at the given positions (an int64 vector) of `dim`, in their order. */
  indexSelect(dim: number, index: T): T {
    return this.take(indexSelect, dim, index);
  }

  /** This where the condition (bool) holds, else `other`. */
  where(condition: T, other: Operand<T>): T {
    expectTensor("condition", condition);
    return this.beside(other, (operand) => apply(selection.where, [condition, this, operand], noOptions));
  }

  /** The elements for which the mask (bool) holds, as a vector. */
  maskedSelect(mask: T): T {
    return this.make(apply(maskedSelect, [this, expectTensor("mask", mask)], noOptions));
  }

  /** The index of each element that is not zero: int64 [count, dimensions]; or a vector for each dimension, `asTuple`. */
  nonzero(options: NonzeroOptions & { readonly asTuple: true }): Several<T>;
  nonzero(...given: Given<typeof nonzeroArguments, NonzeroOptions>): T;
  nonzero(...given: Given<typeof nonzeroArguments, NonzeroOptions>): T | T[] {
    const { asTuple } = nonzeroArguments.read("nonzero", given);
    if (!asTuple) return this.make(apply(selection.nonzero, [this], noOptions));
    if (this.dim() === 0) return this.reshape(1).nonzero({ asTuple: true });
    return this.nonzero().unbind(1);
  }

  /** The indices that put the elements along `dim` in order. Equal elements keep theirs, and NaN is the largest. */
  argsort(...given: GivenSort): T {
    const { dim, descending } = sortArguments.read("argsort", given);
    return this.make(apply(argsort, [this], { dim, descending }));
  }

  /** The elements along `dim` in order, and where they were: `const [values, indices] = x.sort()`. */
  sort(...given: GivenSort): ValuesAndIndices<T> {
    const { dim, descending } = sortArguments.read("sort", given);
    const indices = this.argsort(dim, descending);
    return valuesAndIndices("sort", this.take(indexing.takeSorted, dim, indices), indices);
  }

  /** The k largest elements along `dim` (the smallest, unless `largest`), the first of them first. */
  topk(k: number, ...given: Given<typeof topkArguments, TopkOptions>): ValuesAndIndices<T> {
    const { dim, largest } = topkArguments.read("topk", given);
    const indices = this.make(apply(argTopk, [this], { k: integer("k", k, 0), dim, largest }));
    return valuesAndIndices("topk", this.take(indexing.takeTopk, dim, indices), indices);
  }
}

function isTensor<T extends TensorBase>(index: Index | T): index is T {
  return index instanceof TensorBase;
}

/** How many dimensions an index takes: a tensor of truth values as many as it has, null none. */
function dimensionsTaken(index: Index | TensorBase): number {
  if (isTensor(index)) return index.dtype === "bool" ? index.array.shape.length : 1;
  return index === null || index === "..." ? 0 : 1;
}

/** The slices that leave the dimensions of an index tensor as they are. */
function wholeDimensions(index: TensorBase): Index[] {
  return new Array<Index>(dimensionsTaken(index)).fill(":");
}

/** At which dimension of the view that the other indices make each tensor stands. */
function dimsOf(indices: readonly (Index | TensorBase)[], rank: number): number[] {
  const taken = indices.reduce<number>((sum, each) => sum + dimensionsTaken(each), 0);
  const dims: number[] = [];
  let dim = 0;
  for (const each of indices) {
    if (isTensor(each)) dims.push(dim);
    if (each === "...") dim += rank - taken;
    else if (typeof each !== "number") dim += each === null ? 1 : dimensionsTaken(each);
  }
  return dims;
}
