// What a tensor is before it can do anything: an array, and its place in the history of operations that the
// gradient will walk back. Operations meet it in apply.ts; class Tensor adds the methods that people call.

import { boolean } from "../arguments/checks.ts";
import { type DType, isFloating } from "../array/dtype.ts";
import type { NDArray } from "../array/ndarray.ts";
import type { Storage } from "../array/storage.ts";
import { type Gradients, type Hook, Node, type World } from "../autograd/node.ts";
import { ViewNode, type ViewStep } from "../autograd/view-steps.ts";
import type { Value } from "../operations/operation.ts";

/** An array that an operation has made, and what is known of how. */
export interface Made {
  readonly array: NDArray;
  /** the name of the operation: an error about this tensor tells it */
  readonly by: string;
  readonly gradFn?: Node | undefined;
  /** the tensor whose storage this one shares */
  readonly owner?: TensorBase | undefined;
  /** of a view that gradients see: the tensor that it looks at, and how */
  readonly view?: { readonly of: TensorBase; readonly step: ViewStep } | undefined;
}

/** A view, from the tensor that is none itself. */
interface View {
  readonly base: TensorBase;
  readonly steps: readonly ViewStep[];
}

export class TensorBase implements Value {
  /** the tensor whose storage this one shares; undefined for one that has a storage of its own */
  readonly owner: TensorBase | undefined;
  /** undefined unless a write to this tensor is one to the history of another */
  readonly viewOf: View | undefined;
  readonly #array: NDArray;
  readonly #by: string;
  #gradFn: Node | undefined;
  #leafRequiresGrad = false;
  #leaf: LeafNode | undefined;
  /** gathers the gradient of a tensor that is no leaf */
  #retaining: Hook | undefined;
  /** how often the history of this tensor has been replaced, and of a view how often its base's had been when it was looked up */
  #rewritten = 0;
  #rewrittenBase: number;

  constructor({ array, by, gradFn, owner, view }: Made) {
    this.#array = array;
    this.#by = by;
    this.#gradFn = gradFn;
    this.owner = owner?.owner ?? owner;
    this.viewOf = view && {
      base: view.of.viewOf?.base ?? view.of,
      steps: [...(view.of.viewOf?.steps ?? []), view.step],
    };
    this.#rewrittenBase = this.viewOf ? this.viewOf.base.#rewritten : 0;
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
    return this.storage.released;
  }

  /** Where the elements are, or were: also of a released tensor. */
  protected get storage(): Storage {
    return this.#array.storage;
  }

  get dtype(): DType {
    return this.#array.dtype;
  }

  /** The size of each dimension, outermost first; also of a released tensor. */
  get shape(): readonly number[] {
    return this.#array.shape;
  }

  /** The shape, also of a released tensor. */
  protected get sizes(): readonly number[] {
    return this.#array.shape;
  }

  /**
   * The node of the operation that made this tensor; undefined for a leaf: made by the person, or by an operation that no
   * gradient goes through. Of a view whose base has been written to since, it leads to what was written.
   */
  get gradFn(): Node | undefined {
    if (this.viewOf && this.viewOf.base.#rewritten !== this.#rewrittenBase) {
      const { base, steps } = this.viewOf;
      this.#rewrittenBase = base.#rewritten;
      this.#becomes(base.node && new ViewNode("AsStrided", steps, this, base.node));
    }
    return this.#gradFn;
  }

  /** Gives the tensor another history; views of it follow. */
  set gradFn(node: Node | undefined) {
    this.#becomes(node);
    this.#rewritten++;
  }

  /** A gradient that is retained is that of the tensor as it is now; a person's hooks stay with what they were given to. */
  #becomes(node: Node | undefined): void {
    if (this.#retaining) {
      this.#gradFn?.hooks.delete(this.#retaining);
      node?.hooks.add(this.#retaining);
    }
    this.#gradFn = node;
  }

  /** Whom the gradient of this tensor is for; undefined if it requires none. */
  get node(): Node | undefined {
    const { gradFn } = this;
    if (gradFn !== undefined || !this.#leafRequiresGrad) return gradFn;
    this.#leaf ??= new LeafNode(this, (gradient, world) => this.accumulateGrad(gradient, world));
    return this.#leaf;
  }

  get isLeaf(): boolean {
    return this.gradFn === undefined;
  }

  get requiresGrad(): boolean {
    return this.#leafRequiresGrad || !this.isLeaf;
  }

  /** Does what `requiresGrad_` does. */
  set requiresGrad(mode: boolean) {
    this.requiresGrad_(mode);
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

  /** Keeps the gradient of this tensor in `grad`, as a leaf does. */
  retainGrad(): void {
    const { gradFn } = this;
    if (!this.requiresGrad) throw new Error("retainGrad: this tensor requires no gradient");
    this.#retaining ??= (gradient, world) => {
      this.accumulateGrad(gradient, world);
      return gradient;
    };
    gradFn?.hooks.add(this.#retaining);
  }

  /** What leads to this tensor leads to its gradient. */
  get grad(): TensorBase | undefined {
    return undefined;
  }

  /** Adds a gradient that has come back to this tensor to those before. */
  protected accumulateGrad<V extends Value>(_gradient: V, _world: World<V>): void {
    throw new Error("only a Tensor gathers gradients");
  }

  /** Gives the memory back at once. Does nothing to a view, whose memory belongs to another tensor. */
  [Symbol.dispose](): void {
    if (this.owner === undefined) this.#array.storage.release();
  }
}

/** Where a walk ends: the gradient of a leaf is gathered. */
class LeafNode extends Node {
  readonly #accumulate: <V extends Value>(gradient: V, world: World<V>) => void;

  constructor(form: Value, accumulate: <V extends Value>(gradient: V, world: World<V>) => void) {
    super("AccumulateGrad", [], form);
    this.#accumulate = accumulate;
  }

  override backward<V extends Value>(gradient: V, world: World<V>): Gradients<V> {
    this.#accumulate(gradient, world);
    return [];
  }
}
