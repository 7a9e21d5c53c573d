// Cells that a person has deleted. A front-end tells of them with the next cell it sends; their names go away then,
// and the cells that used them are stale.

import type { Message } from "../wire/message.ts";
import type { Context } from "./context.ts";
import type { Run } from "./runs.ts";

/** To be called before the run that has brought the news. */
export async function forgetDeleted(run: Run, context: Context): Promise<void> {
  const names = deletedIn(run.request).flatMap((id) => context.reactive.delete(id));
  if (names.length === 0) return;
  const { serial, file } = context.runs.startPart(run);
  await context.cells.execute({
    type: "execute",
    cell: serial,
    file,
    source: "",
    code: `async ($) => { for (const name of ${JSON.stringify(names)}) delete $[name]; }`,
    map: JSON.stringify({ version: 3, sources: [], names: [], mappings: "" }),
    defines: [],
    silent: true,
  });
  context.scope.forget(names);
}

function deletedIn({ metadata: { deletedCells } }: Message): string[] {
  return Array.isArray(deletedCells) ? deletedCells.filter((id) => typeof id === "string") : [];
}
