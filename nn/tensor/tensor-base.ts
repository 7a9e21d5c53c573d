// What a tensor is before it can do anything: an array, and its place in the history of operations that the
// gradient will walk back. Operations meet it in apply.ts; class Tensor adds the methods that people call.

import { boolean } from "../arguments/checks.ts";
import { type DType, isFloating } from "../array/dtype.ts";
import type { NDArray } from "../array/ndarray.ts";

/** The operation that made a tensor, as the text of the tensor tells it (`grad_fn=<ReluBackward0>`). */
export interface GradientFunction {
  readonly name: string;
}

/** An array that an operation has made, and what is known of how. */
export interface Made {
  readonly array: NDArray;
  /** the name of the operation: an error about this tensor tells it */
  readonly by: string;
  readonly gradFn?: GradientFunction | undefined;
  /** the tensor whose storage a view shares */
  readonly base?: TensorBase | undefined;
}

export class TensorBase {
  /** undefined for a leaf: made by the person, or by an operation that no gradient goes through */
  gradFn: GradientFunction | undefined;
  /** the tensor whose storage this view shares; undefined unless this is a view */
  readonly base: TensorBase | undefined;
  readonly #array: NDArray;
  readonly #by: string;
  #leafRequiresGrad = false;

  constructor({ array, by, gradFn, base }: Made) {
    this.#array = array;
    this.#by = by;
    this.gradFn = gradFn;
    this.base = base?.base ?? base;
  }

  /** The array itself, for operations. Throws when its memory has been released. */
  get array(): NDArray {
    if (this.released) {
      throw new Error(
        `the tensor of shape [${this.#array.shape.join(", ")}] made by ${this.#by} was used after its memory had ` +
          "been released; to use it later, return it from the scope or pass it to torch.keep()",
      );
    }
    return this.#array;
  }

  get released(): boolean {
    return this.#array.storage.released;
  }

  get dtype(): DType {
    return this.#array.dtype;
  }

  /** The shape, also of a released tensor. */
  protected get sizes(): readonly number[] {
    return this.#array.shape;
  }

  get isLeaf(): boolean {
    return this.gradFn === undefined;
  }

  get requiresGrad(): boolean {
    return this.#leafRequiresGrad || !this.isLeaf;
  }

  /** Asks for the gradient of this leaf to be gathered, or no longer. */
  requiresGrad_(mode = true): this {
    boolean("mode", mode);
    if (mode && !isFloating(this.dtype)) {
      throw new TypeError(
        `requiresGrad_: only tensors of floating point dtype can require gradients, this one is ${this.dtype}`,
      );
    }
    if (!mode && !this.isLeaf) {
      throw new Error(
        "requiresGrad_(false): only a leaf can do without its gradient; use detach() on this result",
      );
    }
    this.#leafRequiresGrad = mode;
    return this;
  }

  /** Gives the memory back at once. Does nothing to a view, whose memory belongs to its base. */
  [Symbol.dispose](): void {
    if (this.base === undefined) this.#array.storage.release();
  }
}
