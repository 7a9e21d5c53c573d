// A worker thread: waits for a job, joins it while its gate is open, takes items until none are left, leaves.
// It knows no kernel by itself; modules arrive through a port before the first job that needs them. Between them lies
// what the main thread has sent to see whether somebody listens.

import { receiveMessageOnPort, workerData } from "node:worker_threads";
import { instantiate, type Run } from "../wasm/instantiate.ts";
import {
  Control,
  closed,
  gate,
  generation,
  kernelId,
  operandCount,
  spin,
  started,
  takeItems,
} from "./control.ts";
import { type KernelMessage, letIn, type WorkerData, waiting } from "./worker-data.ts";

/**
 * About a quarter of a millisecond: the next job of the same network usually comes sooner. Spinning for longer would
 * take time from the main thread when both share a processor, as they do on a busy machine.
 */
const spinRounds = 4000;

/** The port is emptied at least so often. */
const jobsPerEmptying = 256;

/** In milliseconds: an interrupt may have kept the main thread from waking whom it had let in. */
const longestWaitAtDoor = 50;

const { memory, control: pointer, thread, kernels, door }: WorkerData = workerData;
const control = new Control(memory, pointer);
const { words } = control;
const known = new Map<number, Run>();

while (Atomics.load(door, 0) === waiting) Atomics.wait(door, 0, waiting, longestWaitAtDoor);
if (Atomics.load(door, 0) === letIn) serve();

function serve(): never {
  Atomics.add(words, started, 1);
  Atomics.notify(words, started);
  let seen = 0;
  for (;;) {
    if (!spin(spinRounds, () => Atomics.load(words, generation) !== seen)) {
      Atomics.wait(words, generation, seen);
      continue;
    }
    seen = Atomics.load(words, generation);
    // takes long: before anybody waits for this thread
    if (!known.has(Atomics.load(words, kernelId)) || seen % jobsPerEmptying === 0) receiveKernels();
    if (!join()) continue;
    try {
      work();
    } catch (error) {
      control.reportFailure(`worker thread ${thread}: ${error}`);
    }
    leave();
  }
}

function join(): boolean {
  for (;;) {
    const workers = Atomics.load(words, gate);
    if (workers < 0) return false;
    if (Atomics.compareExchange(words, gate, workers, workers + 1) === workers) return true;
  }
}

function leave(): void {
  if (Atomics.sub(words, gate, 1) - 1 === closed) Atomics.notify(words, gate);
}

function work(): void {
  const run = kernelOf(words[kernelId] ?? 0);
  const operands = [...control.operands.subarray(0, words[operandCount])];
  takeItems(control, (begin, end) => run(thread, begin, end, ...operands));
}

function kernelOf(id: number): Run {
  if (!known.has(id)) receiveKernels();
  const run = known.get(id);
  if (!run) throw new Error(`kernel ${id} has not arrived`);
  return run;
}

function receiveKernels(): void {
  for (let received = receiveMessageOnPort(kernels); received; received = receiveMessageOnPort(kernels)) {
    const message: KernelMessage | undefined = received.message;
    if (message && !known.has(message.id)) known.set(message.id, instantiate(message.module, memory));
  }
}
