// The value of a cell's last expression, as Jupyter has results.

import type { CellEvent } from "../channel/messages.ts";
import { textField } from "./content.ts";
import type { Context } from "./context.ts";
import { bundleContent } from "./publish-output.ts";

type Result = Extract<CellEvent, { type: "result" }>;

/** Longer results are not kept in the history, in UTF-16 units. */
const memorable = 10_000;

/** The value of a cell's last expression goes to whoever wants it, to the history and onto the screen. */
export function publishResult({ cell, bundle }: Result, context: Context): Promise<void> | undefined {
  const run = context.runs.find(cell);
  if (run?.takeResult !== undefined) {
    run.takeResult(bundle);
    return undefined;
  }
  const text = bundle.data["text/plain"];
  if (run?.counted && typeof text === "string" && text.length <= memorable) {
    context.history.put({ line: run.executionCount, source: textField(run.request, "code"), output: text });
  }
  if (run?.showing) return run.showing.take({ type: "result", cell, bundle });
  const content = { ...bundleContent(bundle), execution_count: run?.executionCount ?? null, transient: {} };
  return context.iopub.publish(run?.request.header ?? null, "execute_result", content);
}
