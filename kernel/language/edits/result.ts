// The value of a cell is that of its last statement, if that is an expression: `$cell.result(...)` shows it. A
// semicolon behind it says that the value is not to be shown.

import type { Node } from "oxc-parser";
import type { Edit } from "../rewriting.ts";
import type { SyntaxTree } from "../syntax-tree.ts";

/** Whether a node is the statement whose value is shown. */
export function isShown(
  node: Node,
  { program }: SyntaxTree,
  source: string,
): node is Node & { readonly type: "ExpressionStatement" } {
  return node === program.body.at(-1) && node.type === "ExpressionStatement" && source[node.end - 1] !== ";";
}

export const showResult: Edit = ({ text, tree, source, cell }, node) => {
  if (!isShown(node, tree, source)) return;
  // A comma would make two arguments of one sequence.
  const [open, close] = node.expression.type === "SequenceExpression" ? ["((", "))"] : ["(", ")"];
  text.prependRight(node.start, `${cell}.result${open}`).appendLeft(node.end, close);
};
