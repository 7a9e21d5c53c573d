// A worker thread as the main thread sees it. An interrupt may come while Node starts the thread, and then it runs though
// nobody has a hold of it: so a new thread waits outside until it is let in, which is the last thing that its start does,
// and one that never is let in can be sent away without a hold.

import { extname } from "node:path";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { arena } from "../memory/arena.ts";
import type { Kernel } from "../wasm/kernel.ts";
import { deliver, hasPeer } from "./peer.ts";
import { type KernelMessage, letIn, sentAway, type WorkerData, waiting } from "./worker-data.ts";

export class Helper {
  #worker: Worker | undefined;
  readonly #kernels: MessagePort;
  readonly #workerPort: MessagePort;
  /** a word that says whether the thread is let in */
  readonly #door = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  /** ids of the kernels that it has been sent */
  readonly #sent = new Set<number>();
  /** whether this version of Node tells at all if a message found another end, as it does for two ends that are here */
  readonly #canAsk: boolean;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#kernels = port1;
    this.#workerPort = port2;
    this.#canAsk = hasPeer(port1);
  }

  /**
   * Starts the thread, and does not wait for it.
   * @param control where the control block lies
   * @param onEnd told when it has ended, if the event loop turns
   * @throws Error if the system allows no further thread
   */
  start(thread: number, control: number, onEnd: (cause: Error) => void): void {
    const kernels = this.#workerPort;
    const workerData: WorkerData = { memory: arena.memory, control, thread, kernels, door: this.#door };
    const worker = new Worker(new URL(`./worker${extname(import.meta.filename)}`, import.meta.url), {
      workerData,
      transferList: [kernels],
      execArgv: [], // flags like --eval are this process's own
    });
    this.#worker = worker;
    worker.once("error", (error) => onEnd(error instanceof Error ? error : new Error(String(error))));
    worker.once("exit", (code) => onEnd(new Error(`it ended with exit code ${code}`)));
    worker.unref(); // after the listeners, which would hold the process open
    this.#kernels.unref();
    this.#open(letIn);
  }

  /** Whether `start` has come to its end. */
  get hasStarted(): boolean {
    return Atomics.load(this.#door, 0) === letIn;
  }

  /** False once the thread has ended. Where Node does not tell, only `onEnd` does. */
  get lives(): boolean {
    return !this.#canAsk || hasPeer(this.#kernels);
  }

  /** Gives it a kernel, once; with every job where Node does not tell whether it got it. */
  send({ id, module }: Kernel): void {
    if (this.#sent.has(id)) return;
    const message: KernelMessage = { id, module };
    if (deliver(this.#kernels, message)) this.#sent.add(id);
  }

  /** Ends it, whatever it does. The promise is fulfilled when it is gone, or will never come in. */
  async end(): Promise<void> {
    this.#open(sentAway);
    await this.#worker?.terminate();
    this.#kernels.close();
  }

  /** Only the first decision counts. */
  #open(decision: number): void {
    Atomics.compareExchange(this.#door, 0, waiting, decision);
    Atomics.notify(this.#door, 0);
  }
}
