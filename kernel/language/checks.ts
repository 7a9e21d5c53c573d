// What is wrong with a cell although it parses, found before it runs.

import type { CellNames } from "./names.ts";
import type { Problem } from "./problem.ts";
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
  const own = new Map([...names.definitions, ...names.local].map(({ name, kind }) => [name, kind]));
  for (const { name, offset } of [...names.writes, ...names.localWrites]) {
    const kind = own.get(name);
    if (kind === undefined ? !constants.has(name) : kind !== "const" && kind !== "import") continue;
    const what = kind === "import" ? "an import" : "a constant";
    const where = kind === undefined ? ` defined in ${constants.get(name)}` : "";
    return { name: "TypeError", message: `${name} is ${what}${where} and cannot be assigned to`, offset };
  }
  return undefined;
}

/** A regular expression that the parser lets pass, but no JavaScript engine compiles. */
export function refusedExpression({ nodes }: SyntaxTree): Problem | undefined {
  for (const node of nodes) {
    if (node.type !== "Literal" || !("regex" in node)) continue;
    const message = whyNoRegularExpression(node.regex.pattern, node.regex.flags);
    if (message !== undefined) return { name: "SyntaxError", message, offset: node.start };
  }
  return undefined;
}

function whyNoRegularExpression(pattern: string, flags: string): string | undefined {
  try {
    new RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
