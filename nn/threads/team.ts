// Some worker threads and the control block that they share with the main thread. A job is never handed to
// anybody: it lies open, whoever is awake takes items from it, and the main thread does what nobody else took. So
// a worker that still starts, sleeps or has lost its processor before it joined delays nothing.

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
import type { KernelMessage, WorkerData } from "./worker.ts";

/** How long a worker may take over its last items, or to start, before it counts as lost; in milliseconds. */
const defaultPatience = 60_000;

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
  readonly #helpers: readonly Helper[];
  readonly #block: Block;
  readonly #control: Control;
  readonly #patience: number;
  #death: Error | undefined;

  /** Starts `size` workers, and does not wait for them. */
  constructor(size: number, patience = defaultPatience) {
    this.#patience = patience;
    this.#block = arena.allocate(controlBytes, "the threads' control block");
    this.#control = new Control(arena.memory, this.#block.pointer);
    this.#control.words.fill(0);
    this.#control.words[gate] = closed;
    this.#helpers = Array.from({ length: size }, (_, i) => this.#start(i + 1));
  }

  /** Why the team can be of no more use: a worker has ended by itself, or does not come back. */
  get death(): Error | undefined {
    return this.#death;
  }

  /** Returns when all workers have started. */
  waitUntilReady(): void {
    const { words } = this.#control;
    for (;;) {
      const ready = Atomics.load(words, started);
      if (ready >= this.#helpers.length) return;
      if (Atomics.wait(words, started, ready, this.#patience) === "timed-out") {
        throw new Error(`only ${ready} of ${this.#helpers.length} worker threads have started`);
      }
    }
  }

  /** Runs a kernel on the items 0 to `count`, taken `step` at a time, and returns when all are done. */
  run(kernel: Kernel, count: number, step: number, operands: readonly number[]): Timing {
    this.#close(); // open if an interrupt, which runs no `finally`, cut the last job short
    this.#control.takeFailure();
    this.#open(kernel, count, step, operands);
    const opened = performance.now();
    let finished = opened;
    try {
      takeItems(this.#control, (begin, end) => kernel.run(0, begin, end, ...operands));
      finished = performance.now();
    } finally {
      this.#close();
    }
    const failure = this.#control.takeFailure();
    if (failure) throw new Error(`kernel "${kernel.name}" failed: ${failure}`);
    return { worked: finished - opened, waited: performance.now() - finished };
  }

  /** Ends the workers. The control block lives until they are gone: one of them may still be looking at it. */
  dismiss(): void {
    for (const { kernels } of this.#helpers) kernels.close();
    const gone = Promise.all(this.#helpers.map(({ worker }) => worker.terminate()));
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

  /** Lets nobody join any more, and waits for those who have. */
  #close(): void {
    const { words } = this.#control;
    if (Atomics.load(words, gate) >= 0) Atomics.add(words, gate, closed);
    if (spin(10_000, () => Atomics.load(words, gate) === closed)) return;
    for (let at = Atomics.load(words, gate); at !== closed; at = Atomics.load(words, gate)) {
      if (Atomics.wait(words, gate, at, this.#patience) !== "timed-out") continue;
      this.#death = new Error(`it has not finished within ${this.#patience / 1000} seconds`);
      throw new Error(`a worker thread of the engine is lost: ${this.#death.message}`, {
        cause: this.#death,
      });
    }
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
