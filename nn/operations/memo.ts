// Things worth keeping: plans of products (tables of offsets), found again by key, and weights packed for a
// kernel, found again as long as the weights have not been written to.

import type { NDArray } from "../array/ndarray.ts";
import type { Storage } from "../array/storage.ts";

/** The last `limit` values made, by key. What falls out is left to the garbage collector. */
export class Memo<Value> {
  readonly #values = new Map<string, Value>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string, make: () => Value): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = make();
    const oldest = this.#values.size >= this.#limit ? this.#values.keys().next().value : undefined;
    if (oldest !== undefined) this.#values.delete(oldest);
    this.#values.set(key, value);
    return value;
  }
}

/** So many packed forms of one storage are kept: of different views, or for different kernels. */
const keptForms = 8;

/**
 * Calls `use` with the packed form of `weights`. It is made by `pack` when there is none yet or the weights have
 * changed, and kept for the next time, unless the person holds a view through which they may change unseen.
 * `layout` tells apart different views of one storage, and different ways to pack them.
 */
export function withPacked<T>(
  weights: NDArray,
  layout: string,
  pack: () => Storage,
  use: (packed: Storage) => T,
): T {
  const { storage } = weights;
  if (storage.exposed) {
    const packed = pack();
    try {
      return use(packed);
    } finally {
      packed.release();
    }
  }
  const key = keyOf(weights, layout);
  const known = storage.derived(key);
  if (known) return use(known);
  const packed = pack();
  storage.keepDerived(key, packed, keptForms);
  return use(packed);
}

/** The key that each view was asked for last: putting one together takes a microsecond. */
const lastKeys = new WeakMap<NDArray, { readonly layout: string; readonly key: string }>();

function keyOf(weights: NDArray, layout: string): string {
  const last = lastKeys.get(weights);
  if (last?.layout === layout) return last.key;
  const key = `${layout} ${weights.shape} ${weights.strides} ${weights.offset}`;
  lastKeys.set(weights, { layout, key });
  return key;
}
