// Some worker threads and the control block that they share with the main thread. A job is never handed to
// anybody: it lies open, whoever is awake takes items from it, and the main thread does what nobody else took. So
// a worker that still starts, sleeps or has lost its processor before it joined delays nothing. One that has items in
// hand is waited for as long as it lives, however slow the machine is; whether it lives is looked at meanwhile.

import { extname } from "node:path";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
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
import { hasPeer } from "./peer.ts";
import type { KernelMessage, WorkerData } from "./worker.ts";

/** How long the main thread goes without looking whether all workers live, in milliseconds. */
const watchInterval = 50;

/** Nothing writes here: a place to sleep at. */
const pillow = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

interface Helper {
  readonly worker: Worker;
  readonly kernels: MessagePort;
  /** ids of the kernels that it has been sent */
  readonly sent: Set<number>;
}

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

  /** Starts `size` workers, and does not wait for them. */
  constructor(size: number) {
    this.#block = arena.allocate(controlBytes, "the threads' control block");
    this.#control = new Control(arena.memory, this.#block.pointer);
    this.#control.words.fill(0);
    this.#control.words[gate] = closed;
    try {
      for (let thread = 1; thread <= size; thread++) this.#helpers.push(this.#start(thread));
    } catch (cause) {
      this.dismiss();
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new Error(
        `the engine could start ${this.#helpers.length} of ${size} worker threads (${message}); ` +
          "torch.setNumThreads(n) sets how many threads compute, the main one included",
        { cause },
      );
    }
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
    this.#waitWhile(started, (ready) => ready < this.#helpers.length);
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
    const gone = Promise.all(this.#helpers.map(({ worker }) => worker.terminate()));
    for (const { kernels } of this.#helpers) kernels.close();
    void gone.then(() => arena.free(this.#block));
  }

  #open(kernel: Kernel, count: number, step: number, operands: readonly number[]): void {
    for (const { kernels, sent } of this.#helpers) {
      if (sent.has(kernel.id)) continue;
      const message: KernelMessage = { id: kernel.id, module: kernel.module };
      kernels.postMessage(message);
      sent.add(kernel.id);
    }
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
    if (this.#helpers.every(({ kernels }) => hasPeer(kernels))) return;
    this.#death ??= new Error("it has ended");
    for (const { worker } of this.#helpers) void worker.terminate();
    while (this.#helpers.some(({ kernels }) => hasPeer(kernels))) Atomics.wait(pillow, 0, 0, 1);
    arena.unsettled = undefined;
    this.dismiss();
    throw workerDied(this.#death);
  }

  #start(thread: number): Helper {
    const { port1: kernels, port2 } = new MessageChannel();
    const workerData: WorkerData = {
      memory: arena.memory,
      control: this.#block.pointer,
      thread,
      kernels: port2,
    };
    const worker = new Worker(new URL(`./worker${extname(import.meta.filename)}`, import.meta.url), {
      workerData,
      transferList: [port2],
      execArgv: [], // flags like --eval are this process's own
    });
    worker.once("error", (error) => {
      this.#death = error instanceof Error ? error : new Error(String(error));
    });
    worker.once("exit", (code) => {
      this.#death ??= new Error(`it ended with exit code ${code}`);
    });
    worker.unref(); // after the listeners, which would hold the process open
    kernels.unref();
    return { worker, kernels, sent: new Set() };
  }
}

/** The error of the call that finds a worker dead. */
export function workerDied(cause: Error): Error {
  return new Error(
    `a worker thread of the engine died (${cause.message}); the next operation starts new ones`,
    { cause },
  );
}
