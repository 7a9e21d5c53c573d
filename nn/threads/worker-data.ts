// What the main thread gives to a worker thread: all of it when the thread starts, and kernels through a port.

import type { MessagePort } from "node:worker_threads";

export interface WorkerData {
  readonly memory: WebAssembly.Memory;
  /** where the control block lies */
  readonly control: number;
  readonly thread: number;
  readonly kernels: MessagePort;
  /** one word: `waiting`, then `letIn` or `sentAway`; until then the thread touches nothing else */
  readonly door: Int32Array;
}

export const waiting = 0;
export const letIn = 1;
export const sentAway = 2;

export interface KernelMessage {
  readonly id: number;
  readonly module: WebAssembly.Module;
}
