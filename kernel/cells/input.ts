// Questions to the person, as in a browser: they wait for the answer where they stand, without `await`.

import { waitForReply } from "./control.ts";
import { currentRun } from "./current-run.ts";
import { emit } from "./events.ts";

export interface PromptOptions {
  /** do not show what is typed */
  readonly password?: boolean;
}

/** Asks for a line of text. @returns null if nobody can be asked, as in a CI job; "" also after Escape in VS Code */
export function prompt(message = "", options: PromptOptions = {}): string | null {
  const cell = currentRun();
  emit({ type: "input", cell, prompt: message, password: options.password ?? false });
  return waitForReply(cell);
}

/** Asks a question; true if the answer begins with y, in either case. */
export function confirm(message = "Continue?"): boolean {
  return /^\s*y/i.test(prompt(`${message} [y/N] `) ?? "");
}
