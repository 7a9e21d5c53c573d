// `export` has no meaning in a notebook, where every top-level name is visible anyway. It is allowed, so that
// code can be pasted from a module, and dropped: the declaration or expression behind it stays. So is the first
// line of a script, which names the program that runs it.

import type { Edit } from "../rewriting.ts";
import { isCellStatement } from "../syntax-tree.ts";

export const dropExport: Edit = ({ text, tree }, node) => {
  if (node.type === "Program" && node.hashbang) text.remove(node.hashbang.start, node.hashbang.end);
  if (!isCellStatement(tree, node)) return; // a namespace has exports of its own
  switch (node.type) {
    case "ExportNamedDeclaration":
      if (node.declaration) text.remove(node.start, node.declaration.start);
      else if (!node.source) text.overwrite(node.start, node.end, ";");
      return;
    case "ExportDefaultDeclaration": {
      const { declaration } = node;
      text.remove(node.start, declaration.start);
      const nameless =
        (declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") &&
        !declaration.id;
      if (nameless) {
        const [decorator] = "decorators" in declaration ? declaration.decorators : [];
        const start = Math.min(declaration.start, decorator?.start ?? declaration.start); // may stand ahead of `export`
        text.prependRight(start, "(").appendLeft(declaration.end, ")");
      }
      return;
    }
    case "TSExportAssignment":
      text.remove(node.start, node.expression.start);
      return;
    case "TSNamespaceExportDeclaration":
      text.overwrite(node.start, node.end, ";");
  }
};
