// Whether operations are recorded for the gradient. `noGrad` switches that off for one call of a function.

let enabled = true;

export function isGradEnabled(): boolean {
  return enabled;
}

/** Calls `fn` without recording: its results require no gradient, and module calls release what they leave behind. */
export function noGrad<T>(fn: () => T): T {
  return withGradMode("noGrad", false, fn);
}

/** Calls `fn` with recording, also inside `noGrad`. */
export function enableGrad<T>(fn: () => T): T {
  return withGradMode("enableGrad", true, fn);
}

function withGradMode<T>(name: string, mode: boolean, fn: () => T): T {
  const before = enabled;
  enabled = mode;
  try {
    return refusePromise(name, fn());
  } finally {
    enabled = before;
  }
}

/**
 * Returns `result` unless it is a promise: what holds only while a function runs would have ended at the first
 * await, and silence about that would be a trap.
 */
export function refusePromise<T>(name: string, result: T): T {
  if (result instanceof Promise) {
    result.catch(() => {}); // the error below is the one to see
    throw new TypeError(
      `${name}(fn): fn must not be async: it would end at the first await; await outside, or call ${name} between awaits`,
    );
  }
  return result;
}
