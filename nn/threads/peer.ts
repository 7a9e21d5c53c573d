// Whether a thread still lives, asked without waiting: the main thread computes for minutes without a turn of the event
// loop, and no 'exit' or 'error' event reaches it meanwhile. A thread that ends, in whichever way, closes its ports, and
// Node's `postMessage` tells whether a message found another end: true if so; false, and later undefined, if not. This
// is so in all versions of Node that have threads, though the documentation is silent about it; a test holds it, and
// whoever asks finds out first whether it still is so.

import type { MessagePort } from "node:worker_threads";

/**
 * Sends a message; whether somebody will receive it. An interrupt that comes now lets nothing be sent, and lets the code
 * go on for a moment: then this is false, too.
 */
export function deliver(port: MessagePort, message: unknown): boolean {
  const delivered: unknown = port.postMessage(message);
  return delivered === true;
}

/** Whether the other end of `port` is open. Sends `undefined` there. Takes half a microsecond. */
export function hasPeer(port: MessagePort): boolean {
  return deliver(port, undefined);
}
