// An array that a node of the graph keeps for its rule. It holds the memory, so that no scope takes it away, and knows
// which version it was: a value that has been written over since would give a wrong gradient without a word.

import { denseCopy } from "../array/dense-copy.ts";
import type { NDArray } from "../array/ndarray.ts";
import { showShape } from "../array/shape.ts";

export class SavedArray {
  readonly #version: number;
  #array: NDArray | undefined;

  constructor(array: NDArray) {
    this.#array = array;
    this.#version = array.storage.version;
    array.storage.hold();
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
    const array = this.#array;
    if (array === undefined) {
      throw new Error(
        `backward: the graph has been walked before, and what ${of} had saved was given back; to walk it again, call ` +
          "backward with { retainGraph: true } the first time",
      );
    }
    const { version } = array.storage;
    if (version === this.#version) return array;
    throw new Error(
      `backward: one of the variables needed for gradient computation has been modified by an inplace operation: a ` +
        `${array.dtype} tensor of shape ${showShape(array.shape)}, saved by ${of}, is at version ${version}; expected ` +
        `version ${this.#version} instead`,
    );
  }

  /** Lets the memory go. A second release does nothing. */
  release(): void {
    this.#array?.storage.letGo();
    this.#array = undefined;
  }
}
