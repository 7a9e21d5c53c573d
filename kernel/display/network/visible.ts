// What of a forward pass is drawn. Down to a depth, calls that hold others are open groups; the rest are closed boxes,
// and what happens within a box is the box.

import { type Call, leavesOf, originOf, type Step, type Value } from "./data-flow.ts";
import { rowsOf } from "./repeats.ts";

/** Something that is drawn. */
export interface Item {
  readonly id: string;
  readonly step: Step;
  /** what it holds, if it is an open group */
  readonly items: readonly Item[];
  /** how many equal ones in a row it stands for */
  readonly repeats: number;
}

export interface Visible {
  readonly root: Item;
  /** the item in which a step is seen */
  readonly itemOf: ReadonlyMap<Step, Item>;
}

/** So many boxes fit on a screen or two. */
const mostBoxes = 24;

/** @param depth how many levels of modules are drawn; left out: as many as give few boxes */
export function visible(root: Call, depth?: number): Visible {
  if (depth !== undefined) return atDepth(root, depth);
  let best = atDepth(root, 1);
  for (let deeper = 2; deeper <= height(root); deeper += 1) {
    const next = atDepth(root, deeper);
    if (boxes(next.root) > mostBoxes) break;
    best = next;
  }
  return best;
}

function atDepth(root: Call, depth: number): Visible {
  const live = liveIn(root);
  const itemOf = new Map<Step, Item>();
  let made = 0;

  const close = (row: readonly [Step, ...Step[]]): Item => {
    made += 1;
    const item: Item = { id: `n${made}`, step: row[0], items: [], repeats: row.length };
    for (const step of row) for (const inner of [step, ...leavesOf(step)]) itemOf.set(inner, item);
    return item;
  };
  const open = (call: Call, level: number, repeats: number): Item => {
    made += 1;
    const id = `n${made}`;
    const drawn = call.steps.filter((step) => step.kind === "call" || live.has(step));
    const items = rowsOf(drawn, root).map(([first, ...others]) => {
      if (first.kind === "operation" || level === depth || first.steps.every(({ kind }) => kind !== "call")) {
        return close([first, ...others]);
      }
      const item = open(first, level + 1, others.length + 1);
      for (const other of others) seeLike(first, other, itemOf);
      return item;
    });
    const item: Item = { id, step: call, items, repeats };
    itemOf.set(call, item);
    return item;
  };
  return { root: open(root, 1, 1), itemOf };
}

/** The steps of a block are seen in the items of another that is equal to it. */
function seeLike(first: Step, other: Step, itemOf: Map<Step, Item>): void {
  const item = itemOf.get(first);
  if (item) itemOf.set(other, item);
  if (first.kind !== "call" || other.kind !== "call") return;
  for (const [i, step] of first.steps.entries()) {
    const its = other.steps[i];
    if (its) seeLike(step, its, itemOf);
  }
}

/** The operations whose results are used; what only measures or checks something is not part of the flow. */
function liveIn(root: Call): Set<Step> {
  const live = new Set<Step>();
  const use = (value: Value) => {
    const { source } = originOf(value);
    if (source.kind === "step") live.add(source.step);
  };
  root.outputs.forEach(use);
  for (const leaf of leavesOf(root).reverse()) {
    if (leaf.kind === "call" || live.has(leaf)) leaf.inputs.forEach(use);
  }
  return live;
}

/** How many levels of modules lie below a call. */
function height(step: Step): number {
  return step.kind === "call"
    ? Math.max(0, ...step.steps.map((inner) => (inner.kind === "call" ? 1 + height(inner) : 0)))
    : 0;
}

function boxes({ items }: Item): number {
  return items.reduce((sum, item) => sum + Math.max(1, boxes(item)), 0);
}
