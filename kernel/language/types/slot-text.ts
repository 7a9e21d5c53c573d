// The text of a slot: a cell, unchanged, and behind it what makes it a module of the notebook. As imports are
// hoisted they may stand at the end, so a place in the cell is the same place in the file. The runtime of the cell's
// JSX is imported by name: the compiler does not notice when only the comment that chooses it changes.
//
//   <the cell>
//   export {a, B};import {__cell3} from "./all";import f = __cell3.f;declare let n: typeof __cell3.n;
//
// `import f = __cell3.f` carries all that f means: value, type and namespace. Every slot imports "./all", also one
// that needs nothing: the compiler is fast as long as a change leaves the graph of modules as it is.

import { type CellModule, jsxRuntimes } from "./cell-module.ts";

/** Where a name of the notebook gets its type from. */
export type TypeSource =
  /** the module of the cell that defined it */
  | { readonly from: "slot"; readonly slot: number }
  /** the type itself, a simple one: inferring it anew through a chain of cells would take time */
  | { readonly from: "text"; readonly type: string }
  /** nothing is known: its cell ran unchecked */
  | { readonly from: "nowhere" };

export const emptySlotText = suffix([], []);

type TextOfCell = Pick<CellModule, "source" | "definitions" | "exported" | "assigned">;

/** @param sources the names of other cells that are to be visible, and where each comes from */
export function slotText(cell: TextOfCell, sources: ReadonlyMap<string, TypeSource>): string {
  const assigned = new Set(cell.assigned);
  const exported = new Set(cell.exported);
  const exports = cell.definitions.map(({ name }) => name).filter((name) => !exported.has(name));
  const declarations = [...sources].map(([name, source]) => declare(name, source, assigned.has(name)));
  const slots = [...sources.values()].flatMap((source) => (source.from === "slot" ? [source.slot] : []));
  const runtimes = jsxRuntimes(cell.source).map((runtime) => `import {} from "${runtime}";`);
  const imports = [...new Set(slots)].map(slotAlias);
  return cell.source + suffix(exports, imports) + [...declarations, ...runtimes].join("");
}

/** Under which name the module of a slot is imported; nobody would choose it for a name of their own. */
export function slotAlias(slot: number): string {
  return `__cell${slot}`;
}

function suffix(exports: readonly string[], imports: readonly string[]): string {
  return `\nexport {${exports.join()}};import {${imports.join()}} from "./all";`;
}

/** A plain alias cannot be assigned to, so a name that the cell assigns becomes a variable of the same type. */
function declare(name: string, source: TypeSource, isAssigned: boolean): string {
  const keyword = isAssigned ? "let" : "const";
  switch (source.from) {
    case "slot": {
      const original = `${slotAlias(source.slot)}.${name}`;
      return isAssigned ? `declare let ${name}: typeof ${original};` : `import ${name} = ${original};`;
    }
    case "text":
      return `declare ${keyword} ${name}: ${source.type};`;
    case "nowhere":
      return `declare ${keyword} ${name}: any;type ${name} = any;`;
  }
}
