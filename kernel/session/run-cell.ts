// A text becomes a compiled cell and runs in the cells' process: what the person sent, or one of the expressions
// that a front-end wants to know beside it. What the run defines is noted for the cells after it.

import { cellLabel } from "../channel/cell-label.ts";
import type { CellError, Outcome } from "../channel/messages.ts";
import { readMagics } from "../language/magics.ts";
import { cellError } from "../language/problem.ts";
import type { Context } from "./context.ts";
import { runMagics } from "./magics.ts";
import type { Run } from "./runs.ts";

/** Runs what a person has sent: first its magics, then its code. Always resolves. */
export async function runCell(source: string, silent: boolean, run: Run, context: Context): Promise<Outcome> {
  const { magics, code } = readMagics(source);
  const { problem, finish } = await runMagics(magics, run, context);
  if (problem) return { status: "error", error: cellError(problem, source, run.file) };
  const outcome = await runCode(code, source, silent, run, context);
  finish();
  return outcome;
}

/**
 * Runs code, whose positions are those of `source`. Always resolves; code that cannot run is an error outcome, and so
 * is a fault of the kernel itself.
 */
export async function runCode(
  text: string,
  source: string,
  silent: boolean,
  run: Run,
  context: Context,
): Promise<Outcome> {
  const { language, cells, scope, typeChecks } = context;
  try {
    const { file } = run;
    if (run.interruption.signal.aborted) return { status: "interrupted", error: interrupted };
    const { constants, defined, functions } = scope;
    const compilation = language.compileCell(text, { file, constants, defined, functions });
    if (compilation.status === "error") return compilation;

    const { code, map, definitions, module } = compilation.cell;
    const checked = await typeChecks.check(module, run);
    if (checked.error || run.interruption.signal.aborted) {
      checked.dropped();
      if (checked.error) return { status: "error", error: checked.error };
      return { status: "interrupted", error: interrupted };
    }
    scope.learnFunctions(compilation.cell.functions);
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
    checked.ran(new Set(finished.defined.map(({ name }) => name)));
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
