// What a run has printed or shown, or that it is cleared, on its way to the front-ends: to the screen of its cell, if it
// has one, else under the request that it belongs to, also when that is long over.

import type { CellEvent, MimeBundle } from "../channel/messages.ts";
import type { JsonObject } from "../wire/message.ts";
import { errorContent } from "./content.ts";
import type { Iopub } from "./iopub.ts";
import type { Run, Runs } from "./runs.ts";

type Output = Extract<CellEvent, { type: "stream" | "display" | "clear" | "error" }>;

/** @returns a promise while readers are slower than the cells */
export function publishOutput(output: Output, runs: Runs, iopub: Iopub): Promise<void> | undefined {
  return publishFor(runs.find(output.cell), output, iopub);
}

/** As `publishOutput`, where the run is at hand. */
export function publishFor(run: Run | undefined, output: Output, iopub: Iopub): Promise<void> | undefined {
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

export function bundleContent({ data, metadata }: MimeBundle): JsonObject {
  return { data, metadata };
}
