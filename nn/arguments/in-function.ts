// Errors about arguments name the function that was called.

/** Calls `compute`; an error about an argument gets the function's name (or the layer's text) in front. */
export function inFunction<T>(name: { toString(): string }, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    throw errorIn(name, error);
  }
}

/** The error with the function's name in front, if it is about an argument. */
export function errorIn(name: { toString(): string }, error: unknown): unknown {
  // new errors: the text of an error's stack is made with the error, and would keep the old message
  if (error instanceof RangeError) return new RangeError(`${name}: ${error.message}`);
  if (error instanceof TypeError) return new TypeError(`${name}: ${error.message}`);
  return error;
}
