// Which run of which cell the running code belongs to. The answer follows timers, promises and callbacks, so output that
// comes late still goes to the cell that started it. So a run outlives its end: it is over only when the cell runs again
// or is deleted, or the process shuts down, and who waits for that cleans up what the run has started.

import { AsyncLocalStorage } from "node:async_hooks";
import type { Serial, SourceNumber } from "../channel/messages.ts";

/** How long cleaning up may take when the process is shut down, in milliseconds. */
const farewell = 100;

export class CellRun {
  readonly serial: Serial;
  /** the front-end changes no displays */
  readonly isConsole: boolean;
  /** the cell's own code still runs */
  isGoingOn = true;
  /** the controls and live values that its code has read so far */
  readonly reads = new Set<SourceNumber>();
  /** the controls to which its code has given other values so far */
  readonly moved = new Set<object>();
  #isOver = false;
  #over: PromiseWithResolvers<void> | undefined;

  constructor(serial: Serial, isConsole = false) {
    this.serial = serial;
    this.isConsole = isConsole;
  }

  /** Runs code as part of this run, and with it everything it leads to later. */
  enter<Result>(code: () => Result): Result {
    latest = this;
    return runs.run(this, code);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when the run is over. */
  get over(): Promise<void> {
    if (this.#over === undefined) {
      this.#over = Promise.withResolvers();
      if (this.#isOver) this.#over.resolve();
      else expectEndOf(this);
    }
    return this.#over.promise;
  }

  /** @returns whether somebody waits for it */
  end(): boolean {
    this.#isOver = true;
    this.#over?.resolve();
    return awaited.delete(this);
  }
}

const runs = new AsyncLocalStorage<CellRun>();
let latest = new CellRun(0);

/** The run that the code belongs to; the latest one where Node does not tell, as in a finaliser. */
export function thisRun(): CellRun {
  return runs.getStore() ?? latest;
}

/** The number of that run. */
export function currentRun(): Serial {
  return thisRun().serial;
}

/** runs whose end somebody waits for */
const awaited = new Set<CellRun>();
let saysFarewell = false;

function expectEndOf(run: CellRun): void {
  awaited.add(run);
  if (saysFarewell) return;
  saysFarewell = true;
  process.once("SIGTERM", () => {
    for (const each of awaited) each.end();
    setTimeout(() => process.kill(process.pid, "SIGTERM"), farewell); // nobody listens now, so it ends the process
  });
}
