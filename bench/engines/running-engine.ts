// The bench's side of an engine's process.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable } from "node:stream";

/** The first answer of an engine's process: its name, and the file with its output as float32 numbers. */
export interface Ready {
  readonly engine: string;
  readonly output: string;
}

/** The answer to each line after that: the milliseconds of each run. */
export interface Round {
  readonly times: readonly number[];
}

/** The variables that tie OpenBLAS to an older processor than the one that is there. */
const blasVariables = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

export interface EngineChoice {
  readonly engine: string;
  readonly threads: number;
}

export class RunningEngine {
  readonly choice: EngineChoice;
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #complaint = "";

  /** Starts the process for the job in `folder`; `python` is the interpreter that knows PyTorch. */
  constructor(choice: EngineChoice, folder: string, python: string | undefined) {
    this.choice = choice;
    const environment = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !blasVariables.includes(name)),
    );
    const arguments_ = [folder, String(choice.threads)];
    const [executable, script] =
      choice.engine === "torch"
        ? [python ?? "python3", [join(import.meta.dirname, "torch_engine.py")]]
        : [process.execPath, [join(import.meta.dirname, "engine-process.ts"), choice.engine]];
    this.#process = spawn(executable, [...script, ...arguments_], {
      env: environment,
      stdio: ["pipe", "ignore", "pipe", "pipe"],
    });
    this.#process.stderr?.on("data", (text) => {
      this.#complaint += text;
    });
    this.#answers = linesOf(this.#process.stdio[3])[Symbol.asyncIterator]();
  }

  /** Waits until the network is ready; returns the engine's name and its output. */
  async ready(): Promise<{ name: string; output: Float32Array }> {
    const { engine, output }: Ready = await this.#answer();
    const bytes = readFileSync(output);
    return { name: engine, output: new Float32Array(new Uint8Array(bytes).buffer) };
  }

  /** Lets the engine run for a round. Returns the median in milliseconds. */
  async round(): Promise<number> {
    this.#process.stdin?.write("\n");
    const { times }: Round = await this.#answer();
    return median(times);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const gone = once(this.#process, "exit");
    this.#process.stdin?.end();
    await gone;
  }

  async #answer() {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`${this.choice.engine} ended: ${this.#complaint.trim().slice(-2000)}`);
    return JSON.parse(value);
  }
}

function linesOf(pipe: ChildProcess["stdio"][number]): Interface {
  if (!pipe || !("read" in pipe)) throw new Error("the engine's process has no pipe for its answers");
  return createInterface({ input: pipe satisfies Readable });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
