// The one block of memory that all tensors live in. Kernels and worker threads address it by plain 32-bit
// pointers, so no tensor is ever copied between threads. A page costs far more when it is touched for the first
// time than ever after, so freed blocks are kept, by size class, and handed out again; nothing is returned to
// the system.

import { sizeClass } from "./size-class.ts";

const pageBytes = 65536;
const maximumPages = 65536;

/** Kernels load whole vectors: the last one may reach this far past the end of a block. */
const guardBytes = 256;

/** Growing by whole steps keeps the number of `SharedArrayBuffer` objects small. */
const growthBytes = 16 * 1024 * 1024;

export interface MemoryStatistics {
  readonly liveBlocks: number;
  /** bytes of the live blocks, rounded up to their size classes */
  readonly liveBytes: number;
  /** the most that `liveBytes` has ever been */
  readonly peakBytes: number;
  /** bytes of the memory that have ever been handed out: live, or free and kept for reuse */
  readonly touchedBytes: number;
}

/** There is no room for a block. Nothing has changed: what was alive still is. */
export class OutOfMemoryError extends Error {
  override readonly name = "OutOfMemoryError";
}

export class Arena {
  readonly memory: WebAssembly.Memory;
  readonly #capacity: number;
  /** pointer -> bytes of its size class */
  readonly #live = new Map<number, number>();
  /** bytes of a size class -> pointers of its free blocks */
  readonly #free = new Map<number, number[]>();
  #end = guardBytes;
  #liveBytes = 0;
  #peakBytes = 0;

  constructor(pages: number = maximumPages) {
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: pages, shared: true });
    this.#capacity = pages * pageBytes;
  }

  /**
   * Hands out a block of at least `bytes` bytes, aligned to 64. What is in it is left over from earlier use.
   * `purpose` says in the error of an exhausted memory what the block was for.
   */
  allocate(bytes: number, purpose: string): number {
    const size = sizeClass(bytes);
    const pointer = this.#free.get(size)?.pop() ?? this.#extend(size) ?? this.#borrow(size);
    if (pointer === undefined) throw new OutOfMemoryError(this.#explain(bytes, purpose));
    const held = this.#live.get(pointer) ?? size;
    this.#live.set(pointer, held);
    this.#liveBytes += held;
    this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes);
    return pointer;
  }

  /** Takes a block back, to be handed out again. Freeing what is not alive is an error. */
  free(pointer: number): void {
    const size = this.#live.get(pointer);
    if (size === undefined) throw new Error(`no live block begins at ${pointer}`);
    this.#live.delete(pointer);
    this.#liveBytes -= size;
    const blocks = this.#free.get(size);
    if (blocks) blocks.push(pointer);
    else this.#free.set(size, [pointer]);
  }

  statistics(): MemoryStatistics {
    return {
      liveBlocks: this.#live.size,
      liveBytes: this.#liveBytes,
      peakBytes: this.#peakBytes,
      touchedBytes: this.#end - guardBytes,
    };
  }

  /** A block from memory never used before, or undefined when the memory ends. */
  #extend(size: number): number | undefined {
    const end = this.#end + size;
    if (end + guardBytes > this.#capacity) return undefined;
    const missing = end + guardBytes - this.memory.buffer.byteLength;
    if (missing > 0 && !this.#grow(missing)) return undefined;
    const pointer = this.#end;
    this.#end = end;
    return pointer;
  }

  #grow(missing: number): boolean {
    const room = this.#capacity - this.memory.buffer.byteLength;
    const bytes = Math.min(Math.max(missing, growthBytes), room);
    try {
      this.memory.grow(Math.ceil(bytes / pageBytes));
      return true;
    } catch {
      return false; // the system refuses before the maximum is reached
    }
  }

  /** The smallest free block of a larger class: wasteful, so only when the memory has ended. */
  #borrow(size: number): number | undefined {
    const larger = [...this.#free].filter(([bytes, blocks]) => bytes >= size && blocks.length > 0);
    const [bytes, blocks] = larger.sort(([one], [other]) => one - other)[0] ?? [];
    const pointer = blocks?.pop();
    if (bytes !== undefined && pointer !== undefined) this.#live.set(pointer, bytes);
    return pointer;
  }

  #explain(bytes: number, purpose: string): string {
    const { liveBlocks, liveBytes } = this.statistics();
    return (
      `out of memory: ${megabytes(bytes)} for ${purpose} do not fit; ` +
      `${megabytes(liveBytes)} of ${megabytes(this.#capacity)} are in use by ${liveBlocks} live blocks`
    );
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** The arena of this process. */
export const arena = new Arena();
