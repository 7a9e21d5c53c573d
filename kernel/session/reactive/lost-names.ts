// Names that go: their cell is deleted, or its text does not declare them any more. Nobody may find their old values, so
// they leave the scope and the types before anything else runs. A name that another cell defined before is that cell's
// again; it runs once more, and its types are looked at anew.

import type { Lost } from "../../reactive/notebook.ts";
import type { Context } from "../context.ts";
import { runOwnCode } from "../own-code.ts";
import type { Run } from "../runs.ts";
import { retype } from "./retype.ts";

/** What one cell has lost. */
export interface LostNames extends Lost {
  /** types that it declared, and does not any more */
  readonly types: readonly string[];
  /** the name of its last run in stack traces */
  readonly file: string;
}

/** @param deleted cells that are no more: what they have started ends */
export async function forgetNames(
  lost: readonly LostNames[],
  deleted: readonly string[],
  run: Run,
  context: Context,
): Promise<void> {
  const { reactive, scope, typeChecks } = context;
  const values = lost.flatMap(({ names }) => names);
  if (values.length > 0 || deleted.length > 0) {
    await runOwnCode(
      `($, $cell) => $cell.forget(${JSON.stringify(deleted)}, ${JSON.stringify(values)})`,
      run,
      context,
    );
  }
  scope.forget(values);
  for (const each of lost) typeChecks.forget(each.file, [...each.names, ...each.types]);
  for (const id of lost.flatMap(({ heirs }) => heirs)) {
    const heir = reactive.find(id);
    if (heir?.types === "right") heir.types = "unknown";
  }
  const users = lost.flatMap(({ names, types }) => [...names, ...types]);
  await retype(users, run, context); // those who use the values are stale already
}
