// How the cells' process can end, and how the person is told.

import type { CellError } from "../channel/messages.ts";

export interface Death {
  /** the kernel ended the process itself, to restart or to shut down, or since no interrupt ended a cell */
  readonly intended: "request" | "interrupt" | undefined;
  /** why the kernel could not talk with the process any more, and has ended it */
  readonly fault: string | undefined;
  /** null if a signal ended the process, or if it could not be started */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** what the engine wrote when it gave up; empty for an ordinary end */
  readonly lastWords: string;
  /** bytes; undefined if the process died before it was ready */
  readonly heapLimit: number | undefined;
}

/** The error of a cell that was running when the process ended. */
export function describeDeath(death: Death): CellError {
  const { name, reason } = causeOf(death);
  const message = `${reason} Its variables are gone; the next cell runs in a fresh process.`;
  return { name, message, traceback: [`${name}: ${message}`] };
}

function causeOf(death: Death): { name: string; reason: string } {
  const { intended, fault, exitCode, signal, lastWords, heapLimit } = death;
  if (intended === "request")
    return { name: "ProcessEnded", reason: "The cells' process was ended on request." };
  if (intended === "interrupt") {
    return {
      name: "Interrupted",
      reason: "The cell was interrupted, and the cells' process was ended for it.",
    };
  }
  if (fault !== undefined) return { name: "ProcessOutOfOrder", reason: outOfOrder(fault) };
  if (/out of memory/i.test(lastWords)) {
    const limit = heapLimit === undefined ? "" : ` (the limit is ${Math.round(heapLimit / 2 ** 20)} MB)`;
    return { name: "OutOfMemory", reason: `The cells' process ran out of JavaScript heap${limit}.` };
  }
  if (exitCode !== null) {
    return { name: "ProcessExited", reason: `The cells' process exited with code ${exitCode}.` };
  }
  if (signal !== null) {
    const cause = /^(FATAL ERROR:.*|# Fatal error.*)$/m.exec(lastWords)?.[0];
    return {
      name: "ProcessKilled",
      reason: `The cells' process was ended by ${signal}${cause === undefined ? "" : ` (${cause})`}.`,
    };
  }
  return { name: "ProcessNotStarted", reason: `The cells' process could not be started: ${lastWords}.` };
}

function outOfOrder(fault: string): string {
  return (
    `The cells' process was ended, since the kernel could not understand it any more: ${fault}. ` +
    "A cell may have written to a file descriptor that is not its own, or replaced a part of JavaScript itself."
  );
}
