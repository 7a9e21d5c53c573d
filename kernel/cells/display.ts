// display(value): shows a value in the middle of a cell, and changes what is shown later.

import { randomUUID } from "node:crypto";
import { present } from "../display/present.ts";
import { currentRun } from "./current-run.ts";
import { emit } from "./events.ts";

export interface DisplayOptions {
  /** a name of one's own for the place on the screen */
  readonly id?: string;
}

/** A place on the screen. */
export interface DisplayHandle {
  readonly id: string;
  /** Shows another value in this place. */
  update(value: unknown): void;
}

/** Shows a value below the cell, as a cell's last expression would be. */
export function display(value: unknown, options: DisplayOptions = {}): DisplayHandle {
  const id = options.id ?? randomUUID();
  show(value, id, false);
  return { id, update: (next) => show(next, id, true) };
}

function show(value: unknown, id: string, update: boolean): void {
  emit({ type: "display", cell: currentRun(), bundle: present(value), id, update });
}

/** Removes what the cell has shown so far; with `wait`, only when the next output comes, which avoids flicker. */
export function clearOutput(options: { readonly wait?: boolean } = {}): void {
  emit({ type: "clear", cell: currentRun(), wait: options.wait ?? false });
}
