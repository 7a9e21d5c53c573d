// Names that cells declare and that are not there, since their cells have failed: by their types, before they ran, or
// while they ran. Whoever uses such a name is told which cell to mend, instead of only that there is no such name.

import { cellLabel } from "../channel/cell-label.ts";
import type { CompiledCell } from "../language/compile.ts";
import type { CellId } from "../reactive/notebook.ts";
import type { Run } from "./runs.ts";

export class MissingNames {
  /** name -> the cell that failed last of those that declare it, by its id or else its file, and as people know it */
  readonly #cells = new Map<string, { readonly key: string; readonly label: string }>();

  /** A person runs a cell: what its last run has left undone does not count any more. */
  begin({ cell, file }: Run): void {
    this.delete(cell ?? file);
  }

  /** A cell has failed. @param missing what it declares and has not come to define */
  failed({ cell, file }: Run, missing: CompiledCell["definitions"]): void {
    const label = cellLabel(file);
    if (label === file) return; // no cell that a person could find by its number
    for (const { name } of missing) this.#cells.set(name, { key: cell ?? file, label });
  }

  /** The label of the failed cell that declares a name, as `cell [3]`; undefined if none does. */
  cellOf(name: string): string | undefined {
    return this.#cells.get(name)?.label;
  }

  /** A cell is not in the notebook any more. */
  delete(cell: CellId): void {
    for (const [name, { key }] of this.#cells) if (key === cell) this.#cells.delete(name);
  }

  clear(): void {
    this.#cells.clear();
  }
}
