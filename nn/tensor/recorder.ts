// Who wants to know what is computed, such as the drawing of a network's data flow, listens here. The listener travels
// with the call that it listens to, so an interrupt, which runs no `finally`, leaves none behind. When nobody listens,
// an operation pays for one look.

import { AsyncLocalStorage } from "node:async_hooks";
import type { NDArray } from "../array/ndarray.ts";

/**
 * Is told of an operation that has run.
 * @param output a new array, or one of the inputs if the operation wrote into it
 */
export type Recorder = (name: string, inputs: readonly NDArray[], output: NDArray) => void;

const recorders = new AsyncLocalStorage<Recorder>();

/** Calls `fn`; `recorder` is told of all operations that run meanwhile. */
export function recording<T>(recorder: Recorder, fn: () => T): T {
  return recorders.run(recorder, fn);
}

/** Whether what runs now is what this recorder listens to. */
export function isRecordedBy(recorder: Recorder): boolean {
  return recorders.getStore() === recorder;
}

/** Says that an operation has run. */
export function record(name: string, inputs: readonly NDArray[], output: NDArray): void {
  recorders.getStore()?.(name, inputs, output);
}
