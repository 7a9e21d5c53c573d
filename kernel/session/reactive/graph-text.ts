// The graph of the notebook as text: each cell with what it defines, what it uses of which other, and whether it is stale.

import type { ReactiveNotebook } from "../../reactive/notebook.ts";

export function graphText(notebook: ReactiveNotebook): string {
  const stale = notebook.stale();
  const lines = notebook.graph().flatMap(({ node, parents }) => {
    const defined = node.facts.definitions.map(({ name }) => name).join(", ");
    const mark = stale.has(node.id) ? "  (stale)" : "";
    const uses = [...parents].map(([parent, names]) => `    uses ${names.join(", ")} of ${parent.label}`);
    if (defined === "" && uses.length === 0) return [];
    return [`${node.label}${defined === "" ? "" : `  ${defined}`}${mark}`, ...uses];
  });
  return lines.length === 0 ? "No cell defines or uses a name." : lines.join("\n");
}
