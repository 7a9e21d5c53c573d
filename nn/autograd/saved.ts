// An array that a node of the graph keeps for its rule. It holds the memory, so that no scope takes it away, and knows
// which version it was: a value that has been written over since would give a wrong gradient without a word.

import { AsyncLocalStorage } from "node:async_hooks";
import { denseCopy } from "../array/dense-copy.ts";
import type { NDArray } from "../array/ndarray.ts";
import { showShape } from "../array/shape.ts";

/** How an array is kept. */
interface Kept {
  /** The array; `of` tells in errors whose it is. */
  read(of: string): NDArray;
  /** Lets the memory go. */
  release(): void;
}

type Keeper = (array: NDArray) => Kept;

/** Who keeps arrays in another way than by holding their memory. */
const keepers = new AsyncLocalStorage<Keeper>();
let everUsed = false;

/** Calls `fn`; whatever is saved meanwhile, `keep` keeps. */
export function savingBy<T>(keep: Keeper, fn: () => T): T {
  everUsed = true;
  return keepers.run(keep, fn);
}

export class SavedArray {
  #kept: Kept | undefined;

  constructor(array: NDArray) {
    const keep = (everUsed ? keepers.getStore() : undefined) ?? held;
    this.#kept = keep(array);
  }

  /** Saves the elements of an array that is about to be written over, in a copy that goes with the node. */
  static ofCopy(array: NDArray): SavedArray {
    const copy = denseCopy(array);
    const saved = new SavedArray(copy);
    copy.storage.release();
    return saved;
  }

  /** The array. `of` tells in errors whose it is. */
  read(of: string): NDArray {
    if (this.#kept) return this.#kept.read(of);
    throw new Error(
      `backward: the graph has been walked before, and what ${of} had saved was given back; to walk it again, call ` +
        "backward with { retainGraph: true } the first time",
    );
  }

  /** Lets the memory go. A second release does nothing. */
  release(): void {
    this.#kept?.release();
    this.#kept = undefined;
  }
}

/** Holds the memory, which must not be written to. */
function held(array: NDArray): Kept {
  const { storage } = array;
  const { version } = storage;
  storage.hold();
  return {
    read(of) {
      if (storage.version === version) return array;
      throw new Error(
        `backward: one of the variables needed for gradient computation has been modified by an inplace operation: a ` +
          `${array.dtype} tensor of shape ${showShape(array.shape)}, saved by ${of}, is at version ${storage.version}; ` +
          `expected version ${version} instead`,
      );
    },
    release: () => storage.letGo(),
  };
}
