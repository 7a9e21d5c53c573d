// The tensor that people hold: an n-dimensional array with PyTorch's methods, names and defaults. The methods are
// spread over a chain of classes by theme (views, arithmetic, reductions, in place); here the chain ends, with
// what a tensor shows of itself.

import { boolean, ifGiven } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import type { TypedArray } from "../array/dtype.ts";
import type { NDArray } from "../array/ndarray.ts";
import { broadcastShapes, sameShape, showShape } from "../array/shape.ts";
import * as views from "../array/views.ts";
import { enableGrad, noGrad } from "../autograd/gradient-mode.ts";
import type { HandedOut, Hook, Node, World } from "../autograd/node.ts";
import { areEqual } from "../operations/equality.ts";
import { areClose } from "../operations/logic.ts";
import type { InPlaceOfArrays, Inputs, Operation, Value } from "../operations/operation.ts";
import { apply } from "./apply.ts";
import { type ClosenessOptions, closenessArguments } from "./arithmetic-methods.ts";
import { type Root, walkBack } from "./backward.ts";
import { elementsOf } from "./elements.ts";
import { expectTensor } from "./expect-tensor.ts";
import { InPlaceMethods } from "./in-place-methods.ts";
import { inspectCustom } from "./inspect-symbol.ts";
import { type NestedValues, nest } from "./nested.ts";
import { tensorText, tupleText } from "./printing.ts";
import { attach, track } from "./scope.ts";
import type { Made, TensorBase } from "./tensor-base.ts";

const backwardArguments = optional(
  (gradient?: Tensor, retainGraph?: boolean, createGraph = false, inputs?: Tensor | readonly Tensor[]) => ({
    /** that of this tensor; 1 if left out, for a tensor with one element */
    gradient: ifGiven("gradient", gradient, expectTensor),
    /** the graph stays, to be walked again; as `createGraph` if left out */
    retainGraph: retainGraph === undefined ? createGraph : boolean("retainGraph", retainGraph),
    /** the gradients have a history themselves, so that they can be differentiated */
    createGraph,
    /** the only tensors whose gradients are gathered; all leaves if left out */
    inputs: inputs === undefined ? undefined : tensorsIn("inputs", inputs),
  }),
);
export interface BackwardOptions extends OptionsOf<typeof backwardArguments> {}

/** How gradients are gathered. */
export interface Gathering {
  readonly retainGraph: boolean;
  readonly createGraph: boolean;
  readonly inputs: readonly Tensor[] | undefined;
}

/** One tensor, or at least one in an array. */
export function tensorsIn(name: string, tensors: Tensor | readonly Tensor[]): readonly Tensor[] {
  if (!Array.isArray(tensors)) return [expectTensor(name, tensors as Tensor)];
  if (tensors.length === 0) throw new RangeError(`${name}: expected at least one tensor, got an empty array`);
  return tensors.map((each: Tensor, i) => expectTensor(`${name}[${i}]`, each));
}

/** What takes a hook away again. */
export interface RemovableHook {
  remove(): void;
}

/** Sees a gradient; what it returns, if anything, takes its place. */
export type GradientHook = (gradient: Tensor) => unknown;

export class Tensor extends InPlaceMethods<Tensor> {
  #grad: Tensor | undefined;

  /** The gradient gathered by `backward()`. */
  override get grad(): Tensor | undefined {
    return this.#grad;
  }

  /** Takes the place of what was gathered: undefined, or a tensor like this one, which stays as long. */
  override set grad(value: Tensor | undefined | null) {
    if (value === undefined || value === null) {
      this.#grad = undefined;
      return;
    }
    expectTensor("grad", value);
    if (value === this) throw new Error("grad: can't assign a tensor as its own grad");
    if (!sameShape(value.sizes, this.sizes)) {
      throw new RangeError(
        `grad: assigned grad has data of a different size: expected shape ${showShape(this.sizes)}, got ${showShape(value.sizes)}`,
      );
    }
    if (value.dtype !== this.dtype) {
      throw new TypeError(
        `grad: assigned grad has data of a different type: expected ${this.dtype}, got ${value.dtype}`,
      );
    }
    attach(value.storage, this.storage);
    this.#grad = value;
  }

  /**
   * Computes the gradient of this tensor with respect to all leaves that require one, and adds it to their `grad`. A tensor
   * of one element needs no `gradient`; of another, it is that of some loss by this tensor.
   */
  backward(...given: Given<typeof backwardArguments, BackwardOptions>): void {
    const { gradient, ...gathering } = backwardArguments.read("backward", given);
    Tensor.gatherGradients("backward", [{ output: this, gradient }], gathering);
  }

  /** Walks back from some tensors, and adds gradients to the `grad` of all leaves or of `inputs`. */
  static gatherGradients(
    name: string,
    roots: readonly Root[],
    { retainGraph, createGraph, inputs }: Gathering,
  ): void {
    const nodes = inputs?.map(({ node }, i): [Node, Tensor] => {
      if (node) return [node, inputs[i]!];
      throw new Error(`${name}: inputs[${i}]: this tensor requires no gradient`);
    });
    const targets = nodes && new Map(nodes);
    const found = walkBack(name, roots, {
      retainGraph,
      createGraph,
      targets: targets && new Set(targets.keys()),
    });
    for (const [node, input] of targets ?? []) {
      const gradient = found.get(node);
      if (gradient) input.#addGrad(gradient, createGraph);
    }
  }

  /** Calls `hook` with the gradient of this tensor whenever it is computed. Returns what takes the hook away again. */
  registerHook(hook: GradientHook): RemovableHook {
    const { node } = this;
    if (typeof hook !== "function")
      throw new TypeError(`registerHook: hook: expected a function, got ${shown(hook)}`);
    if (node === undefined) throw new Error("registerHook: this tensor requires no gradient");
    const each: Hook = (gradient, world) => {
      const replaced = hook(Tensor.ofGradient(world.handOut(gradient)));
      if (!(replaced instanceof Tensor)) return gradient;
      checkLike("what a hook returned", replaced, gradient);
      return world.valueOf(replaced.array, replaced.node);
    };
    node.hooks.add(each);
    return { remove: () => void node.hooks.delete(each) };
  }

  protected override accumulateGrad<V extends Value>(gradient: V, world: World<V>): void {
    const before = this.#grad;
    if (before === undefined || world.isRecorded) this.#addGrad(world.handOut(gradient), world.isRecorded);
    else before.add_(new Tensor({ array: world.arrayOf(gradient), by: "backward" })); // it need not leave the walk
  }

  /** Adds to what was gathered: in place, unless that has a history. */
  #addGrad(gradient: HandedOut, isRecorded: boolean): void {
    const found = Tensor.ofGradient(gradient);
    const before = this.#grad;
    if (before === undefined) this.grad = found;
    else if (isRecorded) this.grad = enableGrad(() => before.add(found));
    else noGrad(() => before.add_(found));
  }

  /** A gradient that has left a walk. */
  static ofGradient({ array, node }: HandedOut): Tensor {
    track(array.storage);
    return new Tensor({ array, by: "backward", gradFn: node });
  }

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

  /** As a text a tensor is what it prints. As a number it is none: JavaScript would say NaN of -x, and false of x < y. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint !== "number") return this.toString();
    throw new TypeError(
      "a tensor is not a number: write x.neg() for -x, x.mul(y) for x * y, x.lt(y) for x < y; x.item() is the number of a " +
        "tensor with one element",
    );
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

/** Throws unless a gradient has the shape and dtype that it should have. */
function checkLike(name: string, { shape, dtype }: Value, expected: Value): void {
  if (sameShape(shape, expected.shape) && dtype === expected.dtype) return;
  throw new TypeError(
    `backward: ${name}: expected a gradient of shape ${showShape(expected.shape)}, ${expected.dtype}, got shape ` +
      `${showShape(shape)}, ${dtype}`,
  );
}

/** Whether `test` holds for all pairs of elements, after broadcasting. */
function everyPair(a: Tensor, b: Tensor, test: (a: number, b: number) => boolean): boolean {
  const shape = broadcastShapes(a.array.shape, b.array.shape);
  const others = elementsOf(views.expand(b.array, shape));
  return elementsOf(views.expand(a.array, shape)).every((value, i) => test(value, others[i] ?? Number.NaN));
}
