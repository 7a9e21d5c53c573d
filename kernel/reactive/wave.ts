// The cells that follow one change, until none is left: which have yet to run, and which have run, since none runs twice.

import type { Dependencies } from "./dependencies.ts";
import type { CellId, CellNode } from "./facts.ts";

export class Wave {
  readonly #dependencies: Dependencies;
  readonly #due = new Map<CellId, string>();
  readonly #done = new Set<CellId>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** the cells that have yet to run, and why */
  get due(): ReadonlyMap<CellId, string> {
    return this.#due;
  }

  hasRun(id: CellId): boolean {
    return this.#done.has(id);
  }

  /** The cell is to run. */
  add(id: CellId, reason: string): void {
    this.#due.set(id, reason);
  }

  /** The cell is not to run, or somebody else runs it. */
  remove(id: CellId): void {
    this.#due.delete(id);
  }

  /** The cell has run. */
  ran(id: CellId): void {
    this.#due.delete(id);
    this.#done.add(id);
  }

  /** No cell is left to run now: from here on each may run again. */
  end(): void {
    this.#done.clear();
  }

  clear(): void {
    this.#due.clear();
    this.#done.clear();
  }

  /**
   * Of the due cells the first in order.
   * @param queued cells that will run by their own requests, and hold up those that depend on them
   */
  first(queued: ReadonlySet<CellId>): CellNode | undefined {
    if (this.#due.size === 0) return undefined;
    const held = queued.size === 0 ? nothing : this.#dependencies.withDescendants(queued);
    let first: CellNode | undefined;
    let firstPlace = Number.POSITIVE_INFINITY;
    for (const id of this.#due.keys()) {
      const node = this.#dependencies.nodes.get(id);
      if (node === undefined || held.has(node)) continue;
      const place = this.#dependencies.placeOf(node);
      if (place < firstPlace) [first, firstPlace] = [node, place];
    }
    return first;
  }
}

const nothing: ReadonlySet<CellNode> = new Set();
