// The graph that a gradient walks back: a node for each tensor that requires a gradient, leading to the nodes of what it
// was made of.

import type { NDArray } from "../array/ndarray.ts";
import type { Maths, Value } from "../operations/operation.ts";

let made = 0;

/** The gradients for the nodes that a node leads to, in their order; undefined where there is none. */
export type Gradients<V> = readonly (V | undefined)[];

export abstract class Node {
  /** as PyTorch prints it: "AddmmBackward0" */
  name: string;
  /** whom the gradients are for; undefined for what requires none */
  readonly next: readonly (Node | undefined)[];
  /** the shape and dtype of the tensor, and so of its gradient */
  readonly form: Value;
  /** Nodes made later have higher numbers: a node leads only to those made before it. */
  readonly serial = made++;
  /** are called with the whole gradient of the tensor, before it goes further */
  readonly hooks = new Set<Hook>();

  constructor(name: string, next: readonly (Node | undefined)[], { shape, dtype }: Value) {
    this.name = name;
    this.next = next;
    this.form = { shape, dtype };
  }

  /** The gradients of what the tensor was made of, from its own. */
  abstract backward<V extends Value>(gradient: V, world: World<V>): Gradients<V>;

  /** Gives back what was saved. */
  release(): void {}
}

/** Sees the gradient of a tensor, and may give another one in its place. */
export type Hook = <V extends Value>(gradient: V, world: World<V>) => V;

/** A gradient that has left the walk, and its own history, if it has one. */
export interface HandedOut {
  readonly array: NDArray;
  readonly node: Node | undefined;
}

/**
 * The kind of values that a walk computes with. In the world of arrays nothing is recorded, and what is not needed any more
 * is given back at once; in the world of tensors, for gradients of gradients, every step is an operation of the graph.
 */
export interface World<V extends Value> {
  readonly maths: Maths<V>;
  /** what is computed has a history */
  readonly isRecorded: boolean;
  /** A saved array as a value; `node` is the one that leads on from it, if it requires a gradient. */
  valueOf(array: NDArray, node: Node | undefined): V;
  arrayOf(value: V): NDArray;
  /** The value for somebody outside of the walk, who may keep it. */
  handOut(value: V): HandedOut;
  /** Calls `compute`; what it makes and does not return is given back. */
  step<Result>(compute: () => Result, returned: (result: Result) => readonly (V | undefined)[]): Result;
  /** A value waits for its node: nobody gives it back until it is dropped as often as it was kept. */
  keep(value: V): void;
  drop(value: V): void;
}
