// What cells make that goes on by itself, and when it ends: controls and live values live as long as a name of the
// notebook holds them, or, if none ever did, until the cell that made them runs again.

import { keptIn } from "../widgets/holders.ts";
import type { Kept } from "../widgets/kept.ts";
import { type CellRun, thisRun } from "./current-run.ts";
import { scope } from "./notebook-scope.ts";

/** by the runs that made them */
const open = new Map<Kept, CellRun>();
const everHeld = new WeakSet<Kept>();

/** To be called where something is made. */
export function keep(made: Kept): void {
  open.set(made, thisRun());
}

/** To be called after each run: closes what no name holds any more, and what an earlier run of a cell has left. */
export function closeUnused(): void {
  if (open.size === 0) return;
  const held = new Set(
    Object.values(Object.getOwnPropertyDescriptors(scope)).flatMap(({ value }) => [...keptIn(value)]),
  );
  for (const [each, run] of open) {
    if (held.has(each)) everHeld.add(each);
    else if (everHeld.has(each) || run.isOver) {
      open.delete(each);
      each.close();
    }
  }
}

/** The names that hold any of these. */
export function namesOf(kept: ReadonlySet<object>): string[] {
  return Object.keys(scope).filter((name) => [...keptIn(scope[name])].some((each) => kept.has(each)));
}
