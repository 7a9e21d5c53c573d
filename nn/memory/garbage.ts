// The garbage collector, asked. By itself it tells of dead objects only when the event loop turns, which a loop that
// never waits does not let happen; and it sees the small objects that own large blocks of memory, not the blocks, so
// it feels no need to hurry. Weak references tell at once what is gone, if a collection has just run and if the
// references themselves hold nothing: by the language they keep what they were made for, or asked for, until the
// job ends.

import { setFlagsFromString } from "node:v8";
import { createContext, runInNewContext, Script } from "node:vm";

/** Makes weak references tell the truth: whoever cannot be reached now is gone from them. Takes some milliseconds. */
export function collectGarbage(): void {
  releaseKeptObjects();
  collector ??= exposedCollector();
  collector();
}

let collector: (() => void) | undefined;

function exposedCollector(): () => void {
  setFlagsFromString("--expose-gc");
  try {
    return runInNewContext("gc");
  } finally {
    setFlagsFromString("--no-expose-gc");
  }
}

const script = new Script("");
let queue: object | undefined;

/**
 * Lets go of what weak references keep alive until the job ends (ECMA-262, ClearKeptObjects). V8 does so whenever it
 * has run a queue of microtasks, and a context may have a queue of its own: an empty one will do.
 */
export function releaseKeptObjects(): void {
  queue ??= createContext({}, { microtaskMode: "afterEvaluate" });
  script.runInContext(queue);
}

/** Each lives until the next collection, and is followed by another. */
const canaries = new FinalizationRegistry((fn: () => void) => {
  afterCollections(fn);
  fn();
});

/** Calls `fn` between two jobs, some time after each collection that the collector has made by itself. */
export function afterCollections(fn: () => void): void {
  canaries.register({}, fn);
}
