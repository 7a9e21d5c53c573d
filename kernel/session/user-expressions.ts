// user_expressions: what a front-end wants to know right after a cell, each expression under a name of its choice.
// They run as small cells of their own, whose results go into the reply instead of onto the screen.

import type { MimeBundle } from "../channel/messages.ts";
import type { JsonObject } from "../wire/message.ts";
import { errorContent, objectField } from "./content.ts";
import type { Context } from "./context.ts";
import { runCode } from "./run-cell.ts";
import type { Run } from "./runs.ts";

/** One after the other, each with its value or its error. */
export async function evaluateUserExpressions(cell: Run, context: Context): Promise<JsonObject> {
  const values: [name: string, value: JsonObject][] = [];
  for (const [name, expression] of Object.entries(objectField(cell.request, "user_expressions", {}))) {
    values.push([name, await evaluate(String(expression), cell, context)]);
  }
  return Object.fromEntries(values);
}

async function evaluate(expression: string, cell: Run, context: Context): Promise<JsonObject> {
  let value: MimeBundle = { data: { "text/plain": "undefined" }, metadata: {} }; // which is no result to show
  const run = context.runs.startPart(cell, (result) => {
    value = result;
  });
  const outcome = await runCode(expression, expression, false, run, context);
  context.input.forget(run.serial);
  if (outcome.status === "ok") return { status: "ok", data: value.data, metadata: value.metadata };
  return { status: "error", ...errorContent(outcome.error) };
}
