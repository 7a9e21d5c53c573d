// Arrays that an operation needs only on its way to the result: contiguous copies, intermediate results. Declared
// with `using`, they are given back when the operation ends, also when it ends with an error; the garbage
// collector alone would let them pile up in a synchronous loop.

import { denseCopy } from "./dense-copy.ts";
import { isContiguous, type NDArray } from "./ndarray.ts";
import type { Storage } from "./storage.ts";

export class Temporaries {
  readonly #storages: Storage[] = [];

  /** Takes care of an array that owns its storage, and returns it. */
  add(array: NDArray): NDArray {
    this.#storages.push(array.storage);
    return array;
  }

  /** The array itself if it is contiguous, else a contiguous copy. */
  contiguous(array: NDArray): NDArray {
    return isContiguous(array) ? array : this.add(denseCopy(array));
  }

  [Symbol.dispose](): void {
    for (const storage of this.#storages) storage.release();
  }
}

/** What the steps make of x one after the other; each makes a new array. Without steps, a copy. */
export function inSteps<Step>(
  x: NDArray,
  steps: readonly Step[],
  make: (x: NDArray, step: Step) => NDArray,
): NDArray {
  if (steps.length === 0) return denseCopy(x);
  using temporaries = new Temporaries();
  return steps.reduce((made, step, i) => {
    const next = make(made, step);
    return i < steps.length - 1 ? temporaries.add(next) : next;
  }, x);
}
