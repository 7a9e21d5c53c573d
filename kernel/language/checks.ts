// What is wrong with a cell although it parses, found before it runs.

import type { Node } from "oxc-parser";
import type { CellNames } from "./names.ts";
import type { Problem } from "./problem.ts";
import { ancestors, type SyntaxTree } from "./syntax-tree.ts";

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
  for (const { name, offset } of names.writes) {
    const kind = own.get(name);
    if (kind === undefined ? !constants.has(name) : kind !== "const" && kind !== "import") continue;
    const what = kind === "import" ? "an import" : "a constant";
    const where = kind === undefined ? ` defined in ${constants.get(name)}` : "";
    return { name: "TypeError", message: `${name} is ${what}${where} and cannot be assigned to`, offset };
  }
  return undefined;
}

/** What the parser lets pass, but neither the JavaScript engine nor the type stripper can run. */
export function unrunnableSyntax(tree: SyntaxTree): Problem | undefined {
  for (const node of tree.nodes) {
    const message = whyUnrunnable(tree, node);
    if (message !== undefined) return { name: "SyntaxError", message, offset: node.start };
  }
  return undefined;
}

function whyUnrunnable(tree: SyntaxTree, node: Node): string | undefined {
  switch (node.type) {
    case "Decorator":
      return "JavaScript engines do not run decorators yet";
    case "AccessorProperty":
      return "JavaScript engines do not run accessor fields yet";
    case "Literal":
      return "regex" in node ? whyNoRegularExpression(node.regex.pattern, node.regex.flags) : undefined;
    case "VariableDeclaration": {
      const [exported, block] = ancestors(tree, node);
      if (exported?.type !== "ExportNamedDeclaration" || block?.type !== "TSModuleBlock") return undefined;
      if (node.kind === "const" || node.declare) return undefined;
      return `a namespace can export constants, functions and classes, but no ${node.kind}`;
    }
    default:
      return undefined;
  }
}

function whyNoRegularExpression(pattern: string, flags: string): string | undefined {
  try {
    new RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
