// Cells that a person has deleted. A front-end tells of them with the next cell it sends; their names go away then, what
// they have started ends, and the cells that used them are stale.

import type { Message } from "../../wire/message.ts";
import type { Context } from "../context.ts";
import { runOwnCode } from "../own-code.ts";
import type { Run } from "../runs.ts";
import type { ReactiveCell } from "./cells.ts";
import { retype } from "./retype.ts";

/** To be called before the run that has brought the news. */
export async function forgetDeleted(run: Run, context: Context): Promise<void> {
  const { reactive, scope, typeChecks } = context;
  const cells = deletedIn(run.request).flatMap((id) => reactive.find(id) ?? []);
  if (cells.length === 0) return;
  const ids = cells.map(({ id }) => id);
  for (const id of ids) scope.missing.delete(id);
  const names = ids.flatMap((id) => reactive.delete(id));
  const code = `($, $cell) => $cell.forget(${JSON.stringify(ids)}, ${JSON.stringify(names)})`;
  await runOwnCode(code, run, context);
  scope.forget(names);
  for (const { run: last } of cells) if (last !== undefined) typeChecks.forget(last.file, names);
  await retype(cells.flatMap(typesOf), run, context); // those who use its values are stale, and are told so
}

function typesOf({ compiled }: ReactiveCell): string[] {
  return (compiled?.definitions ?? []).filter(({ kind }) => kind === "type").map(({ name }) => name);
}

function deletedIn({ metadata: { deletedCells } }: Message): string[] {
  return Array.isArray(deletedCells) ? deletedCells.filter((id) => typeof id === "string") : [];
}
