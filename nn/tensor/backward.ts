// From tensors back to what they were made of: where a walk begins, in which world it computes, and what it may be asked for.

import { denseCopy } from "../array/dense-copy.ts";
import { full, isContiguous, type NDArray } from "../array/ndarray.ts";
import { sameShape, showShape } from "../array/shape.ts";
import { arrayWorld } from "../autograd/array-world.ts";
import { enableGrad, noGrad } from "../autograd/gradient-mode.ts";
import { mathsOf } from "../autograd/maths.ts";
import type { HandedOut, Node, World } from "../autograd/node.ts";
import { type Start, type WalkOptions, walk } from "../autograd/walk.ts";
import type { Value } from "../operations/operation.ts";
import { apply, applyView } from "./apply.ts";
import { withRoom } from "./room.ts";
import { track } from "./scope.ts";
import { TensorBase } from "./tensor-base.ts";

/** A tensor from which a walk begins, and its gradient; 1 if left out. */
export interface Root {
  readonly output: TensorBase;
  readonly gradient: TensorBase | undefined;
}

export interface BackOptions extends WalkOptions {
  /** the gradients have a history themselves */
  readonly createGraph: boolean;
}

/** Walks back from some tensors. Returns the gradients of the targets. `name` is the called function's, for errors. */
export function walkBack(
  name: string,
  roots: readonly Root[],
  { createGraph, ...options }: BackOptions,
): ReadonlyMap<Node, HandedOut> {
  for (const root of roots) check(name, root);
  return createGraph
    ? enableGrad(() => walkIn(tensorWorld(), roots, options))
    : noGrad(() => walkIn(arrayWorld(withRoom), roots, options));
}

function check(name: string, { output, gradient }: Root): void {
  if (!output.requiresGrad) {
    throw new Error(`${name}: this tensor does not require grad and does not have a grad_fn`);
  }
  if (gradient === undefined && output.shape.some((size) => size !== 1)) {
    throw new RangeError(
      `${name}: grad can be implicitly created only for scalar outputs, got a tensor of shape ${showShape(output.shape)}; ` +
        "pass its gradient",
    );
  }
  if (gradient === undefined) return;
  if (!sameShape(gradient.shape, output.shape)) {
    throw new RangeError(
      `${name}: gradient: expected the shape ${showShape(output.shape)} of the tensor, got ${showShape(gradient.shape)}`,
    );
  }
  if (gradient.dtype !== output.dtype) {
    throw new TypeError(`${name}: gradient: expected dtype ${output.dtype}, got ${gradient.dtype}`);
  }
}

function walkIn<V extends Value>(
  world: World<V>,
  roots: readonly Root[],
  options: WalkOptions,
): ReadonlyMap<Node, HandedOut> {
  const starts = roots.flatMap(({ output, gradient }): Start<V>[] => {
    const { node, shape, dtype } = output;
    if (node === undefined) return [];
    const { maths } = world;
    const one = () => maths.expand(maths.scalar(1, dtype), shape);
    return [{ node, gradient: gradient ? world.valueOf(gradient.array, gradient.node) : one() }];
  });
  const found = walk(starts, world, options);
  return new Map([...found].map(([node, value]) => [node, world.handOut(value)]));
}

/** An array as a tensor may have it: of one whose owner has released it, and which only the graph holds, a copy. */
export function owned(array: NDArray): NDArray {
  if (!array.storage.released) return array;
  const copy = denseCopy(array);
  track(copy.storage);
  return copy;
}

/** The world in which every step is an operation that is recorded. */
function tensorWorld(): World<TensorBase> {
  return {
    isRecorded: true,
    maths: mathsOf<TensorBase>({
      apply: (operation, inputs, options) => new TensorBase(apply(operation, inputs, options)),
      view: (operation, x, options) => new TensorBase(applyView(operation, x, options)),
      isRecorded: true,
      isContiguous: (x) => isContiguous(x.array),
      full(shape, value, dtype) {
        const array = full(shape, value, dtype);
        track(array.storage);
        return new TensorBase({ array, by: "full" });
      },
    }),
    valueOf: (array: NDArray, node) => new TensorBase({ array: owned(array), by: "backward", gradFn: node }),
    arrayOf: (value) => value.array,
    handOut: ({ array, node }) => ({ array, node }),
    step: (compute, returned) => {
      const result = compute();
      returned(result);
      return result;
    },
    keep() {},
    drop() {},
  };
}
