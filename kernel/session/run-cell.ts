// A text becomes a compiled cell and runs in the cells' process: what the person sent, or one of the expressions
// that a front-end wants to know beside it. What the run defines is noted for the cells after it.

import { cellLabel } from "../channel/cell-label.ts";
import type { CellError, Outcome } from "../channel/messages.ts";
import type { Context } from "./context.ts";
import type { Run } from "./runs.ts";

/** Always resolves; a text that cannot run is an error outcome, and so is a fault of the kernel itself. */
export async function runCell(source: string, silent: boolean, run: Run, context: Context): Promise<Outcome> {
  const { language, cells, scope } = context;
  try {
    const { file } = run;
    const { constants, defined } = scope;
    const compilation = language.compileCell(source, { file, constants, defined });
    if (compilation.status === "error") return compilation;
    if (run.interruption.signal.aborted) return { status: "interrupted", error: interrupted };

    const { code, map, definitions } = compilation.cell;
    const values = definitions.filter(({ kind }) => kind !== "type");
    const finished = await cells.execute({
      type: "execute",
      cell: run.serial,
      file,
      source,
      code,
      map,
      defines: values.map(({ name }) => name),
      silent,
    });
    scope.learn(values, finished.defined, cellLabel(file));
    return finished.outcome;
  } catch (failure) {
    return { status: "error", error: internalError(failure) };
  }
}

const interrupted: CellError = {
  name: "Interrupted",
  message: "The cell was interrupted before it ran.",
  traceback: ["Interrupted: The cell was interrupted before it ran."],
};

/** A fault of the kernel itself: shown to the person like any other error, with the kernel's own stack. */
function internalError(failure: unknown): CellError {
  const error = failure instanceof Error ? failure : new Error(String(failure));
  return { name: error.name, message: error.message, traceback: (error.stack ?? error.message).split("\n") };
}
