// The value of a cell is that of its last statement, if that is an expression: `$cell.result(...)` shows it. A
// semicolon behind it says that the value is not to be shown.

import type { Edit } from "../rewriting.ts";

export const showResult: Edit = ({ text, tree, source, cell }, node) => {
  if (
    node !== tree.program.body.at(-1) ||
    node.type !== "ExpressionStatement" ||
    source[node.end - 1] === ";"
  )
    return;
  // A comma would make two arguments of one sequence.
  const [open, close] = node.expression.type === "SequenceExpression" ? ["((", "))"] : ["(", ")"];
  text.prependRight(node.start, `${cell}.result${open}`).appendLeft(node.end, close);
};
