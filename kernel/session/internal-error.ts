// A fault of the kernel itself: shown to the person like any other error, with the kernel's own stack.

import type { CellError } from "../channel/messages.ts";

export function internalError(failure: unknown): CellError {
  const error = failure instanceof Error ? failure : new Error(String(failure));
  return { name: error.name, message: error.message, traceback: (error.stack ?? error.message).split("\n") };
}
