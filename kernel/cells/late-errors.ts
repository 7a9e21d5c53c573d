// Errors that nobody waits for: thrown in a timer or an event handler, or a promise rejected with no handler. They
// are shown with the cell that started that code, and end nothing.

import { emitOutput } from "./capture.ts";
import { currentRun } from "./current-run.ts";
import { mendImmediates } from "./immediates.ts";
import { describeError } from "./traceback.ts";

export function reportLateErrors(): void {
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
}

function report(thrown: unknown): void {
  if (mendImmediates(thrown)) return;
  emitOutput({ type: "error", cell: currentRun(), error: describeError(thrown) });
}
