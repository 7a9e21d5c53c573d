// Events of the cells' process, as Jupyter outputs. Each is published under the request of the run that caused
// it, also when that run is long over.

import type { CellEvent, MimeBundle } from "../channel/messages.ts";
import type { JsonObject } from "../wire/message.ts";
import { errorContent } from "./content.ts";
import type { Iopub } from "./iopub.ts";
import type { Run, Runs } from "./runs.ts";

type Output = Extract<CellEvent, { type: "stream" | "display" | "clear" | "result" | "error" }>;

/** @returns a promise while readers are slower than the cells */
export function publishOutput(output: Output, runs: Runs, iopub: Iopub): Promise<void> | undefined {
  const run = runs.find(output.cell);
  const parent = run?.request.header ?? null;
  if (output.type === "stream") return iopub.stream(parent, output.name, output.text);
  return iopub.publish(parent, ...outputMessage(output, run));
}

/** The type and content of the message. `transient` is always there: some front-ends read it unasked. */
function outputMessage(
  output: Exclude<Output, { type: "stream" }>,
  run: Run | undefined,
): [type: string, content: JsonObject] {
  switch (output.type) {
    case "display": {
      const transient: JsonObject = output.id === null ? {} : { display_id: output.id };
      const type = output.update ? "update_display_data" : "display_data";
      return [type, { ...bundleContent(output.bundle), transient }];
    }
    case "result": {
      const execution_count = run?.executionCount ?? null;
      return ["execute_result", { ...bundleContent(output.bundle), execution_count, transient: {} }];
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
