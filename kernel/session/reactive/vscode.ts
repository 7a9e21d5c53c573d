// What is different in VS Code, seen in its Jupyter extension. It forgets the ids of displays when it clears outputs, which
// it does late, so that an update may find nothing; what is written under a cell's own request always arrives. It draws a
// chart again below the old one when the output of a chart gets the data of another. And of "Run All" it sends one cell
// at a time, each when the one before is done.

import type { MimeBundle } from "../../channel/messages.ts";
import type { CellId } from "../../reactive/notebook.ts";

/** Its cells have the addresses of their documents as ids. */
export function isVsCodeCell(id: CellId | undefined): boolean {
  return id?.startsWith("vscode-notebook-cell:") === true;
}

/** What a display shows in the place of another one: of a chart its picture, which replaces what was there. */
export function withoutChart({ data, metadata }: MimeBundle): MimeBundle {
  if (data["image/png"] === undefined) return { data, metadata };
  const kept = Object.entries(data).filter(([type]) => !type.startsWith("application/vnd.vega"));
  return { data: Object.fromEntries(kept), metadata };
}
