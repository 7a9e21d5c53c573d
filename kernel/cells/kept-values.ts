// What cells make that goes on by itself, and when it ends: controls and live values live as long as a name of the
// notebook holds them, or, if none ever did, until the cell that made them runs again. And who reads them: a cell
// follows those whose value it has read while it ran.
//
// What a name holds is looked up only when a run may have changed that, since a name may hold a lot. A function that
// changes another name's value does so unseen; so before something is closed, all names are asked.

import type { Moved, SourceNumber } from "../channel/messages.ts";
import { keptIn } from "../widgets/holders.ts";
import type { Kept } from "../widgets/kept.ts";
import { type CellRun, thisRun } from "./current-run.ts";
import { scope } from "./notebook-scope.ts";

/** by the runs that made them */
const open = new Map<Kept, CellRun>();
const numbers = new WeakMap<object, SourceNumber>();
const everHeld = new WeakSet<Kept>();
/** name -> what it held when it was looked up last */
const held = new Map<string, ReadonlySet<Kept>>();
let count = 0;

/** To be called where something is made. */
export function keep(made: Kept): void {
  open.set(made, thisRun());
}

/** To be called where the value of something is read. Code that runs after its cell has ended, as a handler, is no reader. */
export function noteRead(made: Kept): void {
  const run = thisRun();
  if (run.isGoingOn && open.get(made) !== run) run.reads.add(numberOf(made));
}

/** Whether a name holds something that is followed, as far as `closeUnused` has looked it up. */
export function holdsKept(name: string): boolean {
  return held.has(name);
}

/** Things that have other values now, as it is told. */
export function movedOf(changed: Iterable<object>): Moved[] {
  return [...changed].map((each) => ({ source: numberOf(each), name: nameOf(each) }));
}

/**
 * To be called after each run: closes what no name holds any more, and what an earlier run of a cell has left.
 * @param changed the names whose values the run may have changed
 */
export function closeUnused(changed: readonly string[]): void {
  if (open.size === 0) return;
  for (const name of changed) lookUp(name);
  if (unused().length === 0) return;
  for (const name of Object.keys(scope)) lookUp(name);
  for (const each of unused()) {
    open.delete(each);
    each.close();
  }
}

function lookUp(name: string): void {
  const kept = keptIn(Object.getOwnPropertyDescriptor(scope, name)?.value);
  for (const each of kept) everHeld.add(each);
  if (kept.size === 0) held.delete(name);
  else held.set(name, kept);
}

function unused(): Kept[] {
  for (const name of held.keys()) if (!Object.hasOwn(scope, name)) held.delete(name);
  const all = new Set([...held.values()].flatMap((kept) => [...kept]));
  return [...open]
    .filter(([each, run]) => !all.has(each) && (everHeld.has(each) || run.isOver))
    .map(([each]) => each);
}

function nameOf(made: object): string | undefined {
  for (const [name, kept] of held) if ([...kept].some((each) => each === made)) return name;
  return undefined;
}

function numberOf(made: object): SourceNumber {
  const known = numbers.get(made);
  if (known !== undefined) return known;
  count += 1;
  numbers.set(made, count);
  return count;
}
