// Cells that a person has deleted. A front-end tells of them with the next cell it sends; their names go away then,
// and the cells that used them are stale.

import type { Message } from "../wire/message.ts";
import type { Context } from "./context.ts";
import { runOwnCode } from "./own-code.ts";
import type { Run } from "./runs.ts";

/** To be called before the run that has brought the news. */
export async function forgetDeleted(run: Run, context: Context): Promise<void> {
  const names = deletedIn(run.request).flatMap((id) => context.reactive.delete(id));
  if (names.length === 0) return;
  const code = `async ($) => { for (const name of ${JSON.stringify(names)}) delete $[name]; }`;
  await runOwnCode(code, run, context);
  context.scope.forget(names);
}

function deletedIn({ metadata: { deletedCells } }: Message): string[] {
  return Array.isArray(deletedCells) ? deletedCells.filter((id) => typeof id === "string") : [];
}
