// The bench's side of an engine's process.

import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface, type Interface } from "node:readline";
import type { Readable } from "node:stream";

/** The first answer of an engine's process. */
export interface Ready {
  readonly engine: string;
  /** milliseconds of the first inference */
  readonly first: number;
  /** the file with the output, as float32 numbers */
  readonly output: string;
}

/** The answer to each line after that: the milliseconds of each run. */
export interface Runs {
  readonly times: readonly number[];
}

/**
 * What lets PyTorch run at its best: OpenBLAS chooses by the processor that is there, and the allocator keeps its
 * memory between runs instead of giving it back to the system and faulting it in again (up to 3 times slower).
 */
const torchEnvironment = {
  ...process.env,
  OPENBLAS_CORETYPE: undefined,
  OPENBLAS_L2_SIZE: undefined,
  MALLOC_TRIM_THRESHOLD_: "1000000000",
  MALLOC_MMAP_THRESHOLD_: "1000000000",
};

export interface EngineChoice {
  readonly engine: string;
  readonly threads: number;
}

export class RunningEngine {
  readonly choice: EngineChoice;
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #gone: Promise<unknown>;
  #complaint = "";

  /** Starts the process for the job in `folder`; `python` is the interpreter that knows PyTorch. */
  constructor(choice: EngineChoice, folder: string, python: string | undefined) {
    this.choice = choice;
    const [executable, ...script] =
      choice.engine === "torch"
        ? [python ?? "python3", "torch_engine.py"]
        : [process.execPath, "engine-process.ts", choice.engine];
    this.#process = spawn(executable, [...script, folder, String(choice.threads)], {
      cwd: import.meta.dirname,
      env: choice.engine === "torch" ? torchEnvironment : process.env,
      stdio: ["pipe", "ignore", "pipe", "pipe"],
    });
    const complain = (text: unknown) => {
      this.#complaint += text;
    };
    this.#gone = new Promise((resolve) => this.#process.once("close", resolve));
    this.#process.on("error", complain);
    this.#process.stderr?.on("data", complain);
    this.#process.stdin?.on("error", complain); // an engine that died meanwhile reads no more
    this.#answers = linesOf(this.#process.stdio[3])[Symbol.asyncIterator]();
  }

  /** Waits until the network is ready; returns the engine's name, the milliseconds of its first run, its output. */
  async ready(): Promise<{ name: string; first: number; output: Float32Array }> {
    const { engine, first, output }: Ready = await this.#answer();
    const bytes = readFileSync(output);
    return { name: engine, first, output: new Float32Array(new Uint8Array(bytes).buffer) };
  }

  /** Lets the engine run for a round. Returns the milliseconds of each run. */
  async round(): Promise<readonly number[]> {
    this.#process.stdin?.write("\n");
    const { times }: Runs = await this.#answer();
    return times;
  }

  async stop(): Promise<void> {
    this.#process.stdin?.end();
    await this.#gone;
  }

  async #answer() {
    const { value, done } = await this.#answers.next();
    if (done) {
      await this.#gone;
      throw new Error(`the process ended: ${this.#complaint.trim().slice(-2000)}`);
    }
    return JSON.parse(value);
  }
}

function linesOf(pipe: ChildProcess["stdio"][number]): Interface {
  if (!pipe || !("read" in pipe)) throw new Error("the engine's process has no pipe for its answers");
  return createInterface({ input: pipe satisfies Readable });
}
