// What controls need of the process they live in, as an interface: the way to the front-ends, and the cell that
// code belongs to. So they can be tested without either.

import type { CommContent, MimeBundle, Serial } from "../channel/messages.ts";

export interface Host {
  /**
   * Tells the front-ends something about one comm.
   * @param cause the run, or the front-end's message, that it comes from
   */
  send(comm: CommContent, cause: Cause): void;
  /** These widgets have another value than before, by a front-end or by a handler. */
  moved(widgets: ReadonlySet<object>): void;
  currentRun(): Serial;
  /** Runs code as part of a run: its output goes to that cell. */
  runAs(run: Serial, code: () => void): void;
  present(value: unknown): MimeBundle;
  /** Shows an error below the cell of a run. */
  fail(run: Serial, error: unknown): void;
}

export interface Cause {
  readonly cell: Serial;
  /** the number of the front-end's message, if there was one */
  readonly request?: number | undefined;
}
