// The methods that write at indices and where a mask holds: each makes a copy, or with `_` changes the tensor itself, as
// in PyTorch.

import { choice } from "../arguments/checks.ts";
import { type Given, keywords, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import type { Index } from "../operations/basic-indexing.ts";
import { add } from "../operations/elementwise.ts";
import { indexPut } from "../operations/index-by-arrays.ts";
import { indexAdd, indexCopy, indexFill } from "../operations/index-writing.ts";
import {
  type AlongOptions,
  scatter,
  scatterAdd,
  scatterMultiply,
  type WithSource,
} from "../operations/indexing.ts";
import { maskedScatter } from "../operations/masked-elements.ts";
import { noOptions, type Operation } from "../operations/operation.ts";
import { maskedFill } from "../operations/selection.ts";
import { apply, applyInPlace, copyInto } from "./apply.ts";
import { type AlphaOptions, alphaArguments } from "./arithmetic-methods.ts";
import { expectTensor } from "./expect-tensor.ts";
import { expectOperand, numberTensor, type Operand, releaseOperands } from "./number-operand.ts";
import { composed } from "./scope.ts";
import { SelectionMethods } from "./selection-methods.ts";
import { TensorBase } from "./tensor-base.ts";

const reductions = ["add", "multiply"] as const;
export const scatterArguments = keywords((reduce?: (typeof reductions)[number]) => ({
  /** what becomes of the elements that are there: the source is added to them, or multiplies them */
  reduce: reduce === undefined ? reduce : choice("reduce", reduce, reductions),
}));
export interface ScatterOptions extends OptionsOf<typeof scatterArguments> {}
type GivenScatter = Given<typeof scatterArguments, ScatterOptions>;

export const indexPutArguments = optional((accumulate = false) => ({
  /** values are added to what is there */
  accumulate,
}));
export interface IndexPutOptions extends OptionsOf<typeof indexPutArguments> {}
type GivenIndexPut = Given<typeof indexPutArguments, IndexPutOptions>;

export abstract class IndexWritingMethods<T extends IndexWritingMethods<T>> extends SelectionMethods<T> {
  /** A copy in which the elements that `index` names along `dim`, as in gather, are those of `src`. */
  scatter(dim: number, index: T, src: Operand<T>, ...given: GivenScatter): T {
    return this.#put(scatterWith("scatter", given), dim, index, expectOperand("src", src));
  }

  scatter_(dim: number, index: T, src: Operand<T>, ...given: GivenScatter): this {
    return this.#putInPlace(scatterWith("scatter_", given), dim, index, expectOperand("src", src));
  }

  /** A copy in which the elements of `src` are added to those that `index` names along `dim`. */
  scatterAdd(dim: number, index: T, src: Operand<T>): T {
    return this.#put(scatterAdd, dim, index, expectOperand("src", src));
  }

  scatterAdd_(dim: number, index: T, src: Operand<T>): this {
    return this.#putInPlace(scatterAdd, dim, index, expectOperand("src", src));
  }

  /** A copy in which alpha times the sub-tensors of `source` is added to those at the indices (int64) of `dim`. */
  indexAdd(dim: number, index: T, source: T, ...given: Given<typeof alphaArguments, AlphaOptions>): T {
    const { alpha } = alphaArguments.read("indexAdd", given);
    return this.#put(indexAdd, dim, index, expectTensor("source", source), alpha);
  }

  indexAdd_(dim: number, index: T, source: T, ...given: Given<typeof alphaArguments, AlphaOptions>): this {
    const { alpha } = alphaArguments.read("indexAdd_", given);
    return this.#putInPlace(indexAdd, dim, index, expectTensor("source", source), alpha);
  }

  /** A copy in which the sub-tensors at the indices (int64) of `dim` are those of `source`. */
  indexCopy(dim: number, index: T, source: T): T {
    return this.#put(indexCopy, dim, index, expectTensor("source", source));
  }

  indexCopy_(dim: number, index: T, source: T): this {
    return this.#putInPlace(indexCopy, dim, index, expectTensor("source", source));
  }

  /** A copy in which the sub-tensors at the indices (int64) of `dim` hold `value` everywhere. */
  indexFill(dim: number, index: T, value: Operand<T>): T {
    return this.#put(indexFill, dim, index, expectOperand("value", value));
  }

  indexFill_(dim: number, index: T, value: Operand<T>): this {
    return this.#putInPlace(indexFill, dim, index, expectOperand("value", value));
  }

  /** A copy with `value` wherever the mask (bool) holds. */
  maskedFill(mask: T, value: Operand<T>): T {
    expectTensor("mask", mask);
    expectOperand("value", value);
    return this.beside(value, (operand) => apply(maskedFill, [this, mask, operand], noOptions));
  }

  maskedFill_(mask: T, value: Operand<T>): this {
    expectTensor("mask", mask);
    expectOperand("value", value);
    return this.changeBeside(value, (operand) => applyInPlace(maskedFill, [this, mask, operand], noOptions));
  }

  /** A copy in which the elements where the mask (bool) holds are, one after the other, those of `source`. */
  maskedScatter(mask: T, source: T): T {
    const inputs = [this, expectTensor("mask", mask), expectTensor("source", source)] as const;
    return this.make(apply(maskedScatter, inputs, noOptions));
  }

  maskedScatter_(mask: T, source: T): this {
    const inputs = [this, expectTensor("mask", mask), expectTensor("source", source)] as const;
    applyInPlace(maskedScatter, inputs, noOptions);
    return this;
  }

  /** A copy of this tensor, written to as `indexPut_` does. */
  indexPut(indices: readonly (Index | T)[], values: Operand<T>, ...given: GivenIndexPut): T {
    const options = indexPutArguments.read("indexPut", given);
    return composed(() => this.clone().indexPut_(indices, values, options), "IndexPut");
  }

  /**
   * What x[0, :, mask] = values is in Python: `x.indexPut_([0, ":", mask], values)`, with all that `index` takes. The
   * values are broadcast and converted; with `accumulate` they are added to what is there.
   */
  indexPut_(indices: readonly (Index | T)[], values: Operand<T>, ...given: GivenIndexPut): this {
    const { accumulate } = indexPutArguments.read("indexPut_", given);
    if (!Array.isArray(indices)) throw new TypeError(`indices: expected an array, got ${shown(indices)}`);
    expectOperand("values", values);
    const { view, tensors, dims } = this.indexed(indices);
    this.changeBeside(values, (operand) => {
      if (tensors.length > 0) applyInPlace(indexPut, [view, operand, ...tensors], { dims, accumulate });
      else if (accumulate) applyInPlace(add, [view, operand], noOptions);
      else copyInto(view, operand);
    });
    return this;
  }

  #put(
    operation: Operation<WithSource, AlongOptions>,
    dim: number,
    index: T,
    source: Operand<T>,
    alpha = 1,
  ): T {
    const operand = this.#source(source, alpha);
    const result = apply(operation, [this, expectTensor("index", index), operand], { dim });
    return this.make(releaseOperands(operand === source ? [] : [operand], result));
  }

  #putInPlace(
    operation: Operation<WithSource, AlongOptions>,
    dim: number,
    index: T,
    source: Operand<T>,
    alpha = 1,
  ): this {
    const operand = this.#source(source, alpha);
    applyInPlace(operation, [this, expectTensor("index", index), operand], { dim });
    return releaseOperands(operand === source ? [] : [operand], this);
  }

  /** What is written: a number in the dtype of this tensor. */
  #source(source: Operand<T>, alpha: number): TensorBase {
    if (source instanceof TensorBase) return this.operand(source, alpha);
    return numberTensor(Number(source), this.dtype);
  }
}

/** The operation of `scatter` with its options. */
function scatterWith(name: string, given: GivenScatter): Operation<WithSource, AlongOptions> {
  const { reduce } = scatterArguments.read(name, given);
  if (reduce === undefined) return scatter;
  return reduce === "add" ? scatterAdd : scatterMultiply;
}
