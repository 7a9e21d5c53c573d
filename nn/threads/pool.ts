// How many threads compute, and whether a piece of work is worth sharing. The workers start with the first work
// that is.

import { availableParallelism } from "node:os";
import { inspect } from "node:util";
import { arena } from "../memory/arena.ts";
import type { Kernel } from "../wasm/kernel.ts";
import { BackOff } from "./back-off.ts";
import { Team, workerDied } from "./team.ts";

/** More threads than this start only when asked for: each costs start-up time and memory. */
const defaultThreads = 8;
const maximumThreads = 256;

let threads = Math.min(availableParallelism(), defaultThreads);
let team: Team | undefined;
const backOff = new BackOff();

/** How many threads compute, the main thread included. */
export function getNumThreads(): number {
  return threads;
}

/**
 * Lets so many threads compute from the next operation on, also more than there are cores.
 * @throws RangeError if it is not a whole number from 1 to 256
 */
export function setNumThreads(count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > maximumThreads) {
    throw new RangeError(
      `setNumThreads expects a whole number from 1 to ${maximumThreads}, got ${inspect(count)}`,
    );
  }
  arena.unsettled?.();
  if (count !== threads) dismissTeam();
  threads = count;
}

/** Starts the workers now, and returns when they are ready: for measuring, and for tests that need them. */
export function startThreads(): void {
  if (threads > 1) currentTeam().waitUntilReady();
}

/** Fewer steps than this are done before a worker that sleeps is awake. */
const leastSteps = 2;

/**
 * Runs a kernel on the items 0 to `count`, taken `step` at a time; without workers when these are fewer than two whole
 * steps. Returns when all are done.
 */
export function run<Operand extends string>(
  kernel: Kernel<Operand>,
  count: number,
  step: number,
  operands: Readonly<Record<Operand, number>>,
): void {
  arena.unsettled?.();
  const values = kernel.operands.map((name) => operands[name]);
  if (threads > 1 && count >= leastSteps * step && backOff.mayShare(performance.now())) {
    const { worked, waited } = currentTeam().run(kernel, count, step, values);
    backOff.note(worked, waited, performance.now());
  } else if (count > 0) {
    kernel.run(0, 0, count, ...values);
  }
}

function currentTeam(): Team {
  if (team?.dismissed) team = undefined; // it lost a worker at a job, and the call failed
  const cause = team?.death;
  if (cause) {
    dismissTeam();
    throw workerDied(cause);
  }
  if (team?.isTorn) dismissTeam();
  team ??= new Team();
  if (team.size < threads - 1) grow(team);
  return team;
}

/** The system may allow fewer threads than were asked for: then the work is done by those that there are. */
function grow(small: Team): void {
  try {
    small.grow(threads - 1);
  } catch (error) {
    process.emitWarning(
      `${small.size + 1} threads compute instead of ${threads}: no more can be started (${error})`,
    );
    threads = small.size + 1;
  }
}

function dismissTeam(): void {
  const old = team;
  team = undefined;
  old?.dismiss();
}
