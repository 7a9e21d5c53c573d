// Which cells are stale, and why: what they use has changed, and they have not run since. What depends on a stale cell
// is stale with it and waits for it, and so does what depends on one that failed.

import type { Dependencies } from "./dependencies.ts";
import type { CellId, CellNode } from "./facts.ts";
import type { Wave } from "./wave.ts";

interface Stale {
  readonly reason: string;
  /** the cell that has to run first */
  readonly waitsFor?: CellId | undefined;
}

export class Staleness {
  readonly #dependencies: Dependencies;
  readonly #wave: Wave;
  readonly #stale = new Map<CellId, Stale>();
  readonly #failed = new Set<CellId>();

  constructor(dependencies: Dependencies, wave: Wave) {
    this.#dependencies = dependencies;
    this.#wave = wave;
  }

  get size(): number {
    return this.#stale.size;
  }

  has(id: CellId): boolean {
    return this.#stale.has(id);
  }

  hasFailed(id: CellId): boolean {
    return this.#failed.has(id);
  }

  /** Each stale cell, and why it is stale. */
  get reasons(): ReadonlyMap<CellId, string> {
    return new Map([...this.#stale].map(([id, { reason }]) => [id, reason]));
  }

  waitsFor(id: CellId, other: CellId): boolean {
    return this.#stale.get(id)?.waitsFor === other;
  }

  /** The cell has run. */
  ran(id: CellId): void {
    this.#stale.delete(id);
  }

  /** The cell has run without an error. */
  succeeded(id: CellId): void {
    this.#failed.delete(id);
  }

  /** The cell has failed, or cannot run; what depends on it waits. */
  fail(node: CellNode): void {
    this.#failed.add(node.id);
    for (const child of this.#dependencies.childrenOf(node)) {
      if (!this.#wave.hasRun(child.id)) this.#waitForFailed(child, node);
    }
  }

  /** Marks the cell if it has to wait for one that failed, or for one that is stale and not about to run. */
  mustWait(node: CellNode): boolean {
    const parents = [...this.#dependencies.parentsOf(node).keys()];
    const failed = parents.find(({ id }) => this.#failed.has(id));
    const isDue = ({ id }: CellNode) => this.#wave.due.has(id);
    const old = isDue(node) ? undefined : parents.find((each) => this.#stale.has(each.id) && !isDue(each));
    if (failed) this.#waitForFailed(node, failed);
    else if (old) this.mark(node, `waits for ${old.label}`, old.id);
    return failed !== undefined || old !== undefined;
  }

  /** The cell is stale, and with it what depends on it. None of them is about to run any more. */
  mark(node: CellNode, reason: string, waitsFor?: CellId): void {
    this.#wave.remove(node.id);
    if (this.#stale.has(node.id) && waitsFor === undefined) return;
    this.#stale.set(node.id, { reason, waitsFor });
    const marked = [node];
    for (let parent = marked.pop(); parent !== undefined; parent = marked.pop()) {
      for (const child of this.#dependencies.childrenOf(parent)) {
        if (this.#stale.has(child.id) || this.#wave.hasRun(child.id)) continue;
        this.#wave.remove(child.id);
        this.#stale.set(child.id, { reason: `waits for ${parent.label}`, waitsFor: parent.id });
        marked.push(child);
      }
    }
  }

  delete(id: CellId): void {
    this.#stale.delete(id);
    this.#failed.delete(id);
  }

  clear(): void {
    this.#stale.clear();
    this.#failed.clear();
  }

  #waitForFailed(node: CellNode, failed: CellNode): void {
    this.mark(node, `waits for ${failed.label}, which failed`, failed.id);
  }
}
