// The runs of cells: which request each serial number stands for. A run is remembered after it has ended, since
// a timer it started may still print, and that text belongs to the cell that started it.

import type { MimeBundle, Serial } from "../channel/messages.ts";
import type { Message } from "../wire/message.ts";

/** How many runs are remembered. Later output of older ones has no cell to go to. */
const remembered = 1000;

export interface Run {
  readonly serial: Serial;
  readonly request: Message;
  /** the number in the cell's `[n]` */
  readonly executionCount: number;
  /** whether it has a number of its own and belongs to the history */
  readonly counted: boolean;
  /** the cell's name in stack traces, no other run's */
  readonly file: string;
  /** aborted by an interrupt, which may come before the cells' process has the run */
  readonly interruption: AbortController;
  /** takes the value of the last expression, which is else shown as the cell's result */
  readonly takeResult?: ((result: MimeBundle) => void) | undefined;
}

export class Runs {
  readonly #runs = new Map<Serial, Run>();
  #serial: Serial = 0;
  #executionCount = 0;
  #latest: Run | undefined;

  /** A new run. One that is not `counted` (silent, or not for the history) does not raise the execution count. */
  start(request: Message, counted: boolean): Run {
    this.#serial += 1;
    if (counted) this.#executionCount += 1;
    const [serial, executionCount] = [this.#serial, this.#executionCount];
    const file = counted ? `cell-${executionCount}.ts` : `uncounted-${serial}.ts`;
    const interruption = new AbortController();
    this.#latest = this.#remember({ serial, request, executionCount, counted, file, interruption });
    return this.#latest;
  }

  /** A run for something that belongs to another run: its output is that run's, and an interrupt is for both. */
  startPart(whole: Run, takeResult?: Run["takeResult"]): Run {
    this.#serial += 1;
    const serial = this.#serial;
    return this.#remember({ ...whole, serial, counted: false, file: `uncounted-${serial}.ts`, takeResult });
  }

  #remember(run: Run): Run {
    this.#runs.set(run.serial, run);
    this.#runs.delete(run.serial - remembered);
    return run;
  }

  /** Tells the run that is on its way, if there is one, that it is not wanted any more. */
  interrupt(): void {
    this.#latest?.interruption.abort();
  }

  find(serial: Serial): Run | undefined {
    return this.#runs.get(serial);
  }
}
