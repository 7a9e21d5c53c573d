// One row: all engines are made ready for a workload, their outputs compared with Lamella's, and then they take
// turns, round after round, so that what else the machine does hits all alike.

import { rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { deviation } from "./compare.ts";
import { writeJob } from "./prepare.ts";
import { type EngineChoice, median, RunningEngine } from "./running-engine.ts";
import type { Workload } from "./workloads.ts";

/** What was seen of one engine: its time, or why there is none. */
export interface Cell extends EngineChoice {
  /** the engine's own name and version */
  readonly name?: string;
  /** median milliseconds of each round */
  readonly rounds: readonly number[];
  /** the median of the rounds */
  readonly milliseconds?: number;
  /** how far the output is from Lamella's, as a share of what is tolerated */
  readonly deviation?: number;
  readonly failure?: string;
}

export interface Row {
  readonly workload: string;
  readonly title: string;
  readonly cells: readonly Cell[];
}

/** Time for the threads of the engine before to stop spinning, in milliseconds. */
const pause = 20;

/** `choices` begin with Lamella, which the others are compared with. */
export async function measureRow(
  workload: Workload,
  choices: readonly EngineChoice[],
  rounds: number,
  python: string | undefined,
): Promise<Row> {
  const folder = writeJob(workload);
  const engines = choices.map((choice) => new RunningEngine(choice, folder, python));
  try {
    const cells: { engine: RunningEngine; cell: Cell; times: number[] }[] = [];
    let expected: Float32Array | undefined;
    for (const engine of engines) {
      const { cell, output } = await check(engine, expected);
      expected ??= output;
      cells.push({ engine, cell, times: [] });
    }
    for (let round = 0; round < rounds; round++) {
      for (const { engine, cell, times } of cells) {
        if (cell.failure !== undefined) continue;
        await delay(pause);
        times.push(await engine.round());
      }
    }
    return {
      workload: workload.name,
      title: workload.title,
      cells: cells.map(({ cell, times }) =>
        times.length > 0 ? { ...cell, rounds: times, milliseconds: median(times) } : cell,
      ),
    };
  } finally {
    await Promise.all(engines.map((engine) => engine.stop()));
    rmSync(folder, { recursive: true });
  }
}

async function check(engine: RunningEngine, expected: Float32Array | undefined) {
  try {
    const { name, output } = await engine.ready();
    const distance = expected ? deviation(output, expected) : 0;
    const cell: Cell = { ...engine.choice, name, rounds: [], deviation: distance };
    if (distance <= 1) return { cell, output };
    return { cell: { ...cell, failure: `differs, ${distance.toPrecision(2)} times the tolerance` }, output };
  } catch (error) {
    if (!expected) throw error; // without Lamella there is nothing to compare with
    const failure = error instanceof Error ? error.message : String(error);
    return { cell: { ...engine.choice, rounds: [], failure }, output: undefined };
  }
}
