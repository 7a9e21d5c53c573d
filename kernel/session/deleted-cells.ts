// Cells that a person has deleted. A front-end tells of them with the next cell it sends; their names go away then, what
// they have started ends, and the cells that used them are stale.

import type { Message } from "../wire/message.ts";
import type { Context } from "./context.ts";
import { runOwnCode } from "./own-code.ts";
import type { Run } from "./runs.ts";

/** To be called before the run that has brought the news. */
export async function forgetDeleted(run: Run, context: Context): Promise<void> {
  const cells = deletedIn(run.request).filter((id) => context.reactive.find(id) !== undefined);
  if (cells.length === 0) return;
  const names = cells.flatMap((id) => context.reactive.delete(id));
  const code = `($, $cell) => $cell.forget(${JSON.stringify(cells)}, ${JSON.stringify(names)})`;
  await runOwnCode(code, run, context);
  context.scope.forget(names);
}

function deletedIn({ metadata: { deletedCells } }: Message): string[] {
  return Array.isArray(deletedCells) ? deletedCells.filter((id) => typeof id === "string") : [];
}
