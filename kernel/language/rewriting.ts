// What the edits of one cell share: the text under edit, the analysis, and the names of the two parameters of the
// function that the cell becomes.

import type MagicString from "magic-string";
import type { Node } from "oxc-parser";
import type { HotLoop } from "./hot-loops.ts";
import type { CellNames } from "./names.ts";
import type { SyntaxTree } from "./syntax-tree.ts";

export interface Rewriting {
  readonly source: string;
  readonly text: MagicString;
  readonly tree: SyntaxTree;
  readonly names: CellNames;
  /** the loops that keep names in variables of their own; `names.scoped` leaves those places out */
  readonly loops: ReadonlyMap<Node, HotLoop>;
  /** the names that exist when the cell assigns them: its own, and those of cells before it */
  readonly known: ReadonlySet<string>;
  /** the parameter that holds the notebook's names: `$notebook`, unless the cell itself uses that name */
  readonly scope: string;
  /** the parameter that serves this run: `$cell`, unless the cell itself uses that name */
  readonly cell: string;
}

/**
 * One rule of the rewriting. The rules are applied to every node, children before parents, so that what an outer
 * node inserts stands outside of what an inner node inserted at the same place.
 */
export type Edit = (rewriting: Rewriting, node: Node) => void;

/** A parameter name that nothing in the cell can mean otherwise. */
export function unusedName(wanted: string, used: ReadonlySet<string>): string {
  return used.has(wanted) ? unusedName(`${wanted}_`, used) : wanted;
}
