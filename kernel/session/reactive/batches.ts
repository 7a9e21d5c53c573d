// Cells that VS Code sends one after the other without a pause, as of "Run All" or "Run Above". It does not tell which
// cells a person has deleted; but a cell that was left out between two others that were run in one go is not there any
// more, or is empty or no code, or the person did not want it. So it had better not run by itself.

import type { CellId } from "../../reactive/notebook.ts";

export class Batches {
  /** the cells in the order in which they stand in the notebook, as far as batches have told */
  #order: readonly CellId[] = [];
  #batch: CellId[] = [];

  /** The cell comes next. */
  add(id: CellId): void {
    this.#batch.push(id);
  }

  /** No further cell has come for a moment. @returns those that were left out, if that were but few */
  end(): readonly CellId[] {
    const batch = new Set(this.#batch);
    this.#batch = [];
    if (batch.size < 2) return [];
    const places = this.#order.flatMap((id, place) => (batch.has(id) ? [place] : []));
    const { length } = this.#order;
    const [first = length, last = length] = [places[0], places.at(-1)];
    const leftOut = this.#order.slice(first, last).filter((id) => !batch.has(id));
    const after = this.#order.slice(last + 1);
    this.#order = [...this.#order.slice(0, first), ...batch, ...after];
    return leftOut.length < batch.size ? leftOut : [];
  }
}
