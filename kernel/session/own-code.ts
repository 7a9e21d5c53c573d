// Code of the kernel itself that has to run where the values are: a small run of its own under the request of a cell's
// run, whose output, if there is any, is the cell's.

import type { Outcome } from "../channel/messages.ts";
import type { Context } from "./context.ts";
import type { Run } from "./runs.ts";

const unmapped = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });

/** @param code a function of the scope and of what serves the run, as cells are compiled to */
export async function runOwnCode(code: string, whole: Run, { runs, cells }: Context): Promise<Outcome> {
  const { serial, file } = runs.startPart(whole);
  const { outcome } = await cells.execute({
    type: "execute",
    cell: serial,
    file,
    source: "",
    code,
    map: unmapped,
    defines: [],
    silent: true,
  });
  return outcome;
}

/** Lets a magic act in the cells' process. @throws Error that says what cannot be done */
export async function runProcessMagic(
  name: string,
  argument: string,
  run: Run,
  context: Context,
): Promise<void> {
  const code = `($, $cell) => $cell.magic(${JSON.stringify(name)}, ${JSON.stringify(argument)})`;
  const outcome = await runOwnCode(code, run, context);
  if (outcome.status !== "ok") throw new Error(outcome.error.message);
}
