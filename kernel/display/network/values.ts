// What the tensors of a forward pass are at each moment, and where they come from. A tensor that is written to in
// place is another value afterwards, and so are all views of its memory.

import type { NDArray } from "../../../nn/array/ndarray.ts";
import type { Source, Value } from "./data-flow.ts";

/** A source, and when it came. */
interface Made {
  readonly source: Source;
  readonly time: number;
}

export class Values {
  readonly #made = new WeakMap<NDArray, Made>();
  readonly #written = new WeakMap<NDArray["storage"], Made>();
  #time = 0;

  /** @param constants the arrays that the network owns, with their names */
  constructor(constants: readonly (readonly [NDArray, string])[]) {
    for (const [array, name] of constants) this.made(array, { kind: "constant", name });
  }

  of(array: NDArray): Value {
    return {
      shape: [...array.shape],
      source: this.#latest(array)?.source ?? { kind: "constant", name: numberIn(array) },
    };
  }

  /** @param inPlace the array was there before; its memory has been written to */
  made(array: NDArray, source: Source, inPlace = false): Value {
    this.#time += 1;
    const made = { source, time: this.#time };
    this.#made.set(array, made);
    if (inPlace) this.#written.set(array.storage, made);
    return { shape: [...array.shape], source };
  }

  /** One array is another's alias: so far it is the same value. */
  same(alias: NDArray, array: NDArray): void {
    const latest = this.#latest(array);
    if (latest) this.#made.set(alias, latest);
  }

  #latest(array: NDArray): Made | undefined {
    const [made, written] = [this.#made.get(array), this.#written.get(array.storage)];
    return made && written && made.time > written.time ? made : (written ?? made);
  }
}

/** The number that an array without dimensions is; nothing of others. */
function numberIn({ shape, storage, offset }: NDArray): string {
  return shape.length === 0 ? String(Number((storage.data()[offset] ?? 0).toPrecision(3))) : "";
}
