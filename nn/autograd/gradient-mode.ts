// Whether operations are recorded for the gradient. `noGrad` switches that off for one call of a function. The mode
// travels with that call, also over its awaits, and an interrupt, which runs no `finally`, leaves no trace of it.

import { AsyncLocalStorage } from "node:async_hooks";
import { boolean } from "../arguments/checks.ts";

interface Mode {
  enabled: boolean;
}

const modes = new AsyncLocalStorage<Mode>();
const outermost: Mode = { enabled: true };

function current(): Mode {
  return modes.getStore() ?? outermost;
}

export function isGradEnabled(): boolean {
  return current().enabled;
}

/** Calls `fn` without recording: its results require no gradient, and module calls release what they leave behind. */
export function noGrad<T>(fn: () => T): T {
  return modes.run({ enabled: false }, fn);
}

/** Calls `fn` with recording, also inside `noGrad`. */
export function enableGrad<T>(fn: () => T): T {
  return modes.run({ enabled: true }, fn);
}

/** Calls `fn` without recording, as `noGrad`: there is nothing more here that could be left out. */
export function inferenceMode<T>(fn: () => T): T {
  return noGrad(fn);
}

/**
 * Calls `fn` with or without recording. Without `fn`, all that follows is recorded or not: until the end of the `noGrad` (or
 * the like) in which this is called, or for good.
 */
export function setGradEnabled(mode: boolean): void;
export function setGradEnabled<T>(mode: boolean, fn: () => T): T;
export function setGradEnabled<T>(mode: boolean, fn?: () => T): T | undefined {
  boolean("setGradEnabled: mode", mode);
  if (fn) return modes.run({ enabled: mode }, fn);
  current().enabled = mode;
  return undefined;
}
