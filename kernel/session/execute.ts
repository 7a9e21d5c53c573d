// execute_request: the text becomes a compiled cell, the cell runs in its own process, and the reply tells how
// it ended. Output does not pass through here; it is published as it happens (outputs.ts).

import { cellLabel } from "../channel/cell-label.ts";
import type { CellError, Outcome } from "../channel/messages.ts";
import type { JsonObject, Message } from "../wire/message.ts";
import { booleanField, errorContent, textField } from "./content.ts";
import type { Context } from "./context.ts";
import type { Run } from "./runs.ts";

export async function execute(request: Message, context: Context): Promise<JsonObject> {
  const source = textField(request, "code");
  const silent = booleanField(request, "silent", false);
  const stored = booleanField(request, "store_history", true);
  const stopOnError = booleanField(request, "stop_on_error", true);

  const run = context.runs.start(request, stored && !silent);
  if (!silent) publishInput(source, run, context);
  const outcome = await compileAndRun(source, silent, run, context);
  context.input.forget(run.serial);

  const common = { execution_count: run.executionCount, user_expressions: {}, payload: [] };
  if (outcome.status === "ok") return { status: "ok", ...common };
  const error = errorContent(outcome.error);
  context.iopub.publish(request.header, "error", error);
  if (stopOnError) await context.queue.abortWaiting();
  return { status: "error", ...error, ...common };
}

/** The reply to a request whose cell does not run because one before it failed. */
export function abort(): JsonObject {
  return { status: "aborted" };
}

/** Shows every front-end, not only the one that asked, what runs now. */
function publishInput(code: string, { request, executionCount }: Run, { iopub }: Context): void {
  iopub.publish(request.header, "execute_input", { code, execution_count: executionCount });
}

async function compileAndRun(source: string, silent: boolean, run: Run, context: Context): Promise<Outcome> {
  const { language, cells, scope } = context;
  try {
    const { file } = run;
    const { constants, defined } = scope;
    const compilation = language.compileCell(source, { file, constants, defined });
    if (compilation.status === "error") return compilation;

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

/** A fault of the kernel itself: shown to the person like any other error, with the kernel's own stack. */
function internalError(failure: unknown): CellError {
  const error = failure instanceof Error ? failure : new Error(String(failure));
  return { name: error.name, message: error.message, traceback: (error.stack ?? error.message).split("\n") };
}
