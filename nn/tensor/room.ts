// What happens when memory ends: what nobody can reach any more is taken back, and the work is tried once more. If
// that does not help either, the error says what wanted how much, and how to need less.

import { OutOfMemoryError } from "../memory/arena.ts";
import { reclaim } from "./scope.ts";

/** Calls `make`, which must have no effect when it fails; `name` tells in the error what was to be made. */
export function withRoom<T>(name: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof OutOfMemoryError)) throw error;
  }
  reclaim();
  try {
    return make();
  } catch (error) {
    if (!(error instanceof OutOfMemoryError)) throw error;
    throw new OutOfMemoryError(`${name}: ${error.message}. ${advice}`, { cause: error });
  }
}

const advice =
  "What is in use is still held: by variables, or by the history that a gradient needs. Under torch.noGrad(fn) there is " +
  "no history; torch.scope(fn) and `using` give back what variables hold, and torch.memory() shows how much is alive";
