// A text becomes a compiled cell and runs in the cells' process: what the person sent, or one of the expressions
// that a front-end wants to know beside it. What the run defines is noted for the cells after it.

import type { CellError, Outcome } from "../channel/messages.ts";
import { readMagics } from "../language/magics.ts";
import { cellError } from "../language/problem.ts";
import type { Context } from "./context.ts";
import { internalError } from "./internal-error.ts";
import { runMagics } from "./magics.ts";
import { refreshAncestors } from "./reactive/cascade.ts";
import { remember } from "./reactive/learn.ts";
import { runCompiled } from "./run-compiled.ts";
import type { Run } from "./runs.ts";

/** Runs what a person has sent: first its magics, then its code. Always resolves. */
export async function runCell(source: string, silent: boolean, run: Run, context: Context): Promise<Outcome> {
  context.scope.missing.begin(run);
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
  const { language, scope, typeChecks } = context;
  try {
    if (run.interruption.signal.aborted) return { status: "interrupted", error: interrupted };
    const { constants, defined, functions } = scope;
    await typeChecks.readSettings(run);
    const { settings } = typeChecks;
    const compilation = language.compileCell(text, {
      file: run.file,
      constants,
      defined,
      functions,
      settings,
    });
    if (compilation.status === "error") return compilation;

    const { cell } = compilation;
    await refreshAncestors(cell, run, context);
    const reactive = context.reactive.find(run.cell);
    if (reactive !== undefined) reactive.typesBefore = typeChecks.simpleTypesOf(cell);
    const checked = await typeChecks.check(cell.module, run);
    if (checked.error || run.interruption.signal.aborted) {
      checked.dropped();
      scope.missing.failed(run, cell.definitions);
      if (checked.error) return { status: "error", error: checked.error };
      return { status: "interrupted", error: interrupted };
    }
    scope.learnFunctions(cell.functions);
    const started = performance.now();
    const finished = await runCompiled(cell, source, silent, checked, run, context);
    const milliseconds = performance.now() - started;
    remember(source, cell, { ...finished, milliseconds }, run, context);
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
