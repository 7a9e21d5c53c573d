// The end of a run where the code around it fails: nothing but a cell can have brought that about.

import type { Outcome } from "../channel/messages.ts";

export function brokenBy(failure: unknown): Outcome {
  const name = "BrokenProcess";
  const message =
    "A cell has replaced a part of JavaScript that the kernel works with in the cells' process " +
    `(${reasonOf(failure)}). %reset gives a fresh one.`;
  return { status: "error", error: { name, message, traceback: [`${name}: ${message}`] } };
}

function reasonOf(failure: unknown): string {
  try {
    return `${failure}`;
  } catch {
    return "an error that cannot be shown";
  }
}
