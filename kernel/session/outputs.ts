// Events of the cells' process, as Jupyter outputs. Each is published under the request of the run that caused
// it, also when that run is long over.

import type { CellEvent, MimeBundle } from "../channel/messages.ts";
import type { JsonObject } from "../wire/message.ts";
import { errorContent, textField } from "./content.ts";
import type { Context } from "./context.ts";
import type { Iopub } from "./iopub.ts";
import type { Runs } from "./runs.ts";

type Output = Extract<CellEvent, { type: "stream" | "display" | "clear" | "error" }>;
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

/** @returns a promise while readers are slower than the cells */
export function publishOutput(output: Output, runs: Runs, iopub: Iopub): Promise<void> | undefined {
  const run = runs.find(output.cell);
  if (run?.showing) return run.showing.take(output);
  const parent = run?.request.header ?? null;
  if (output.type === "stream") return iopub.stream(parent, output.name, output.text);
  return iopub.publish(parent, ...outputMessage(output));
}

/** The type and content of the message. `transient` is always there: some front-ends read it unasked. */
function outputMessage(output: Exclude<Output, { type: "stream" }>): [type: string, content: JsonObject] {
  switch (output.type) {
    case "display": {
      const transient: JsonObject = output.id === null ? {} : { display_id: output.id };
      const type = output.update ? "update_display_data" : "display_data";
      return [type, { ...bundleContent(output.bundle), transient }];
    }
    case "clear":
      return ["clear_output", { wait: output.wait }];
    case "error":
      return ["error", errorContent(output.error)];
  }
}

function bundleContent({ data, metadata }: MimeBundle): JsonObject {
  return { data, metadata };
}
