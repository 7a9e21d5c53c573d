// Makes `setImmediate` safe to interrupt. Node runs all pending immediates in one pass and notes the next one in a
// `finally`; terminating a callback skips that, and if the callback was not the pass's first, Node's list points to
// it for ever and every later pass throws. So a callback runs as the tick right after its immediate: between two
// immediates Node's list is whole.

import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";

const nodeSetImmediate = timers.setImmediate;

function setImmediate<Values extends unknown[]>(
  callback: (...values: Values) => void,
  ...values: Values
): NodeJS.Immediate {
  if (typeof callback !== "function") return nodeSetImmediate(callback, ...values); // throws Node's own error
  return nodeSetImmediate(process.nextTick, callback, ...values);
}

/** Replaces `setImmediate` everywhere: the global, and the one of `node:timers`. */
export function makeImmediatesInterruptible(): void {
  Object.defineProperties(setImmediate, Object.getOwnPropertyDescriptors(nodeSetImmediate)); // its promise form
  Object.assign(globalThis, { setImmediate });
  Object.assign(timers, { setImmediate });
  syncBuiltinESMExports();
}
