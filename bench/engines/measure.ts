// One row: all engines are made ready for a workload, their outputs compared with Lamella's, and then they take
// turns, round after round, so that what else the machine does hits all alike.

import { rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { deviation } from "./compare.ts";
import { writeJob } from "./prepare.ts";
import { type EngineChoice, RunningEngine } from "./running-engine.ts";
import type { Workload } from "./workloads.ts";

/** The milliseconds of a round's runs. */
export interface Round {
  readonly median: number;
  readonly lowest: number;
}

/** What was seen of one engine: its time, or why there is none. */
export interface Cell extends EngineChoice {
  /** the engine's own name and version */
  readonly name: string | undefined;
  /** milliseconds of the first run */
  readonly first: number | undefined;
  readonly rounds: readonly Round[];
  /** what stands for the rounds in the table */
  readonly milliseconds: number | undefined;
  /** how far the output is from Lamella's, as a share of what is tolerated */
  readonly deviation: number | undefined;
  readonly failure: string | undefined;
}

export interface Row {
  readonly workload: string;
  readonly title: string;
  readonly cells: readonly Cell[];
}

/** What stands for all rounds: the median of their medians, or the fastest run, which other work touches least. */
export const statistics = {
  median: (rounds: readonly Round[]) => medianOf(rounds.map(({ median }) => median)),
  lowest: (rounds: readonly Round[]) => Math.min(...rounds.map(({ lowest }) => lowest)),
};

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

export interface Measuring {
  readonly rounds: number;
  readonly statistic: keyof typeof statistics;
  /** the interpreter that knows PyTorch */
  readonly python: string | undefined;
}

/** Time for the threads of the engine before to stop spinning, in milliseconds. */
const pause = 20;

/** `choices` begin with Lamella, which the others are compared with. */
export async function measureRow(
  workload: Workload,
  choices: readonly EngineChoice[],
  { rounds, statistic, python }: Measuring,
): Promise<Row> {
  const folder = writeJob(workload);
  const entries: Entry[] = [];
  try {
    for (const choice of choices) {
      const entry = new Entry(new RunningEngine(choice, folder, python));
      entries.push(entry);
      await entry.prepare(entries[0] ?? entry);
    }
    for (let round = 0; round < rounds; round++) {
      for (const entry of entries) {
        await delay(pause);
        await entry.round();
      }
    }
    const cells = entries.map((entry) => entry.cell(statistics[statistic]));
    return { workload: workload.name, title: workload.title, cells };
  } finally {
    await Promise.all(entries.map(({ engine }) => engine.stop()));
    rmSync(folder, { recursive: true });
  }
}

/** An engine in its row: runs until something is wrong with it. */
class Entry {
  readonly engine: RunningEngine;
  readonly #rounds: Round[] = [];
  #ready: { name: string; first: number; output: Float32Array } | undefined;
  #deviation: number | undefined;
  #failure: string | undefined;

  constructor(engine: RunningEngine) {
    this.engine = engine;
  }

  get output(): Float32Array | undefined {
    return this.#ready?.output;
  }

  /** Waits for the first output and compares it with that of `reference`, which may be this engine itself. */
  async prepare(reference: Entry): Promise<void> {
    await this.#try(async () => {
      this.#ready = await this.engine.ready();
      if (!reference.output)
        throw new Error(`not compared: ${reference.engine.choice.engine} gave no output`);
      this.#deviation = deviation(this.#ready.output, reference.output);
      if (this.#deviation > 1)
        throw new Error(`differs: ${this.#deviation.toPrecision(2)} times the tolerance`);
    });
  }

  async round(): Promise<void> {
    if (this.#failure !== undefined) return;
    await this.#try(async () => {
      const times = await this.engine.round();
      this.#rounds.push({ median: medianOf(times), lowest: Math.min(...times) });
    });
  }

  async #try(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
    }
  }

  cell(statistic: (rounds: readonly Round[]) => number): Cell {
    const timed = this.#failure === undefined && this.#rounds.length > 0;
    return {
      ...this.engine.choice,
      name: this.#ready?.name,
      first: this.#ready?.first,
      deviation: this.#deviation,
      rounds: this.#rounds,
      milliseconds: timed ? statistic(this.#rounds) : undefined,
      failure: this.#failure,
    };
  }
}
