// The free blocks of the arena, by size. Normally a block is handed out again as it is; when the memory has ended,
// blocks are cut, and joined again, so that what was used in pieces of one size can be used in another.

/** A stretch of the memory: byte offset of its beginning, and its bytes. */
export interface Place {
  readonly pointer: number;
  readonly size: number;
}

export class FreeBlocks {
  /** bytes -> pointers; the sizes are size classes, but for what cutting and joining has left */
  readonly #pointers = new Map<number, number[]>();

  put({ pointer, size }: Place): void {
    const pointers = this.#pointers.get(size);
    if (pointers) pointers.push(pointer);
    else this.#pointers.set(size, [pointer]);
  }

  /** A block of exactly this size. */
  take(size: number): Place | undefined {
    const pointer = this.#pointers.get(size)?.pop();
    return pointer === undefined ? undefined : { pointer, size };
  }

  /** The beginning of the smallest block that is large enough; the rest of it stays free. */
  cut(size: number): Place | undefined {
    const sizes = [...this.#pointers].filter(([each, pointers]) => each >= size && pointers.length > 0);
    const [smallest] = sizes.sort(([one], [other]) => one - other)[0] ?? [];
    const place = smallest === undefined ? undefined : this.take(smallest);
    if (place === undefined) return undefined;
    if (place.size > size) this.put({ pointer: place.pointer + size, size: place.size - size });
    return { pointer: place.pointer, size };
  }

  /** The size of the largest block. */
  get largest(): number {
    return [...this.#pointers].reduce(
      (most, [size, { length }]) => (length > 0 ? Math.max(most, size) : most),
      0,
    );
  }

  /** Joins blocks that lie side by side. Takes out the one that ends at `end`, if there is one, and returns it. */
  join(end: number): Place | undefined {
    const places = [...this.#pointers].flatMap(([size, pointers]) =>
      pointers.map((pointer) => ({ pointer, size })),
    );
    this.#pointers.clear();
    let joined: Place | undefined;
    for (const place of places.sort((one, other) => one.pointer - other.pointer)) {
      if (joined && joined.pointer + joined.size === place.pointer) {
        joined = { pointer: joined.pointer, size: joined.size + place.size };
      } else {
        if (joined) this.put(joined);
        joined = place;
      }
    }
    if (joined && joined.pointer + joined.size === end) return joined;
    if (joined) this.put(joined);
    return undefined;
  }
}
