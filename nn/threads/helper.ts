// A worker thread as the main thread sees it.

import { extname } from "node:path";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { arena } from "../memory/arena.ts";
import type { Kernel } from "../wasm/kernel.ts";
import { deliver, hasPeer } from "./peer.ts";
import type { KernelMessage, WorkerData } from "./worker.ts";

export class Helper {
  readonly #worker: Worker;
  readonly #kernels: MessagePort;
  /** ids of the kernels that it has been sent */
  readonly #sent = new Set<number>();

  /**
   * Starts the thread, and does not wait for it.
   * @param control where the control block lies
   * @param onEnd told when it has ended, if the event loop turns
   * @throws Error if the system allows no further thread
   */
  constructor(thread: number, control: number, onEnd: (cause: Error) => void) {
    const { port1, port2 } = new MessageChannel();
    this.#kernels = port1;
    const workerData: WorkerData = { memory: arena.memory, control, thread, kernels: port2 };
    this.#worker = new Worker(new URL(`./worker${extname(import.meta.filename)}`, import.meta.url), {
      workerData,
      transferList: [port2],
      execArgv: [], // flags like --eval are this process's own
    });
    this.#worker.once("error", (error) => onEnd(error instanceof Error ? error : new Error(String(error))));
    this.#worker.once("exit", (code) => onEnd(new Error(`it ended with exit code ${code}`)));
    this.#worker.unref(); // after the listeners, which would hold the process open
    port1.unref();
  }

  get lives(): boolean {
    return hasPeer(this.#kernels);
  }

  /** Gives it a kernel, once. */
  send({ id, module }: Kernel): void {
    if (this.#sent.has(id)) return;
    const message: KernelMessage = { id, module };
    if (deliver(this.#kernels, message)) this.#sent.add(id);
  }

  /** Ends it, whatever it does. The promise is fulfilled when it is gone. */
  async end(): Promise<void> {
    await this.#worker.terminate();
    this.#kernels.close();
  }
}
