// The tensor that people hold: an n-dimensional array with PyTorch's methods, names and defaults. The methods are
// spread over a chain of classes by theme (views, arithmetic, reductions, in place); here the chain ends, with
// what a tensor shows of itself.

import type { Given } from "../arguments/optional.ts";
import type { TypedArray } from "../array/dtype.ts";
import type { NDArray } from "../array/ndarray.ts";
import { broadcastShapes, showShape } from "../array/shape.ts";
import * as views from "../array/views.ts";
import { areEqual } from "../operations/equality.ts";
import { areClose } from "../operations/logic.ts";
import type { InPlaceOfArrays, Inputs, Operation } from "../operations/operation.ts";
import { apply } from "./apply.ts";
import { type ClosenessOptions, closenessArguments } from "./arithmetic-methods.ts";
import { elementsOf } from "./elements.ts";
import { InPlaceMethods } from "./in-place-methods.ts";
import { inspectCustom } from "./inspect-symbol.ts";
import { type NestedValues, nest } from "./nested.ts";
import { expectTensor } from "./number-operand.ts";
import { tensorText, tupleText } from "./printing.ts";
import { track } from "./scope.ts";
import type { Made, TensorBase } from "./tensor-base.ts";

export class Tensor extends InPlaceMethods<Tensor> {
  /** the gradient gathered by `backward()` */
  grad: Tensor | undefined;

  /** Runs an operation on tensors: how every function and layer computes. */
  static compute<In extends Inputs, Options>(
    operation: Operation<In, Options>,
    inputs: InPlaceOfArrays<In, TensorBase>,
    options: Options,
  ): Tensor {
    return new Tensor(apply(operation, inputs, options));
  }

  /** A tensor over a new array that no operation made; `by` names who did. */
  static from(array: NDArray, by: string): Tensor {
    track(array.storage);
    return new Tensor({ array, by });
  }

  /** The elements in row-major order. Of a contiguous tensor this is its memory: writing to it changes the tensor. */
  get data(): TypedArray {
    if (this.isContiguous()) this.array.storage.exposed = true;
    return elementsOf(this.array);
  }

  /** The elements as nested arrays; a number (or boolean) for a tensor without dimensions. */
  toArray(): NestedValues {
    return nest(this.array);
  }

  /** The elements as nested arrays, as `toArray`. */
  tolist(): NestedValues {
    return nest(this.array);
  }

  /** The one element of a tensor that has just one. */
  item(): number {
    const values = elementsOf(this.array);
    if (values.length !== 1) {
      throw new RangeError(
        `item: a tensor with ${values.length} elements cannot be converted to a number (shape ${showShape(this.sizes)})`,
      );
    }
    return values[0] ?? Number.NaN;
  }

  override toString(): string {
    if (this.released) return `tensor(released, size=${tupleText(this.sizes)})`;
    const { array, gradFn } = this;
    const notes = gradFn ? [`grad_fn=<${gradFn.name}>`] : this.requiresGrad ? ["requires_grad=True"] : [];
    return tensorText({ ...array, values: array.storage.data() }, notes);
  }

  [inspectCustom](): string {
    return this.toString();
  }

  /** Whether shapes and all elements are the same. */
  equal(other: Tensor): boolean {
    return areEqual(this.array, expectTensor("other", other).array);
  }

  /** Whether |this - other| <= atol + rtol * |other| for all elements. */
  allclose(other: Tensor, ...given: Given<typeof closenessArguments, ClosenessOptions>): boolean {
    const options = closenessArguments.read("allclose", given);
    expectTensor("other", other);
    return everyPair(this, other, (a, b) => areClose(a, b, options));
  }

  /** Displays know a tensor by this, without loading the engine. */
  get [Symbol.toStringTag](): string {
    return "Tensor";
  }

  protected override make(made: Made): Tensor {
    return new Tensor(made);
  }
}

/** Whether `test` holds for all pairs of elements, after broadcasting. */
function everyPair(a: Tensor, b: Tensor, test: (a: number, b: number) => boolean): boolean {
  const shape = broadcastShapes(a.array.shape, b.array.shape);
  const others = elementsOf(views.expand(b.array, shape));
  return elementsOf(views.expand(a.array, shape)).every((value, i) => test(value, others[i] ?? Number.NaN));
}
