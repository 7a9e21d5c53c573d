// A block of the arena that holds the elements of one array, shared by all views of it. Its memory goes back
// when it is released, or some time after no view can be reached any more.

import { arena, type Block, type Purpose } from "../memory/arena.ts";
import { releaseKeptObjects } from "../memory/garbage.ts";
import { bytesPerElement, type DType, type TypedArray, viewOf } from "./dtype.ts";

/** A weak reference keeps its storage until the job ends, or until so many have been made. */
const keptStorages = 256;
let kept = 0;

/** What was made of the elements of a storage when it had this version. */
interface Derived {
  readonly version: number;
  readonly storage: Storage;
}

export class Storage {
  readonly dtype: DType;
  /** number of elements */
  readonly length: number;
  /**
   * Counts the writes. Whoever writes to a storage that others may have read adds one, so that what was derived
   * from the old elements (packed weights, the tape) is known to be stale.
   */
  version = 0;
  /** A writable view has been handed to the person, who may write at any time without adding to `version`. */
  exposed = false;
  /** The elements are a tensor's, and not an aid to operations. */
  ofTensor = false;
  /** leads here as long as somebody else holds this storage */
  readonly reference: WeakRef<Storage>;
  readonly #block: Block;
  #data: TypedArray | undefined;
  #released = false;
  /** how many nodes of graphs have saved this storage */
  #holds = 0;
  /** made with the first entry: most storages have none */
  #derived: Map<string, Derived> | undefined;

  constructor(dtype: DType, length: number, purpose: Purpose) {
    this.dtype = dtype;
    this.length = length;
    this.reference = new WeakRef(this);
    this.#block = arena.allocate(length * bytesPerElement(dtype), purpose, this.reference);
    kept = (kept + 1) % keptStorages;
    if (kept === 0) releaseKeptObjects();
  }

  /** The owner has released it. */
  get released(): boolean {
    return this.#released;
  }

  /** Byte offset of the first element in the arena. Throws after release. */
  get pointer(): number {
    this.#assertAlive();
    return this.#block.pointer;
  }

  /** The elements, in place: writing to them changes the array. Throws after release. */
  data(): TypedArray {
    this.#assertAlive();
    this.#data ??= viewOf(this.dtype, arena.memory.buffer, this.#block.pointer, this.length);
    return this.#data;
  }

  /** What `keepDerived` has kept under this name, unless the elements have changed since. */
  derived(name: string): Storage | undefined {
    const known = this.#derived?.get(name);
    return known?.version === this.version ? known.storage : undefined;
  }

  /**
   * Keeps what was made of the elements as they are now, until this storage is released. What is stale goes, and the
   * oldest beyond `limit`.
   */
  keepDerived(name: string, storage: Storage, limit: number): void {
    this.#derived ??= new Map();
    for (const [key, each] of this.#derived) {
      if (each.version === this.version && this.#derived.size < limit) continue;
      this.#derived.delete(key); // first: after an interrupt in between nothing that is released may be found here
      each.storage.release();
    }
    this.#derived.set(name, { version: this.version, storage });
  }

  /** Keeps the memory, also after its owner has released it, until as many `letGo`. */
  hold(): void {
    this.#assertAlive();
    this.#holds++;
  }

  letGo(): void {
    this.#holds--;
    if (this.#holds === 0 && this.#released) this.#free();
  }

  /** The owner needs the memory no more: it is given back at once, unless somebody holds it. A second release does nothing. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    if (this.#holds === 0) this.#free();
  }

  #free(): void {
    this.#data = undefined;
    for (const { storage } of this.#derived?.values() ?? []) storage.release();
    this.#derived = undefined;
    arena.free(this.#block);
  }

  #assertAlive(): void {
    if (this.#released && this.#holds === 0) {
      throw new Error(`this array's memory (${this.length} elements, ${this.dtype}) has been released`);
    }
  }
}
