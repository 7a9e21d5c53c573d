// A cell that was interrupted while it waited does not go on when what it waited for arrives: it might go on for ever,
// with no cell to belong to, and keep the next one from running.
//
//   await f()  ->  $cell.resumed(await f())
//
// Functions of the cell are left alone: they are the person's, and other cells may call them.

import type { Node } from "oxc-parser";
import type { Edit } from "../rewriting.ts";
import { ancestors } from "../syntax-tree.ts";

export const checkAwait: Edit = ({ text, tree, cell }, node) => {
  if (node.type !== "AwaitExpression" || [...ancestors(tree, node)].some(isFunction)) return;
  text.prependRight(node.start, `${cell}.resumed(`).appendLeft(node.end, ")");
};

function isFunction({ type }: Node): boolean {
  return (
    type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression"
  );
}
