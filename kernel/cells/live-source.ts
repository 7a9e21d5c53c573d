// What a live value may come from: a promise, an async iterable, or a generator, async or not. A source is asked for
// one value after the other until it has no more or is not wanted any more; then what is left of a generator, its
// `finally` blocks, runs.

import { setTimeout as delay, setImmediate as turnOfEventLoop } from "node:timers/promises";
import { isObject } from "./is-object.ts";

export type LiveSource<Value> = PromiseLike<Value> | AsyncIterable<Value> | IterableIterator<Value>;

/** How often a generator that cannot wait is asked, in milliseconds. */
const pace = 33;

interface Steps<Value> {
  next(): Promise<IteratorResult<Value>> | IteratorResult<Value>;
  return?(): unknown;
  /** between two values */
  pause(): Promise<unknown>;
}

export class Following<Value> {
  readonly #steps: Steps<Value>;
  readonly #take: (value: Value) => void;
  #isWanted = true;

  /**
   * @param take called with each value
   * @throws TypeError if it is no source
   */
  constructor(source: LiveSource<Value>, take: (value: Value) => void) {
    this.#steps = stepsOf(source);
    this.#take = take;
  }

  /** Takes the first value, at once if it is there, and the others as they come. Rejects with what the source throws. */
  async start(): Promise<void> {
    try {
      while (this.#isWanted) {
        const next = this.#steps.next();
        const { done, value } = "done" in next ? next : await next;
        if (done || !this.#isWanted) return;
        this.#take(value);
        await this.#steps.pause();
      }
    } catch (error) {
      if (this.#isWanted) throw error;
    }
  }

  /** No value is taken from now on. Rejects with what the source throws at its end. */
  async end(): Promise<void> {
    this.#isWanted = false;
    await this.#steps.return?.();
  }
}

function stepsOf<Value>(source: LiveSource<Value>): Steps<Value> {
  if (isObject(source)) {
    if (Symbol.asyncIterator in source) {
      // A source that never waits for anything would let nothing else happen.
      return withPause(source[Symbol.asyncIterator](), () => turnOfEventLoop());
    }
    if ("next" in source) return withPause(source, () => delay(pace));
    if ("then" in source) return stepsOf(only(source));
  }
  throw new TypeError(`live() needs a promise, a generator or an async iterable, but got ${String(source)}.`);
}

function withPause<Value>(
  iterator: AsyncIterator<Value> | Iterator<Value>,
  pause: Steps<Value>["pause"],
): Steps<Value> {
  return { next: () => iterator.next(), return: () => iterator.return?.(), pause };
}

async function* only<Value>(promise: PromiseLike<Value>): AsyncGenerator<Value, void> {
  yield await promise;
}
