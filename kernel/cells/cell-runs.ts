// The last run of each cell: when the cell runs again, that run is over, and what it has started is cleared away before
// the next one begins.

import type { ExecuteRequest } from "../channel/messages.ts";
import { CellRun } from "./current-run.ts";

const latest = new Map<string, CellRun>();

/**
 * A run begins. One whose front-end gives its cell no id is over with the process.
 * @param begin called at once, or when what waited for the end of the cell's earlier run has been called
 */
export function beginRun(request: ExecuteRequest, begin: (run: CellRun) => void): void {
  const { cell, owner, isConsole } = request;
  const run = new CellRun(cell, isConsole);
  const isAwaited = owner !== undefined && endRunsOf([owner]);
  if (owner !== undefined) latest.set(owner, run);
  if (isAwaited) setImmediate(begin, run);
  else begin(run);
}

/** The cells run again or are deleted. @returns whether somebody waited for that */
export function endRunsOf(owners: readonly string[]): boolean {
  const ended = owners.flatMap((owner) => latest.get(owner) ?? []);
  for (const owner of owners) latest.delete(owner);
  return ended.filter((run) => run.end()).length > 0;
}
