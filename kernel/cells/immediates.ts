// Makes `setImmediate` safe to interrupt. Node runs all pending immediates in one pass and notes the next one in a
// `finally`; terminating a callback skips that, and if the callback was not the pass's first, Node's list points to
// it for ever and every later pass throws. So a callback runs as the tick right after its immediate: between two
// immediates Node's list is whole. An interrupt may still meet the pass itself, or a tick that has cleared the next
// immediate; what the list then points to is made to pass once more.

import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";

const nodeSetImmediate = timers.setImmediate;

/** Those that have been made and have not begun; cleared ones stay until there are many. */
const pending = new Set<NodeJS.Immediate>();
const manyPending = 1024;

function setImmediate<Values extends unknown[]>(
  callback: (...values: Values) => void,
  ...values: Values
): NodeJS.Immediate {
  if (typeof callback !== "function") return nodeSetImmediate(callback, ...values); // throws Node's own error
  let begun = false;
  const immediate = nodeSetImmediate(() => {
    if (begun) return;
    process.nextTick(callback, ...values);
    begun = true;
    pending.delete(immediate);
  });
  if (pending.size >= manyPending) forgetCleared();
  pending.add(immediate);
  return immediate;
}

function forgetCleared(): void {
  for (const immediate of pending) if (isDestroyed(immediate)) pending.delete(immediate);
}

/** Node's own mark of an immediate that has begun or was cleared. */
function isDestroyed(immediate: NodeJS.Immediate): boolean {
  return Reflect.get(immediate, "_destroyed") === true;
}

/**
 * Puts Node's list right if `error` is what it throws when an interrupt has left it pointing to an immediate that has
 * begun or was cleared. Returns whether there was one.
 */
export function mendImmediates(error: unknown): boolean {
  if (!(error instanceof TypeError) || !error.message.includes("'_idleNext'")) return false;
  const stuck = [...pending].filter(isDestroyed);
  for (const immediate of stuck) {
    pending.delete(immediate);
    Reflect.set(immediate, "_destroyed", false);
    if (typeof Reflect.get(immediate, "_onImmediate") === "function") continue;
    Reflect.set(immediate, "_onImmediate", () => {}); // it was cleared
  }
  return stuck.length > 0;
}

/** Replaces `setImmediate` everywhere: the global, and the one of `node:timers`. */
export function makeImmediatesInterruptible(): void {
  Object.defineProperties(setImmediate, Object.getOwnPropertyDescriptors(nodeSetImmediate)); // its promise form
  Object.assign(globalThis, { setImmediate });
  Object.assign(timers, { setImmediate });
  syncBuiltinESMExports();
}
