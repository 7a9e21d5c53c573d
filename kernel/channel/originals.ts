// Parts of JavaScript as they are before any cell has run. A cell may replace every part of it in its process, for a
// polyfill or by mistake; the code by which that process tells what happens goes on with these.

import { closeSync, writeSync } from "node:fs";

/** A method as a function whose first argument is the object, so that what the object has later is not looked up. */
export function uncurried<This, Given extends unknown[], Result>(
  method: (this: This, ...given: Given) => Result,
): (object: This, ...given: Given) => Result {
  return Function.prototype.call.bind(method);
}

export const { stringify } = JSON;
export const { entries } = Object;
export const { isArray } = Array;
export const { allocUnsafe, byteLength } = Buffer;
export const writeText = uncurried(Buffer.prototype.write);
export const writeNumber = uncurried(Buffer.prototype.writeUInt32LE);
export const writeToDescriptor = writeSync; // an import follows what is assigned to `fs.writeSync`
export const closeDescriptor = closeSync;
export const { store: storeNumber, wait: waitFor } = Atomics;
