// The runs of cells: which request each serial number stands for. A run is remembered after it has ended, since
// a timer it started may still print, and that text belongs to the cell that started it.

import type { MimeBundle, Serial } from "../channel/messages.ts";
import type { CellId } from "../reactive/notebook.ts";
import type { Message } from "../wire/message.ts";
import type { Showing } from "./reactive/cell-screen.ts";

/** How many runs are remembered, beside the last one of each reactive cell. Later output of others has no cell to go to. */
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
  /** the cell of a reactive notebook whose code this is */
  readonly cell?: CellId | undefined;
  /** where the output of a reactive cell goes */
  readonly showing?: Showing | undefined;
}

export class Runs {
  readonly #runs = new Map<Serial, Run>();
  readonly #lastOfCells = new Map<CellId, Run>();
  #serial: Serial = 0;
  #executionCount = 0;
  /** of what runs now, or ran last */
  #interruption: AbortController | undefined;

  /** A new run. One that is not `counted` (silent, or not for the history) does not raise the execution count. */
  start(request: Message, counted: boolean, reactive?: Required<Pick<Run, "cell" | "showing">>): Run {
    this.#serial += 1;
    if (counted) this.#executionCount += 1;
    const [serial, executionCount] = [this.#serial, this.#executionCount];
    const file = counted ? `cell-${executionCount}.ts` : `uncounted-${serial}.ts`;
    const interruption = this.startWave();
    return this.#remember({
      serial,
      request,
      executionCount,
      counted,
      file,
      interruption,
      ...reactive,
    });
  }

  /** A run for something that belongs to another run: its output is that run's, and an interrupt is for both. */
  startPart(whole: Run, takeResult?: Run["takeResult"]): Run {
    this.#serial += 1;
    const serial = this.#serial;
    const file = `uncounted-${serial}.ts`;
    return this.#remember({ ...whole, serial, counted: false, file, takeResult, cell: undefined });
  }

  /** A cell runs again because of another one, or of a control; an interrupt of that is for both. */
  startAgain(before: Run, { interruption }: Pick<Run, "interruption">, showing: Showing): Run {
    this.#serial += 1;
    return this.#remember({ ...before, serial: this.#serial, counted: false, interruption, showing });
  }

  /** The way to interrupt what a control sets off, before and between its cells. */
  startWave(): AbortController {
    this.#interruption = new AbortController();
    return this.#interruption;
  }

  #remember(run: Run): Run {
    this.#runs.set(run.serial, run);
    this.#runs.delete(run.serial - remembered);
    if (run.cell !== undefined) this.#lastOfCells.set(run.cell, run);
    return run;
  }

  /** Tells the run that is on its way, if there is one, that it is not wanted any more. */
  interrupt(): void {
    this.#interruption?.abort();
  }

  find(serial: Serial): Run | undefined {
    return this.#runs.get(serial) ?? this.#lastOfCells.values().find((run) => run.serial === serial);
  }
}
