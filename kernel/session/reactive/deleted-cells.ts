// Cells that a person has deleted. JupyterLab tells of them with the next cell it sends, elsewhere a person can say it
// (`%forget 3`); their names go away then, what they have started ends, and the cells that used them are stale.

import type { CellId } from "../../reactive/notebook.ts";
import type { Message } from "../../wire/message.ts";
import type { Context } from "../context.ts";
import type { Run } from "../runs.ts";
import { forgetNames } from "./lost-names.ts";

/** To be called before the run that has brought the news. */
export function forgetDeleted(run: Run, context: Context): Promise<void> {
  return forgetCells(deletedIn(run.request), run, context);
}

export async function forgetCells(deleted: readonly CellId[], run: Run, context: Context): Promise<void> {
  const { reactive, scope } = context;
  const cells = deleted.flatMap((id) => reactive.find(id) ?? []);
  if (cells.length === 0) return;
  for (const { id } of cells) scope.missing.delete(id);
  const lost = cells.map((cell) => ({
    ...reactive.delete(cell.id),
    types: cell.declaredTypes,
    file: cell.run?.file ?? "",
  }));
  const ids = cells.map(({ id }) => id);
  await forgetNames(lost, ids, run, context);
}

function deletedIn({ metadata: { deletedCells } }: Message): string[] {
  return Array.isArray(deletedCells) ? deletedCells.filter((id) => typeof id === "string") : [];
}
