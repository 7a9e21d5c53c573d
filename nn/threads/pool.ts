// The threads that share the work of a kernel: this one and some workers. A job is never handed to anybody: it
// lies open, whoever is awake takes items from it, and this thread does what nobody else took. So a worker that
// still starts, sleeps or has lost its processor delays nothing.

import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { arena } from "../memory/arena.ts";
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

/** How long a worker may take over its last items before it counts as lost. */
const patienceMilliseconds = 60_000;

interface Helper {
  readonly worker: Worker;
  readonly kernels: MessagePort;
  readonly sent: Set<number>;
}

/** More threads than this start only when asked for: each costs start-up time and memory. */
const defaultThreads = 8;

let threads = Math.min(availableParallelism(), defaultThreads);
let helpers: Helper[] = [];
let death: Error | undefined;

const control = new Control(arena.memory, arena.allocate(controlBytes, "the threads' control block"));
const { words } = control;
words.fill(0);
words[gate] = closed;

/** How many threads compute, this one included. */
export function getNumThreads(): number {
  return threads;
}

export function setNumThreads(count: number): void {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`setNumThreads expects a whole number of at least 1, got ${count}`);
  }
  if (count < threads) dismissHelpers();
  threads = count;
}

/** Starts the workers now, and returns when they are ready: for measuring, and for tests that need them. */
export function startThreads(): void {
  startHelpers();
  for (;;) {
    const ready = Atomics.load(words, started);
    if (ready >= helpers.length) return;
    if (Atomics.wait(words, started, ready, patienceMilliseconds) === "timed-out") {
      throw new Error(`only ${ready} of ${helpers.length} worker threads have started`);
    }
  }
}

/**
 * Runs a kernel on the items 0 to `count`, taken `step` at a time; without workers when that is one step or less.
 * Returns when all are done.
 */
export function run<Operand extends string>(
  kernel: Kernel<Operand>,
  count: number,
  step: number,
  operands: Readonly<Record<Operand, number>>,
): void {
  const values = kernel.operands.map((name) => operands[name]);
  if (threads === 1 || count <= step) {
    if (count > 0) kernel.run(0, 0, count, ...values);
    return;
  }
  startHelpers();
  closeGate(); // open if an interrupt, which runs no `finally`, cut the last job short
  control.takeFailure();
  open(kernel, count, step, values);
  try {
    takeItems(control, (begin, end) => kernel.run(0, begin, end, ...values));
  } finally {
    closeGate();
  }
  const failure = control.takeFailure();
  if (failure) throw new Error(`kernel "${kernel.name}" failed: ${failure}`);
}

function open(kernel: Kernel, count: number, step: number, operands: readonly number[]): void {
  for (const { kernels, sent } of helpers) {
    if (sent.has(kernel.id)) continue;
    const message: KernelMessage = { id: kernel.id, module: kernel.module };
    kernels.postMessage(message);
    sent.add(kernel.id);
  }
  words[items] = count;
  words[grain] = step;
  words[kernelId] = kernel.id;
  words[operandCount] = operands.length;
  control.operands.set(operands);
  Atomics.store(words, next, 0);
  Atomics.store(words, gate, 0);
  Atomics.add(words, generation, 1);
  Atomics.notify(words, generation);
}

/** Lets nobody join any more, and waits for those who have. */
function closeGate(): void {
  if (Atomics.load(words, gate) >= 0) Atomics.add(words, gate, closed);
  if (spin(10_000, () => Atomics.load(words, gate) === closed)) return;
  for (let at = Atomics.load(words, gate); at !== closed; at = Atomics.load(words, gate)) {
    if (Atomics.wait(words, gate, at, patienceMilliseconds) !== "timed-out") continue;
    dismissHelpers();
    throw new Error(
      `a worker thread has not finished within ${patienceMilliseconds / 1000} s; the threads start anew`,
    );
  }
}

function startHelpers(): void {
  if (death) {
    const cause = death;
    death = undefined;
    throw new Error("a worker thread of the engine died; the threads start anew with the next operation", {
      cause,
    });
  }
  while (helpers.length < threads - 1) helpers.push(startHelper(helpers.length + 1));
}

function startHelper(thread: number): Helper {
  const { port1: kernels, port2 } = new MessageChannel();
  const workerData: WorkerData = { memory: arena.memory, control: control.pointer, thread, kernels: port2 };
  const worker = new Worker(new URL(`./worker${extname(import.meta.filename)}`, import.meta.url), {
    workerData,
    transferList: [port2],
    execArgv: [], // flags like --eval are this process's own
  });
  const helper = { worker, kernels, sent: new Set<number>() };
  worker.once("error", (error) => {
    if (!helpers.includes(helper)) return;
    death = error instanceof Error ? error : new Error(String(error));
    dismissHelpers();
  });
  worker.unref(); // after the listener, which would hold the process open
  kernels.unref();
  return helper;
}

function dismissHelpers(): void {
  for (const { worker, kernels } of helpers) {
    kernels.close();
    void worker.terminate();
  }
  helpers = [];
  Atomics.store(words, started, 0);
  Atomics.store(words, gate, closed);
}
