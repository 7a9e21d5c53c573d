// The methods that write at indices and where a mask holds: each makes a copy, or with `_` changes the tensor itself, as
// in PyTorch.

import { add } from "../operations/elementwise.ts";
import { indexPut } from "../operations/index-by-arrays.ts";
import { indexAdd, indexCopy, indexFill } from "../operations/index-writing.ts";
import { type AlongOptions, scatter, scatterAdd } from "../operations/indexing.ts";
import { maskedScatter } from "../operations/masked-elements.ts";
import { noOptions, type Operation } from "../operations/operation.ts";
import { maskedFill } from "../operations/selection.ts";
import { apply, applyInPlace, copyInto } from "./apply.ts";
import type { Operand } from "./arithmetic-methods.ts";
import type { Index } from "./indexing.ts";
import { composed } from "./scope.ts";
import { SelectionMethods } from "./selection-methods.ts";
import type { TensorBase } from "./tensor-base.ts";

export abstract class IndexWritingMethods<T extends IndexWritingMethods<T>> extends SelectionMethods<T> {
  /** A copy in which the elements that `index` names along `dim`, as in gather, are those of `source`. */
  scatter(dim: number, index: T, source: Operand<T>): T {
    return this.#put(scatter, dim, index, source);
  }

  scatter_(dim: number, index: T, source: Operand<T>): this {
    return this.#putInPlace(scatter, dim, index, source);
  }

  /** A copy in which the elements of `source` are added to those that `index` names along `dim`. */
  scatterAdd(dim: number, index: T, source: Operand<T>): T {
    return this.#put(scatterAdd, dim, index, source);
  }

  scatterAdd_(dim: number, index: T, source: Operand<T>): this {
    return this.#putInPlace(scatterAdd, dim, index, source);
  }

  /** A copy in which alpha times the sub-tensors of `source` is added to those at the indices (int64) of `dim`. */
  indexAdd(dim: number, index: T, source: T, { alpha = 1 } = {}): T {
    return this.#put(indexAdd, dim, index, source, alpha);
  }

  indexAdd_(dim: number, index: T, source: T, { alpha = 1 } = {}): this {
    return this.#putInPlace(indexAdd, dim, index, source, alpha);
  }

  /** A copy in which the sub-tensors at the indices (int64) of `dim` are those of `source`. */
  indexCopy(dim: number, index: T, source: T): T {
    return this.#put(indexCopy, dim, index, source);
  }

  indexCopy_(dim: number, index: T, source: T): this {
    return this.#putInPlace(indexCopy, dim, index, source);
  }

  /** A copy in which the sub-tensors at the indices (int64) of `dim` hold `value` everywhere. */
  indexFill(dim: number, index: T, value: Operand<T>): T {
    return this.#put(indexFill, dim, index, value);
  }

  indexFill_(dim: number, index: T, value: Operand<T>): this {
    return this.#putInPlace(indexFill, dim, index, value);
  }

  /** A copy with `value` wherever the mask (bool) holds. */
  maskedFill(mask: T, value: Operand<T>): T {
    return this.beside(value, (operand) => apply(maskedFill, [this, mask, operand], noOptions));
  }

  maskedFill_(mask: T, value: Operand<T>): this {
    return this.changeBeside(value, (operand) => applyInPlace(maskedFill, this, [mask, operand], noOptions));
  }

  /** A copy in which the elements where the mask (bool) holds are, one after the other, those of `source`. */
  maskedScatter(mask: T, source: T): T {
    return this.make(apply(maskedScatter, [this, mask, source], noOptions));
  }

  maskedScatter_(mask: T, source: T): this {
    applyInPlace(maskedScatter, this, [mask, source], noOptions);
    return this;
  }

  /** A copy of this tensor, written to as `indexPut_` does. */
  indexPut(indices: readonly (Index | T)[], values: Operand<T>, { accumulate = false } = {}): T {
    return composed([this], () => this.clone().indexPut_(indices, values, { accumulate }), "IndexPut");
  }

  /**
   * What x[0, :, mask] = values is in Python: `x.indexPut_([0, ":", mask], values)`, with all that `index` takes. The
   * values are broadcast and converted; with `accumulate` they are added to what is there.
   */
  indexPut_(indices: readonly (Index | T)[], values: Operand<T>, { accumulate = false } = {}): this {
    const { view, tensors, dims } = this.indexed(indices);
    this.changeBeside(values, (operand) => {
      if (tensors.length > 0) applyInPlace(indexPut, view, [operand, ...tensors], { dims, accumulate });
      else if (accumulate) applyInPlace(add, view, [operand], noOptions);
      else copyInto(view, operand);
    });
    return this;
  }

  #put(operation: Operation<AlongOptions>, dim: number, index: T, source: Operand<T>, alpha = 1): T {
    return this.beside(source, (operand) => apply(operation, [this, index, operand], { dim }), alpha);
  }

  #putInPlace(
    operation: Operation<AlongOptions>,
    dim: number,
    index: T,
    source: Operand<T>,
    alpha = 1,
  ): this {
    const change = (operand: TensorBase) => applyInPlace(operation, this, [index, operand], { dim });
    return this.changeBeside(source, change, alpha);
  }
}
