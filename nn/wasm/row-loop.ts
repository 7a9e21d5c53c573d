// The loop over the numbers of one dense row, for kernels that read a row several times while it stays in the cache.

import { type Code, forRange, i32, type Local } from "./code.ts";

export interface RowLoop {
  /** bytes from the beginning of the row */
  readonly at: Local;
  readonly rowBytes: Local;
  /** makes the addresses of the numbers there */
  readonly goTo: Code;
}

/** Runs `eight` for every two whole vectors of the row, then `four` and `one` for the numbers that are left. */
export function eachColumn({ at, rowBytes, goTo }: RowLoop, eight: Code, four: Code, one: Code): Code {
  return [
    forRange(at, i32.const(0), i32.and(rowBytes.get, i32.const(-32)), 32, [goTo, eight]),
    forRange(at, at.get, i32.and(rowBytes.get, i32.const(-16)), 16, [goTo, four]),
    forRange(at, at.get, rowBytes.get, 4, [goTo, one]),
  ];
}
