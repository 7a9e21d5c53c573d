// Who wants to know what is computed, such as the drawing of a network's data flow, listens here. The listener travels
// with the call that it listens to, so an interrupt, which runs no `finally`, leaves none behind. Until somebody has
// listened for the first time, an operation pays for nothing but looking at a flag.

import { AsyncLocalStorage } from "node:async_hooks";
import type { NDArray } from "../array/ndarray.ts";

/**
 * Is told of an operation that has run.
 * @param output a new array, or one of the inputs if the operation wrote into it
 * @param options what else the operation was told, such as the stride of a convolution
 */
export type Recorder = (name: string, inputs: readonly NDArray[], output: NDArray, options?: unknown) => void;

const recorders = new AsyncLocalStorage<Recorder>();
let everUsed = false;

/** Calls `fn`; `recorder` is told of all operations that run meanwhile. */
export function recording<T>(recorder: Recorder, fn: () => T): T {
  everUsed = true;
  return recorders.run(recorder, fn);
}

/** Who is to be told of what runs now. */
export function currentRecorder(): Recorder | undefined {
  return everUsed ? recorders.getStore() : undefined;
}
