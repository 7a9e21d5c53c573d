// The one block of memory that all tensors live in. Kernels and worker threads address it by plain 32-bit
// pointers, so no tensor is ever copied between threads. A page costs far more when it is touched for the first
// time than ever after, so freed blocks are kept, by size class, and handed out again; nothing is returned to
// the system. A block goes back when it is freed, or when its owner can no longer be reached.

import { warnOfCopies } from "./copies.ts";
import { FreeBlocks, type Place } from "./free-blocks.ts";
import { afterCollections, collectGarbage, releaseKeptObjects } from "./garbage.ts";
import { sizeClass, wholeLines } from "./size-class.ts";

const pageBytes = 65536;
const maximumPages = 65536;

/** Kernels load whole vectors: the last one may reach this far past the end of a block. */
const guardBytes = 256;

/** Growing by whole steps keeps the number of `SharedArrayBuffer` objects small. */
const growthBytes = 16 * 1024 * 1024;

/** When so many bytes have become alive, it is time to look for blocks that nobody can reach any more. */
const reclaimBytes = 128 * 1024 * 1024;

/** What a block costs in JavaScript's own memory, about: many small ones are a reason to look, too. */
const ownerBytes = 2048;

/** What a block is for, as the error of an exhausted memory says it. */
export type Purpose = string | (() => string);

/** A piece of the memory, for as long as it has not been freed: at a multiple of 64, of the size of a size class. */
export interface Block extends Place {
  /** the block goes back when this object is gone; undefined if it is only ever freed */
  readonly owner: WeakRef<object> | undefined;
}

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
  /** bytes that the memory has grown to; asking it takes microseconds */
  #length: number;
  /** A map by pointer would be slow: the same few pointers come and go, and a Map looks at each time they did. */
  readonly #live = new Set<Block>();
  readonly #free = new FreeBlocks();
  /** where the part begins that is in no block, and the furthest that it has ever begun */
  #end = guardBytes;
  #touchedEnd = guardBytes;
  #liveBytes = 0;
  #peakBytes = 0;
  /**
   * Brings to its end what an interrupt, which runs no `finally`, has left going on: threads that still write to blocks
   * which nobody holds any more. Undefined if there is no such thing.
   */
  unsettled: (() => void) | undefined;
  /** the weight of the live blocks when unreachable ones were last looked for, or the least since then */
  #settledWeight = 0;

  constructor(pages: number = maximumPages) {
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: pages, shared: true });
    this.#capacity = pages * pageBytes;
    this.#length = this.memory.buffer.byteLength;
  }

  /**
   * Hands out a block of at least `bytes` bytes. What is in it is left over from earlier use. It goes back by `free`,
   * or after `owner` has become unreachable.
   */
  allocate(bytes: number, purpose: Purpose, owner?: WeakRef<object>): Block {
    this.unsettled?.();
    const wanted = sizeClass(bytes);
    const found =
      this.#free.take(wanted) ??
      this.#extend(wanted) ??
      this.#free.cut(wanted) ??
      this.#takeJoined(wanted) ??
      this.#takeExactly(wholeLines(bytes));
    if (found === undefined) throw new OutOfMemoryError(this.#explain(bytes, purpose));
    const block: Block = { ...found, owner };
    this.#live.add(block);
    this.#liveBytes += block.size;
    this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes);
    return block;
  }

  /** Refuses what could never be handed out, before it is made elsewhere. */
  checkSize(bytes: number, purpose: Purpose): void {
    if (bytes > this.#capacity) throw new OutOfMemoryError(this.#explain(bytes, purpose));
  }

  /** Takes a block back, to be handed out again. Freeing what is not alive is an error. */
  free(block: Block): void {
    const { pointer, size } = block;
    if (!this.#live.delete(block)) throw new Error(`the block at ${pointer} is not alive`);
    this.#liveBytes -= size;
    this.#settledWeight = Math.min(this.#settledWeight, this.#weight);
    this.#free.put(block);
  }

  /** Whether so much has become alive since the last time that `reclaim` is worth its time. */
  get reclaimIsDue(): boolean {
    return this.#weight - this.#settledWeight >= reclaimBytes;
  }

  get #weight(): number {
    return this.#liveBytes + ownerBytes * this.#live.size;
  }

  /**
   * Finds out which owners can no longer be reached, and takes their blocks back. Not to be called while somebody
   * holds a pointer to a block but not its owner: in the middle of an operation.
   */
  reclaim(): void {
    collectGarbage();
    this.freeUnreachable();
    releaseKeptObjects(); // looking at weak references has kept what they lead to
    this.#settledWeight = this.#weight;
  }

  /** Takes back the blocks of the owners that a collection has found to be gone. */
  freeUnreachable(): void {
    for (const block of this.#live) {
      if (block.owner !== undefined && block.owner.deref() === undefined) this.free(block);
    }
  }

  /** The owners of live blocks. */
  *owners(): Generator<object> {
    for (const { owner } of this.#live) {
      const object = owner?.deref();
      if (object !== undefined) yield object;
    }
  }

  statistics(): MemoryStatistics {
    return {
      liveBlocks: this.#live.size,
      liveBytes: this.#liveBytes,
      peakBytes: this.#peakBytes,
      touchedBytes: this.#touchedEnd - guardBytes,
    };
  }

  /** A block from memory never used before, or undefined when the memory ends. */
  #extend(size: number): Place | undefined {
    const end = this.#end + size;
    if (end + guardBytes > this.#capacity) return undefined;
    const missing = end + guardBytes - this.#length;
    if (missing > 0 && !this.#grow(missing)) return undefined;
    const pointer = this.#end;
    this.#end = end;
    this.#touchedEnd = Math.max(end, this.#touchedEnd);
    return { pointer, size };
  }

  #grow(missing: number): boolean {
    const bytes = Math.min(Math.max(missing, growthBytes), this.#capacity - this.#length);
    try {
      this.memory.grow(Math.ceil(bytes / pageBytes));
      this.#length = this.memory.buffer.byteLength;
      return true;
    } catch {
      return false; // the system refuses before the maximum is reached
    }
  }

  /** Joins the free blocks, which takes a while, and looks once more. */
  #takeJoined(size: number): Place | undefined {
    this.#end = this.#free.join(this.#end)?.pointer ?? this.#end;
    return this.#extend(size) ?? this.#free.cut(size);
  }

  /** Without the rounding to a size class: a fifth of what is left may decide. */
  #takeExactly(size: number): Place | undefined {
    return this.#extend(size) ?? this.#free.cut(size);
  }

  #explain(bytes: number, purpose: Purpose): string {
    const { liveBlocks, liveBytes } = this.statistics();
    const largest = Math.max(this.#free.largest, this.#capacity - guardBytes - this.#end);
    const inPieces =
      bytes <= this.#capacity - liveBytes ? `; the largest free piece has ${inUnits(largest)}` : "";
    return (
      `out of memory: ${inUnits(bytes)} for ${typeof purpose === "string" ? purpose : purpose()} do not fit; ` +
      `${inUnits(liveBytes)} of ${inUnits(this.#capacity)} are in use by ${liveBlocks} live blocks${inPieces}`
    );
  }
}

function inUnits(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  return megabytes < 1024 ? `${megabytes.toFixed(1)} MiB` : `${(megabytes / 1024).toFixed(1)} GiB`;
}

/** The arena of this process. */
export const arena = new Arena();

afterCollections(() => arena.freeUnreachable());
warnOfCopies(import.meta.url);
