// execute_request: the cell runs, and the reply tells how it ended. Output does not pass through here; it is
// published as it happens (publish-output.ts).

import type { Outcome } from "../channel/messages.ts";
import type { JsonObject, Message } from "../wire/message.ts";
import { booleanField, errorContent, objectField, textField } from "./content.ts";
import type { Context } from "./context.ts";
import { helpPage, helpQuery } from "./help.ts";
import { follow } from "./reactive/cascade.ts";
import { forgetDeleted } from "./reactive/deleted-cells.ts";
import { edit } from "./reactive/edited-cell.ts";
import { runCell } from "./run-cell.ts";
import type { Run } from "./runs.ts";
import { evaluateUserExpressions } from "./user-expressions.ts";

export async function execute(request: Message, context: Context): Promise<JsonObject> {
  const source = textField(request, "code");
  const silent = booleanField(request, "silent", false);
  const stored = booleanField(request, "store_history", true);
  const stopOnError = booleanField(request, "stop_on_error", true);
  objectField(request, "user_expressions", {}); // refused now, before anything has run

  context.comms.ran(request);
  const reactive = silent ? undefined : context.reactive.enter(request);
  const run = context.runs.start(request, stored && !silent, reactive);
  if (!silent) publishInput(source, run, context);
  if (run.counted) context.history.put({ line: run.executionCount, source, output: null });

  await forgetDeleted(run, context);
  const query = helpQuery(source);
  const payload = query === undefined ? [] : [await helpPage(query, request, context)];
  if (query !== undefined) await edit(undefined, run, context);
  const outcome: Outcome =
    query === undefined ? await runCell(source, silent, run, context) : { status: "ok" };
  context.input.forget(run.serial);
  run.showing?.end(outcome.status === "ok" ? undefined : outcome.error);

  const common = { execution_count: run.executionCount, payload };
  if (outcome.status === "ok") {
    const user_expressions = await evaluateUserExpressions(run, context);
    await follow(run, context);
    return { status: "ok", ...common, user_expressions };
  }
  const error = errorContent(outcome.error);
  context.iopub.publish(request.header, "error", error);
  if (stopOnError) await context.queue.abortWaiting();
  await follow(run, context);
  return { status: "error", ...error, ...common, user_expressions: {} };
}

/** The reply to a request whose cell does not run because one before it failed. */
export function abort(): JsonObject {
  return { status: "aborted" };
}

/** Shows every front-end, not only the one that asked, what runs now. */
function publishInput(code: string, { request, executionCount }: Run, { iopub }: Context): void {
  iopub.publish(request.header, "execute_input", { code, execution_count: executionCount });
}
