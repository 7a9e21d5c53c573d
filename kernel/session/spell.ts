// One magic: how a person writes it, and what it does.

import type { Context } from "./context.ts";
import { publishFor } from "./publish-output.ts";
import type { Run } from "./runs.ts";

/** What is left to do when the cell has ended. */
export type Finish = () => void;

export interface Spell {
  /** the line as a person writes it, and what it does */
  readonly usage: string;
  readonly summary: string;
  /** Acts on what follows the name. What it throws stops the cell. */
  act(argument: string, run: Run, context: Context): Finish | undefined | Promise<undefined>;
}

/** Says something below the cell that holds the magic. */
export function print(text: string, run: Run, { iopub }: Context): void {
  publishFor(run, { type: "stream", cell: run.serial, name: "stdout", text: `${text}\n` }, iopub);
}
