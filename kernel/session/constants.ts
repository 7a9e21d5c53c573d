// The constants in scope, each with the cell that defined it: the language refuses a later cell that assigns to
// one, and its error names that cell. A name is free again once a cell defines it as something else.

import type { Defined } from "../channel/messages.ts";
import type { CompiledCell } from "./parts.ts";

export class Constants {
  readonly #cells = new Map<string, string>();

  /** constant -> the label of its cell */
  get all(): ReadonlyMap<string, string> {
    return this.#cells;
  }

  /** Learns from a run: what the cell was to define, and what it did define before it ended. */
  learn(cell: CompiledCell, defined: readonly Defined[], label: string): void {
    const names = new Set(defined.map(({ name }) => name));
    for (const { name, kind } of cell.definitions) {
      if (!names.has(name)) continue;
      if (kind === "const") this.#cells.set(name, label);
      else this.#cells.delete(name);
    }
  }

  /** The scope is gone: the cells' process has been replaced. */
  clear(): void {
    this.#cells.clear();
  }
}
