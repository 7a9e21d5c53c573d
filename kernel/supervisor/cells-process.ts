// One life of the cells' process, seen from the kernel process: started, talked to through its pipes, ended.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Socket } from "node:net";
import { extname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { encodeFrame, FrameReader } from "../channel/frames.ts";
import type { CellEvent, CellRequest } from "../channel/messages.ts";
import type { Death } from "./death.ts";

export interface CellsProcessOptions {
  /** the notebook's folder, which becomes the working directory */
  readonly directory: string;
  onEvent(event: CellEvent): void;
  /** text written to the file descriptors 1 and 2 themselves: by native code, or by the cells' own children */
  onRawText(name: "stdout" | "stderr", text: string): void;
}

const entry = fileURLToPath(new URL(`../cells/process${extname(import.meta.filename)}`, import.meta.url));
const flags = ["--no-force-async-hooks-checks"]; // else terminating a callback can bring the whole process down
const pipes = { stdout: 1, stderr: 2, requests: 3, events: 4 };
const patience = 200; // milliseconds that a process which handles SIGTERM has to end itself

export class CellsProcess {
  /** Resolves when the process has ended and everything it sent has been handed on. */
  readonly death: Promise<Death>;
  readonly #child: ChildProcess;
  readonly #requests: Socket;
  #heapLimit: number | undefined;
  #lastWords = "";
  #intended = false;

  constructor({ directory, onEvent, onRawText }: CellsProcessOptions) {
    this.#child = spawn(process.execPath, [...flags, entry], {
      cwd: directory,
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
      detached: true, // its own process group: signals to the kernel's group do not reach it
    });
    this.#requests = pipeOf(this.#child, pipes.requests);
    this.#requests.on("error", () => {}); // nobody reads any more; the death tells why
    this.death = this.#watch();
    this.#readEvents(onEvent);
    pipeOf(this.#child, pipes.stdout)
      .setEncoding("utf8")
      .on("data", (text: string) => onRawText("stdout", text));
    pipeOf(this.#child, pipes.stderr)
      .setEncoding("utf8")
      .on("data", (text: string) => this.#readErrors(text, onRawText));
  }

  send(request: CellRequest): void {
    this.#requests.write(encodeFrame(request));
  }

  /** Ends the process and everything it has started. */
  async end(): Promise<void> {
    this.#intended = true;
    this.#signalGroup("SIGTERM");
    await Promise.race([this.death, delay(patience, undefined, { ref: false })]);
    this.#signalGroup("SIGKILL");
    await this.death;
  }

  #readEvents(onEvent: (event: CellEvent) => void): void {
    const reader = new FrameReader<CellEvent>();
    pipeOf(this.#child, pipes.events).on("data", (chunk: Buffer) => {
      for (const event of reader.read(chunk)) {
        if (event.type === "ready") this.#heapLimit = event.heapLimit;
        onEvent(event);
      }
    });
  }

  /** What an engine writes while it dies, pages of native frames, is for the description of the death only. */
  #readErrors(text: string, onRawText: CellsProcessOptions["onRawText"]): void {
    const isDying =
      this.#lastWords !== "" ||
      /^<--- Last few GCs|^FATAL ERROR|^# Fatal error|^----- Native stack trace/m.test(text);
    if (isDying) this.#lastWords += text;
    else onRawText("stderr", text);
  }

  async #watch(): Promise<Death> {
    const events = pipeOf(this.#child, pipes.events);
    const allRead = new Promise((resolve) => events.once("close", resolve));
    const end = await this.#exit();
    this.#signalGroup("SIGKILL"); // what the process has started and left behind
    await allRead;
    return { intended: this.#intended, lastWords: this.#lastWords, heapLimit: this.#heapLimit, ...end };
  }

  async #exit(): Promise<Pick<Death, "exitCode" | "signal">> {
    try {
      const [exitCode, signal] = await once(this.#child, "exit");
      return { exitCode, signal };
    } catch (error) {
      // there was no process at all: no such folder, or the system refuses another process
      this.#lastWords = String(error);
      return { exitCode: null, signal: null };
    }
  }

  #signalGroup(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch {} // nobody is left
  }
}

function pipeOf(child: ChildProcess, descriptor: number): Socket {
  const pipe = child.stdio[descriptor];
  if (pipe instanceof Socket) return pipe;
  throw new Error(`the cells' process has no pipe ${descriptor}`);
}
