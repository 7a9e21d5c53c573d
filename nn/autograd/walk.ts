// The walk back: from the tensors whose gradient is given, through each node once, when all of its gradient has come
// together, to the leaves. Nodes are taken in the opposite of the order in which they were made, which is such an order.

import type { Value } from "../operations/operation.ts";
import type { Node, World } from "./node.ts";

/** Where a walk begins. */
export interface Start<V> {
  readonly node: Node;
  readonly gradient: V;
}

export interface WalkOptions {
  /** the graph stays, to be walked again */
  readonly retainGraph: boolean;
  /** the nodes whose gradients are asked for: only what leads there is walked. Undefined: all leaves */
  readonly targets: ReadonlySet<Node> | undefined;
}

/** Walks back from some tensors. Returns the gradients of the targets. */
export function walk<V extends Value>(
  starts: readonly Start<V>[],
  world: World<V>,
  { retainGraph, targets }: WalkOptions,
): ReadonlyMap<Node, V> {
  const order = inOrder(starts.map(({ node }) => node));
  const leading = targets && nodesLeadingTo(targets, order);
  const pending = new Map<Node, V>();
  const found = new Map<Node, V>();
  const receive = (node: Node, gradient: V): void => {
    const before = pending.get(node);
    const sum =
      before === undefined
        ? gradient
        : world.step(
            () => world.maths.add(before, gradient),
            (each) => [each],
          );
    world.keep(sum);
    pending.set(node, sum);
    if (before !== undefined) world.drop(before);
  };
  for (const { node, gradient } of starts) receive(node, gradient);
  for (const node of order) {
    const gradient = pending.get(node);
    pending.delete(node);
    if (gradient === undefined || leading?.has(node) === false) continue;
    world.step(
      () => {
        const whole = [...node.hooks].reduce((each, hook) => hook(each, world), gradient);
        if (targets?.has(node)) {
          found.set(node, whole);
          world.keep(whole);
        }
        const isPassed = targets === undefined || node.next.some((each) => each && leading?.has(each));
        return isPassed ? node.backward(whole, world) : [];
      },
      (gradients) => {
        for (const [i, each] of gradients.entries()) {
          const next = node.next[i];
          if (each !== undefined && next !== undefined) receive(next, each);
        }
        return []; // what waits is kept; what was added to something that waited before is not needed any more
      },
    );
    world.drop(gradient);
    if (!retainGraph) node.release();
  }
  return found;
}

/** All nodes that can be reached, the last made first. */
function inOrder(starts: readonly Node[]): Node[] {
  const reached = new Set(starts); // its iteration also comes to what is added meanwhile
  for (const { next } of reached) for (const node of next) if (node) reached.add(node);
  return [...reached].sort((a, b) => b.serial - a.serial);
}

/** The targets, and the nodes from which one can be reached. */
function nodesLeadingTo(targets: ReadonlySet<Node>, order: readonly Node[]): ReadonlySet<Node> {
  const leading = new Set(targets);
  for (const node of order.toReversed()) {
    if (node.next.some((each) => each !== undefined && leading.has(each))) leading.add(node);
  }
  return leading;
}
