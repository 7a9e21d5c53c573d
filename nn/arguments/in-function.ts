// Errors about arguments name the function that was called.

/** Calls `compute`; an error about an argument gets the function's name (or the layer's text) in front. */
export function inFunction<T>(name: { toString(): string }, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    // new errors: the text of an error's stack is made with the error, and would keep the old message
    if (error instanceof RangeError) throw new RangeError(`${name}: ${error.message}`);
    if (error instanceof TypeError) throw new TypeError(`${name}: ${error.message}`);
    throw error;
  }
}
