// Some worker threads and the control block that they share with the main thread. A job is never handed to
// anybody: it lies open, whoever is awake takes items from it, and the main thread does what nobody else took. So
// a worker that still starts, sleeps or has lost its processor before it joined delays nothing. One that has items in
// hand is waited for as long as it lives, however slow the machine is; whether it lives is looked at meanwhile.

import { arena, type Block } from "../memory/arena.ts";
import type { Kernel } from "../wasm/kernel.ts";
import {
  Control,
  closed,
  controlBytes,
  gate,
  generation,
  grain,
  items,
  kernelId,
  next,
  operandCount,
  spin,
  started,
  takeItems,
} from "./control.ts";
import { Helper } from "./helper.ts";

/** How long the main thread goes without looking whether all workers live, in milliseconds. */
const watchInterval = 50;

/** Nothing writes here: a place to sleep at. */
const pillow = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** How long the main thread worked at a job, and then waited for the others, in milliseconds. */
export interface Timing {
  readonly worked: number;
  readonly waited: number;
}

export class Team {
  readonly #helpers: Helper[] = [];
  readonly #block: Block;
  readonly #control: Control;
  #death: Error | undefined;
  #dismissed = false;
  #watched = 0;

  constructor() {
    this.#block = arena.allocate(controlBytes, "the threads' control block");
    this.#control = new Control(arena.memory, this.#block.pointer);
    this.#control.words.fill(0);
    this.#control.words[gate] = closed;
  }

  /** How many workers there are. */
  get size(): number {
    return this.#helpers.length;
  }

  /**
   * Starts workers until there are `size`, and does not wait for them.
   * @throws Error if the system allows no more; those that have started can work
   */
  grow(size: number): void {
    while (this.size < size) {
      const helper = new Helper();
      this.#helpers.push(helper); // before it starts: after an interrupt it is known that it has not
      try {
        helper.start(this.size, this.#block.pointer, (cause) => {
          this.#death ??= cause;
        });
      } catch (error) {
        this.#helpers.pop();
        void helper.end();
        throw error;
      }
    }
  }

  /** Whether an interrupt has cut `grow` short. */
  get isTorn(): boolean {
    return !this.#helpers.every(({ hasStarted }) => hasStarted);
  }

  /** Why the team can be of no more use: a worker has ended by itself. */
  get death(): Error | undefined {
    return this.#death;
  }

  /** Whether the workers have been told to end. */
  get dismissed(): boolean {
    return this.#dismissed;
  }

  /** Returns when all workers have started. */
  waitUntilReady(): void {
    this.#waitWhile(started, (ready) => ready < this.size);
  }

  /**
   * Runs a kernel on the items 0 to `count`, taken `step` at a time, and returns when all are done.
   * @throws Error if a worker fails at an item, or ends with items in hand; nobody works at the job any more then
   */
  run(kernel: Kernel, count: number, step: number, operands: readonly number[]): Timing {
    const opened = performance.now();
    if (opened - this.#watched > watchInterval) this.#watch(opened);
    this.#control.takeFailure();
    arena.unsettled = this.#settle;
    this.#open(kernel, count, step, operands);
    let finished = opened;
    try {
      takeItems(this.#control, (begin, end) => kernel.run(0, begin, end, ...operands));
      finished = performance.now();
    } finally {
      this.#settle();
    }
    const failure = this.#control.takeFailure();
    if (failure) throw new Error(`kernel "${kernel.name}" failed: ${failure}`);
    return { worked: finished - opened, waited: performance.now() - finished };
  }

  /** Ends the workers. The control block lives until they are gone: one of them may still be looking at it. */
  dismiss(): void {
    if (this.#dismissed) return;
    this.#dismissed = true;
    const gone = Promise.all(this.#helpers.map((helper) => helper.end()));
    void gone.then(() => arena.free(this.#block));
  }

  #open(kernel: Kernel, count: number, step: number, operands: readonly number[]): void {
    for (const helper of this.#helpers) helper.send(kernel);
    const { words } = this.#control;
    words[items] = count;
    words[grain] = step;
    words[kernelId] = kernel.id;
    words[operandCount] = operands.length;
    this.#control.operands.set(operands);
    Atomics.store(words, next, 0);
    Atomics.store(words, gate, 0);
    Atomics.add(words, generation, 1);
    Atomics.notify(words, generation);
  }

  /** Brings the job to its end: nobody takes more of it or joins any more, and those who have joined are waited for. */
  readonly #settle = (): void => {
    const { words } = this.#control;
    Atomics.store(words, next, words[items] ?? 0);
    if (Atomics.load(words, gate) >= 0) Atomics.add(words, gate, closed);
    if (!spin(10_000, () => Atomics.load(words, gate) === closed)) {
      this.#waitWhile(gate, (at) => at !== closed);
    }
    arena.unsettled = undefined;
  };

  /** Sleeps until a word of the control block is as it should be. */
  #waitWhile(word: number, isEarly: (value: number) => boolean): void {
    const { words } = this.#control;
    for (let at = Atomics.load(words, word); isEarly(at); at = Atomics.load(words, word)) {
      if (Atomics.wait(words, word, at, watchInterval) === "timed-out") this.#watch(performance.now());
    }
  }

  /** Looks whether all workers live. If one does not, the others are ended, too: they may be writing to the memory. */
  #watch(now: number): void {
    this.#watched = now;
    if (this.#helpers.every(({ lives }) => lives)) return;
    Atomics.wait(pillow, 0, 0, 1); // goes no further if it was an interrupt that made it seem so
    if (this.#helpers.every(({ lives }) => lives)) return;
    this.#death ??= new Error("it has ended");
    for (const helper of this.#helpers) void helper.end();
    while (this.#helpers.some(({ lives }) => lives)) Atomics.wait(pillow, 0, 0, 1);
    arena.unsettled = undefined;
    this.dismiss();
    throw workerDied(this.#death);
  }
}

/** The error of the call that finds a worker dead. */
export function workerDied(cause: Error): Error {
  return new Error(
    `a worker thread of the engine died (${cause.message}); the next operation starts new ones`,
    { cause },
  );
}
