// Cells run one after the other, in the order in which their requests arrived. When one fails, those that were
// already waiting are answered with "aborted", unless its request said to go on (`stop_on_error`).

import { setTimeout as sleep, setImmediate as turnOfEventLoop } from "node:timers/promises";
import type { Message } from "../wire/message.ts";

/** How long "Run all" takes to send all cells, in milliseconds. */
const arrival = 10;

/**
 * Waits for requests that were sent before now: "Run all" sends every cell at once, and the first may have run before
 * the others have been read from the socket. On a busy machine the time may be over before anybody has looked there; so
 * the event loop has a turn besides.
 */
export async function untilArrived(): Promise<void> {
  await sleep(arrival);
  await turnOfEventLoop();
}

/** A cell that was sent, or the cells that follow what has changed by itself: a control was moved, a value has come. */
export interface Work {
  readonly kind: "cell" | "changes";
  /** what it belongs to; of changes it may be the request of a cell that ran long ago */
  readonly request: Message;
}

interface Waiting extends Work {
  aborted: boolean;
}

export class ExecutionQueue {
  readonly #execute: (work: Work) => Promise<void>;
  readonly #abort: (work: Work) => Promise<void>;
  readonly #waiting: Waiting[] = [];
  #working: Promise<void> | undefined;
  #running: Message | undefined;
  #closed = false;

  constructor(handlers: {
    readonly execute: (work: Work) => Promise<void>;
    readonly abort: (work: Work) => Promise<void>;
  }) {
    this.#execute = handlers.execute;
    this.#abort = handlers.abort;
  }

  /** the request whose cell runs now */
  get running(): Message | undefined {
    return this.#running;
  }

  /** the requests of the cells that will run after it */
  get waiting(): readonly Message[] {
    const cells = this.#waiting.filter(({ kind, aborted }) => kind === "cell" && !aborted);
    return cells.map(({ request }) => request);
  }

  /** the kernel shuts down: nothing more runs, also not what would follow a cell */
  get isClosed(): boolean {
    return this.#closed;
  }

  add(kind: Work["kind"], request: Message): void {
    this.#waiting.push({ kind, request, aborted: this.#closed });
    this.#working ??= this.#work();
  }

  /** To be awaited by the failing cell before its reply goes out: what a front-end sends after that reply runs. */
  async abortWaiting(): Promise<void> {
    await untilArrived();
    for (const each of this.#waiting) each.aborted = each.kind === "cell";
  }

  /** Nothing more runs. Resolves when the running cell and all that waited have been answered. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const each of this.#waiting) each.aborted = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (next.aborted) {
        await this.#abort(next);
        continue;
      }
      this.#running = next.request;
      await this.#execute(next);
      this.#running = undefined;
    }
    this.#working = undefined;
  }
}
