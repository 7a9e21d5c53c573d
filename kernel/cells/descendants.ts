// The processes that cells have started, found in Linux's /proc. A cell that waits for one of them synchronously
// cannot be terminated; when that process ends, it can.

import { readdirSync, readFileSync } from "node:fs";

/** Sends a signal to the children of a process, their children, and so on. Does nothing where there is no /proc. */
export function signalDescendants(processId: number, signal: NodeJS.Signals): void {
  for (const child of childrenOf(processId)) {
    signalDescendants(child, signal);
    ignoringErrors(() => process.kill(child, signal));
  }
}

function childrenOf(processId: number): number[] {
  const threads = ignoringErrors(() => readdirSync(`/proc/${processId}/task`)) ?? [];
  return threads.flatMap((thread) => {
    const list =
      ignoringErrors(() => readFileSync(`/proc/${processId}/task/${thread}/children`, "utf8")) ?? "";
    return list.split(" ").filter(Boolean).map(Number);
  });
}

/** Processes and threads may end while we look at them. */
function ignoringErrors<Result>(attempt: () => Result): Result | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}
