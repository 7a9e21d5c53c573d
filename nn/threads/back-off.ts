// When not to share work. On a machine that is busy with something else a worker may lose its processor with items
// in hand, and the main thread waits for it, some milliseconds long. When that took longer than the work itself, no
// work is shared for a while: longer each time that it happens again soon, so that on a machine that stays busy two
// threads are hardly slower than one.

/** A wait shorter than this is not worth mentioning. All times are in milliseconds. */
const shortWait = 0.3;
const shortestPause = 5;
const longestPause = 160;

export class BackOff {
  #pause = shortestPause;
  #pauseEnds = Number.NEGATIVE_INFINITY;

  /** Whether work should be shared at the time `now`. */
  mayShare(now: number): boolean {
    return now >= this.#pauseEnds;
  }

  /** Tells how long the main thread worked at a shared job, and then waited for the others until `now`. */
  note(worked: number, waited: number, now: number): void {
    if (waited <= Math.max(worked, shortWait)) return;
    const soon = now < this.#pauseEnds + 2 * this.#pause;
    this.#pause = soon ? Math.min(2 * this.#pause, longestPause) : shortestPause;
    this.#pauseEnds = now + this.#pause;
  }
}
