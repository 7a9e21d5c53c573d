// The end of a run that has left nothing in the notebook: it was stopped before its code ran, or its process is gone.

import type { Finished, Outcome } from "./messages.ts";

export function withoutTraces(outcome: Outcome): Omit<Finished, "type" | "cell"> {
  return { outcome, defined: [], reads: [] };
}
