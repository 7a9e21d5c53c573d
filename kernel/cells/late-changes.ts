// Names that get other values while no cell runs: by a function that a timer calls, or a promise, or a button. Nobody is
// told of an assignment, so from time to time the names that functions assign are looked at.

import { identities, reassignedSince, type Snapshot } from "./changes.ts";
import { emit } from "./events.ts";
import { scope } from "./notebook-scope.ts";

/** Milliseconds between two looks. */
const pace = 500;

let before: Snapshot = new Map();
let looking: NodeJS.Timeout | undefined;

/** A cell has ended: from here on only functions change these names. @param names those of before if none are given */
export function watchFromNow(names: readonly string[] = [...before.keys()]): void {
  before = identities(scope, names);
  if (names.length > 0) looking = setInterval(look, pace).unref();
}

/** A cell begins, which may change all names. */
export function endWatch(): void {
  clearInterval(looking);
  look();
}

function look(): void {
  const names = reassignedSince(before, scope);
  if (names.length === 0) return;
  before = identities(scope, [...before.keys()]);
  emit({ type: "reassigned", names });
}
