// An engine as the bench sees it, and how its time is taken.

import type { Job } from "./job.ts";

/** A network ready to run on its input, which the engine holds already. */
export interface Prepared {
  /** the engine's name and version, and what else matters for its speed */
  readonly engine: string;
  /** One inference, from the input to the output, both in the engine's own memory; a promise if asynchronous. */
  run(): unknown;
  /** The output of an inference in the order of [N, C, ...]. */
  output(): Promise<Float32Array>;
}

export type Prepare = (job: Job) => Promise<Prepared>;

/** One round takes about this long, so that slow networks and fast layers both get a fair number of runs. */
const roundMilliseconds = 250;
const runsPerRound = { least: 3, most: 500 };

/** The milliseconds of each run of a round. */
export async function measureRound({ run }: Prepared): Promise<number[]> {
  const times: number[] = [];
  const enough = performance.now() + roundMilliseconds;
  while (
    times.length < runsPerRound.least ||
    (performance.now() < enough && times.length < runsPerRound.most)
  ) {
    const started = performance.now();
    const pending = run();
    if (pending instanceof Promise) await pending;
    times.push(performance.now() - started);
  }
  return times;
}
