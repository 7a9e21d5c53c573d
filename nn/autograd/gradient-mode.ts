// Whether operations are recorded for the gradient. `noGrad` switches that off for one call of a function. The mode
// travels with that call, also over its awaits, and an interrupt, which runs no `finally`, leaves no trace of it.

import { AsyncLocalStorage } from "node:async_hooks";

const mode = new AsyncLocalStorage<boolean>();

export function isGradEnabled(): boolean {
  return mode.getStore() ?? true;
}

/** Calls `fn` without recording: its results require no gradient, and module calls release what they leave behind. */
export function noGrad<T>(fn: () => T): T {
  return mode.run(false, fn);
}

/** Calls `fn` with recording, also inside `noGrad`. */
export function enableGrad<T>(fn: () => T): T {
  return mode.run(true, fn);
}
