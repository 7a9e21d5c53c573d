// The global `invalidation`: a promise that ends with the run of the cell in which it is used, so that a cell can clear
// away what it has started. One name has to stand for the promise of whichever run asks, for a module that imports it
// too; so it is an object of its own that hands on to that run's promise.

import { thisRun } from "./current-run.ts";

class Invalidation implements Promise<void> {
  readonly [Symbol.toStringTag] = "Promise";

  // biome-ignore lint/suspicious/noThenProperty: it is a promise
  then<Result = void, Rescue = never>(
    onOver?: (() => Result | PromiseLike<Result>) | null,
    onRejected?: ((reason: unknown) => Rescue | PromiseLike<Rescue>) | null,
  ): Promise<Result | Rescue> {
    return thisRun().over.then(onOver, onRejected);
  }

  catch(): Promise<void> {
    return thisRun().over;
  }

  finally(onOver?: (() => void) | null): Promise<void> {
    return thisRun().over.finally(onOver);
  }
}

/**
 * Resolves when the cell runs again or is deleted, and in any case when the process shuts down; a front-end that gives
 * its cells no ids, as nbclient, has only that: `invalidation.then(() => clearInterval(timer))`. The cell's next run
 * begins after what waits here has been called. An interrupt does not resolve it.
 */
export const invalidation: Promise<void> = new Invalidation();
