// Keeps a process for the cells: starts it, hands it one run at a time, interrupts it, and replaces it when it dies.
// Whatever happens to it, every run gets an end.

import { setTimeout as delay } from "node:timers/promises";
import type {
  CellEvent,
  CommRequest,
  ExecuteRequest,
  Finished,
  InputReply,
  Look,
  Serial,
} from "../channel/messages.ts";
import { withoutTraces } from "../channel/without-traces.ts";
import { CellsProcess } from "./cells-process.ts";
import { type Death, describeDeath } from "./death.ts";
import { Writers } from "./writers.ts";

export interface SupervisorOptions {
  /** the notebook's folder, where cells run */
  readonly directory: string;
  /**
   * Everything the cells' process tells, in its order, one event after the other: while an event is being dealt with,
   * the process has to wait as soon as its pipe is full. A `finished` event comes before `execute` resolves.
   */
  onEvent(event: CellEvent): void | Promise<void>;
  /** the process has ended, and with it all the names of the notebook */
  onScopeLost?(): void;
}

/** How long somebody who types waits for a look at a value, in milliseconds: a cell may keep the process busy. */
const lookPatience = 150;

/** How long a run may go on after an interrupt before it counts as stuck, in milliseconds. */
const interruptPatience = 1000;

const stuckNotice =
  "The interrupt has not ended the cell yet: it may be in a native call that JavaScript cannot cut short, such as\n" +
  "execSync or JSON.parse. Interrupt once more to end it at once with its process, and with that all variables.\n";

interface Run {
  readonly request: ExecuteRequest;
  readonly finish: (finished: Finished) => void;
  /** an interrupt has not ended it */
  isStuck: boolean;
}

export class Supervisor {
  readonly #options: SupervisorOptions;
  #process: CellsProcess | undefined;
  #running: Run | undefined;
  #latest: Serial = 0;
  readonly #waiting: Run[] = [];
  readonly #looks = new Map<number, (look: Look | undefined) => void>();
  #lookCount = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Starts the process ahead of the first run. */
  start(): void {
    this.#process ??= this.#startProcess();
  }

  /** Runs a cell after those before it. Always resolves: a process that dies is an error outcome. */
  execute(request: ExecuteRequest): Promise<Finished> {
    return new Promise((finish) => {
      this.#waiting.push({ request, finish, isStuck: false });
      if (this.#running === undefined) this.#runNext();
    });
  }

  replyInput(reply: InputReply): void {
    this.#process?.send(reply);
  }

  /** Hands on a front-end's word to a control. */
  comm(request: CommRequest): void {
    this.#process?.send(request);
  }

  /** What the value at the end of a path of names is now; undefined if there is none, or the process is busy. */
  async look(path: readonly string[]): Promise<Look | undefined> {
    this.#lookCount += 1;
    const id = this.#lookCount;
    const looked = Promise.withResolvers<Look | undefined>();
    this.#looks.set(id, looked.resolve);
    this.#process?.send({ type: "look", id, path });
    const look = await Promise.race([looked.promise, delay(lookPatience, undefined, { ref: false })]);
    this.#looks.delete(id);
    return look;
  }

  /**
   * Asks the process to end what runs, a cell or what earlier cells have left behind. Its state is kept, unless an
   * interrupt before has had no effect: then the process ends.
   */
  async interrupt(): Promise<void> {
    if (this.#running?.isStuck) return this.endStuck();
    this.#process?.send({ type: "interrupt", cell: this.#latest });
    const run = this.#running;
    if (run !== undefined) setTimeout(() => this.#noteStuck(run), interruptPatience).unref();
  }

  /** Ends the process if an interrupt has not ended the cell that runs. */
  async endStuck(): Promise<void> {
    if (this.#running?.isStuck) await this.#process?.end("interrupt");
  }

  #noteStuck(run: Run): void {
    if (run !== this.#running || run.isStuck) return;
    run.isStuck = true;
    void this.#receive({ type: "stream", cell: run.request.cell, name: "stderr", text: stuckNotice });
  }

  /** A fresh process. A cell that runs ends with an error. */
  async restart(): Promise<void> {
    await this.shutdown();
    this.start();
  }

  async shutdown(): Promise<void> {
    await this.#process?.end("request");
  }

  #runNext(): void {
    this.#running = this.#waiting.shift();
    if (this.#running === undefined) return;
    const { request } = this.#running;
    this.#latest = request.cell;
    this.start();
    this.#process?.send(request);
  }

  #startProcess(): CellsProcess {
    const { directory } = this.#options;
    const writers = new Writers();
    const started = new CellsProcess({
      directory,
      onEvent: (event) => {
        writers.hear(event);
        return this.#receive(event);
      },
      onRawText: (name, text) =>
        this.#receive({ type: "stream", cell: writers.whoWrote(this.#latest), name, text }),
    });
    void started.death.then((death) => {
      this.#process = undefined;
      this.#options.onScopeLost?.();
      this.#tell(death);
    });
    return started;
  }

  /** A death in the middle of a run is its outcome; another one is news, unless it was asked for. */
  #tell(death: Death): void {
    const error = describeDeath(death);
    const cell = this.#latest;
    if (this.#running !== undefined) {
      const status = death.intended === "interrupt" ? "interrupted" : "error";
      this.#receive({ type: "finished", cell, ...withoutTraces({ status, error }) });
    } else if (death.intended === undefined) this.#receive({ type: "error", cell, error });
  }

  #receive(event: CellEvent): void | Promise<void> {
    if (event.type === "looked") return this.#looks.get(event.id)?.(event.look);
    if (event.type !== "finished") return this.#handOn(event);
    if (event.cell === this.#running?.request.cell) {
      const { finish } = this.#running;
      this.#running = undefined;
      void this.#handOn(event);
      finish(event);
      if (this.#running === undefined) this.#runNext(); // unless the event has led to another run already
    } // else an end that an interrupt made the process send twice
  }

  /** A failure with one event leaves those after it to be told. */
  async #handOn(event: CellEvent): Promise<void> {
    try {
      await this.#options.onEvent(event);
    } catch (error) {
      const reason = error instanceof Error ? error.stack : error;
      process.stderr.write(`lamella: failed with an event of type ${event.type}: ${reason}\n`);
    }
  }
}
