// What is wrong with a cell although it parses, found before it runs.

import type { CellNames } from "./names.ts";
import type { Problem } from "./parse.ts";
import type { SyntaxTree } from "./syntax-tree.ts";

/**
 * The first assignment to a constant, its own or another cell's. At run time a name of the notebook is a plain
 * property, which would let the assignment pass.
 * @param constants name -> label of the cell that defined it as a constant
 */
export function constantAssignment(
  names: CellNames,
  constants: ReadonlyMap<string, string>,
): Problem | undefined {
  const own = new Map(names.definitions.map(({ name, kind }) => [name, kind]));
  for (const { name, start, end } of names.writes) {
    const kind = own.get(name);
    if (kind === undefined ? !constants.has(name) : kind !== "const" && kind !== "import") continue;
    const what = kind === "import" ? "an import" : "a constant";
    const where = kind === undefined ? ` defined in ${constants.get(name)}` : "";
    return { name: "TypeError", message: `${name} is ${what}${where} and cannot be assigned to`, start, end };
  }
  return undefined;
}

/** Decorators and `accessor` fields: the engine does not know them, and the type stripper leaves them as they are. */
export function unsupportedSyntax({ nodes }: SyntaxTree): Problem | undefined {
  const found = nodes.find(({ type }) => type === "Decorator" || type === "AccessorProperty");
  if (!found) return undefined;
  const what = found.type === "Decorator" ? "decorators" : "accessor fields";
  const { start, end } = found;
  return { name: "SyntaxError", message: `JavaScript engines do not run ${what} yet`, start, end };
}
