// Whether the process that has started this one still lives: it may be killed without a chance to say so. A process that
// has ended and that nobody has collected counts as gone, though the system still knows its number.

import { readFileSync } from "node:fs";

const pace = 500; // milliseconds between two looks

/** Calls back when the process is gone. */
export function whenGone(pid: number, then: () => void): void {
  const isParent = process.ppid === pid; // a child that has lost its parent gets another one at once
  const watch = setInterval(() => {
    if (isParent ? process.ppid === pid : isAlive(pid)) return;
    clearInterval(watch);
    then();
  }, pace);
  watch.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return !isZombie(pid);
}

/** Only Linux tells. */
function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
