// A text becomes a compiled cell and runs in the cells' process: what the person sent, or one of the expressions
// that a front-end wants to know beside it. What the run defines is noted for the cells after it.

import type { CellError, Outcome } from "../channel/messages.ts";
import type { Compilation } from "../language/compile.ts";
import { readMagics } from "../language/magics.ts";
import { cellError } from "../language/problem.ts";
import type { Context } from "./context.ts";
import { internalError } from "./internal-error.ts";
import { runMagics } from "./magics.ts";
import { refreshAncestors } from "./reactive/cascade.ts";
import type { ReactiveCell } from "./reactive/cells.ts";
import { edit } from "./reactive/edited-cell.ts";
import { learn } from "./reactive/learn.ts";
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
  const { scope, typeChecks } = context;
  try {
    if (run.interruption.signal.aborted) return { status: "interrupted", error: interrupted };
    await typeChecks.readSettings(run);
    const compilation = await compile(text, run, context);
    if (compilation.status === "error") return compilation;

    const { cell } = compilation;
    await refreshAncestors(cell, run, context);
    const checked = await typeChecks.check(cell.module, run);
    if (checked.error || run.interruption.signal.aborted) {
      checked.dropped();
      refuse(run, checked.error ? "wrong" : "unknown", context);
      scope.missing.failed(run, cell.definitions);
      if (checked.error) return { status: "error", error: checked.error };
      return { status: "interrupted", error: interrupted };
    }
    scope.learnFunctions(cell.functions);
    const started = performance.now();
    const finished = await runCompiled(cell, source, silent, checked, run, context);
    const milliseconds = performance.now() - started;
    learn(cell, { ...finished, milliseconds }, run, context);
    return finished.outcome;
  } catch (failure) {
    return { status: "error", error: internalError(failure) };
  }
}

/** Compiles a cell among the others; names that its text does not declare any more are gone then. */
async function compile(text: string, run: Run, context: Context): Promise<Compilation> {
  const { language, scope, typeChecks } = context;
  const { constants, defined, functions } = scope;
  const { settings } = typeChecks;
  const { file } = run;
  const compilation = language.compileCell(text, { file, constants, defined, functions, settings });
  if (compilation.status === "error") return compilation;
  const areNamesGone = await edit(compilation.cell, run, context);
  return areNamesGone ? compile(text, run, context) : compilation;
}

/** The cell does not run: its types are wrong, or nobody waited until they were known. */
function refuse({ cell: id }: Run, types: ReactiveCell["types"], { reactive }: Context): void {
  const cell = reactive.find(id);
  if (cell === undefined) return;
  cell.types = types;
  reactive.graph.failed(cell.id);
}

const interrupted: CellError = {
  name: "Interrupted",
  message: "The cell was interrupted before it ran.",
  traceback: ["Interrupted: The cell was interrupted before it ran."],
};
