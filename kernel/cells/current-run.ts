// Which run of which cell the running code belongs to. The answer follows timers, promises and callbacks, so
// output that comes late still goes to the cell that started it.

import { AsyncLocalStorage } from "node:async_hooks";
import type { Serial } from "../channel/messages.ts";

const runs = new AsyncLocalStorage<Serial>();
let latest: Serial = 0;

/** Runs `start` as part of run `cell`, and with it everything it leads to later. */
export function runAs<Result>(cell: Serial, start: () => Result): Result {
  latest = cell;
  return runs.run(cell, start);
}

/** The run that the code belongs to; the latest one where Node does not tell, as in a finaliser. */
export function currentRun(): Serial {
  return runs.getStore() ?? latest;
}
