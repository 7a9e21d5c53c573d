// What controls need of the process they live in, as an interface: the way to the front-ends, and the cell that
// code belongs to. So they can be tested without either.

import type { CellEvent, CommContent, MimeBundle, Serial } from "../channel/messages.ts";
import type { Kept } from "./kept.ts";

/** A run of a cell, to which what it makes belongs for good. */
export interface OwnRun {
  readonly serial: Serial;
  /** its cell runs again, or is deleted */
  readonly isOver: boolean;
  /** Runs code as part of it: its output goes to that cell. */
  enter(code: () => void): void;
}

/** What code prints and shows. */
export type CodeOutput = Extract<CellEvent, { type: "stream" | "display" | "clear" | "error" }>;

export interface Host {
  /**
   * Tells the front-ends something about one comm.
   * @param cause the run, or the front-end's message, that it comes from
   */
  send(comm: CommContent, cause: Cause): void;
  /** A widget was made; it is closed when nothing needs it any more. */
  keep(widget: Kept): void;
  /**
   * These widgets have another value than before, by a front-end or by a handler.
   * @param isAsked whether a front-end's message is being dealt with; else a timer or the like has changed them
   */
  moved(widgets: ReadonlySet<object>, isAsked: boolean): void;
  /** The running code has read the value of a widget: its cell follows the widget from now on. */
  read(widget: Kept): void;
  currentRun(): OwnRun;
  present(value: unknown): MimeBundle;
  /** Runs code; `take` gets what that prints and shows, also later. */
  capture<Result>(take: (output: CodeOutput) => void, code: () => Result): Result;
  /** Shows an error below the cell of a run. */
  fail(run: OwnRun, error: unknown): void;
}

export interface Cause {
  readonly cell: Serial;
  /** the number of the front-end's message, if there was one */
  readonly request?: number | undefined;
}
