// When not to share work. On a machine that is busy with something else a worker may lose its processor with
// items in hand, and the main thread waits for it. When that took longer than the work itself, the next jobs are
// done without workers: twice as many each time, up to a limit, and a quarter of that after each job that was
// shared well.

/** A wait shorter than this many milliseconds is not worth mentioning. */
const shortWait = 0.3;
const mostJobsAlone = 64;

export class BackOff {
  #length = 1;
  #jobsAlone = 0;

  /** Whether the next job should be shared; asked once for each. */
  mayShare(): boolean {
    if (this.#jobsAlone === 0) return true;
    this.#jobsAlone--;
    return false;
  }

  /** Tells how long the main thread worked at a shared job, and then waited for the others, in milliseconds. */
  note(worked: number, waited: number): void {
    if (waited > Math.max(worked, shortWait)) {
      this.#jobsAlone = this.#length;
      this.#length = Math.min(2 * this.#length, mostJobsAlone);
    } else {
      this.#length = Math.max(this.#length / 4, 1);
    }
  }
}
