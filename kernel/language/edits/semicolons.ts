// A rewritten line may begin with `(` or `[` where the person's line did not, and would then continue the line
// before it. So every statement that relies on automatic semicolon insertion gets its semicolon.

import type { Node } from "oxc-parser";
import type { Edit, Rewriting } from "../rewriting.ts";

export const addSemicolon: Edit = (rewriting, node) => {
  if (isStatement(rewriting, node) && rewriting.source[node.end - 1] !== ";")
    rewriting.text.appendLeft(node.end, ";");
};

/** The statements that end with a semicolon, written or not. */
const endsWithSemicolon: ReadonlySet<string> = new Set([
  "BreakStatement",
  "ContinueStatement",
  "DebuggerStatement",
  "DoWhileStatement",
  "ExpressionStatement",
  "ReturnStatement",
  "ThrowStatement",
  "VariableDeclaration",
  "ExportDefaultDeclaration",
  "TSExportAssignment",
  "TSTypeAliasDeclaration",
  "TSDeclareFunction",
  "TSImportEqualsDeclaration",
]);

function isStatement({ tree }: Rewriting, node: Node): boolean {
  if (!endsWithSemicolon.has(node.type)) return false;
  const parent = tree.parents.get(node);
  if (parent?.type === "ForStatement") return parent.body === node;
  if (parent?.type === "ForInStatement" || parent?.type === "ForOfStatement") return parent.body === node;
  return true;
}
