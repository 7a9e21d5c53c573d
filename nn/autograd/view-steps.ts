// Views and writing to them. A view leads back to its base by the steps that made it; when somebody writes to a view, the
// base gets a new history, in which the part that the view shows comes from what was written, and the rest from before.

import type { NDArray } from "../array/ndarray.ts";
import { sameShape } from "../array/shape.ts";
import type { Value, ViewOperation } from "../operations/operation.ts";
import { cleared, laidOut } from "../operations/views.ts";
import { type Gradients, Node, type World } from "./node.ts";

/** One view of an array or of another view. */
export interface ViewStep {
  readonly name: string;
  /** the view of an array like the one that was looked at */
  look(x: NDArray): NDArray;
  /** the same of values */
  lookAt<V extends Value>(x: V, world: World<V>): V;
  /** the gradient of what was looked at, from that of the view */
  gradient<V extends Value>(gradient: V, world: World<V>): V;
}

/** The step by which an operation looks at x. */
export function viewStep<Options>(
  operation: ViewOperation<Options>,
  { shape, dtype }: Value,
  options: Options,
): ViewStep {
  const { name } = operation;
  return {
    name,
    look: (x) => operation.view(x, options),
    lookAt: (x, { maths }) => maths.view(operation, x, options),
    gradient: (gradient, { maths }) => operation.gradient(gradient, { shape, dtype }, options, maths),
  };
}

/** The node of a view, one or more steps from the tensor whose node is `next`. */
export class ViewNode extends Node {
  readonly #steps: readonly ViewStep[];

  constructor(name: string, steps: readonly ViewStep[], form: Value, next: Node) {
    super(`${name}Backward0`, [next], form);
    this.#steps = steps;
  }

  override backward<V extends Value>(gradient: V, world: World<V>): Gradients<V> {
    return [this.#steps.reduceRight((each, step) => step.gradient(each, world), gradient)];
  }
}

/** The node of a tensor to a view of which a result has been written. */
export class CopySlices extends Node {
  readonly #steps: readonly ViewStep[];
  readonly #strides: readonly number[];

  /** @param base the array of the tensor @param before its node until now @param written that of the result */
  constructor(
    steps: readonly ViewStep[],
    base: NDArray,
    before: Node | undefined,
    written: Node | undefined,
  ) {
    super("CopySlices", [before, written], base);
    this.#steps = steps;
    this.#strides = base.strides;
  }

  override backward<V extends Value>(gradient: V, world: World<V>): Gradients<V> {
    const [before, written] = this.next;
    const look = (x: NDArray): NDArray => this.#steps.reduce((each, step) => step.look(each), x);
    const options = { strides: this.#strides, look };
    return [
      before && world.maths.apply(cleared, [gradient], options),
      written &&
        this.#steps.reduce((each, step) => step.lookAt(each, world), this.#likeBase(gradient, world)),
    ];
  }

  /** The gradient, laid out in memory as what the steps looked at: not every view can be taken of another layout. */
  #likeBase<V extends Value>(gradient: V, world: World<V>): V {
    const strides = this.#strides;
    if (sameShape(world.arrayOf(gradient).strides, strides)) return gradient;
    return world.maths.apply(laidOut, [gradient], { strides });
  }
}
