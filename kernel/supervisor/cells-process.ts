// One life of the cells' process, seen from the kernel process: started, talked to through its pipes, ended.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Socket } from "node:net";
import { extname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { encodeFrame, FrameReader } from "../channel/frames.ts";
import type { CellEvent, CellRequest } from "../channel/messages.ts";
import { checkEvent } from "./check-event.ts";
import { chunksOf } from "./chunks.ts";
import type { Death } from "./death.ts";
import { RawText } from "./raw-text.ts";

export interface CellsProcessOptions {
  /** the notebook's folder, which becomes the working directory */
  readonly directory: string;
  /** The next event is not read before this one has been dealt with. */
  onEvent(event: CellEvent): void | Promise<void>;
  /** text written to the file descriptors 1 and 2 themselves: by native code, or by the cells' own children */
  onRawText(name: "stdout" | "stderr", text: string): void | Promise<void>;
}

const entry = fileURLToPath(new URL(`../cells/process${extname(import.meta.filename)}`, import.meta.url));
const flags = [
  "--no-force-async-hooks-checks", // else terminating a callback can bring the whole process down
  "--max-semi-space-size=16", // else a long session holds ten times the memory that lives (headless/kernel-command.ts)
];
const pipes = { stdout: 1, stderr: 2, requests: 3, events: 4 };
const patience = 200; // milliseconds that a process which handles SIGTERM has to end itself
const ending = 1000; // milliseconds that a process which has closed its pipes has to be gone

export class CellsProcess {
  /** Resolves when the process has ended and everything it sent has been handed on. */
  readonly death: Promise<Death>;
  readonly #child: ChildProcess;
  readonly #end: Promise<Pick<Death, "exitCode" | "signal">>;
  readonly #requests: Socket;
  readonly #rawTexts: readonly RawText[];
  #heapLimit: number | undefined;
  #lastWords = "";
  #intended: Death["intended"];
  #fault: string | undefined;

  constructor({ directory, onEvent, onRawText }: CellsProcessOptions) {
    this.#child = spawn(process.execPath, [...flags, entry], {
      cwd: directory,
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
      detached: true, // its own process group: signals to the kernel's group do not reach it
    });
    this.#requests = pipeOf(this.#child, pipes.requests);
    this.#requests.on("error", () => this.#endUnlessEnded("it has closed the pipe by which it is asked"));
    this.#rawTexts = [
      new RawText(pipeOf(this.#child, pipes.stdout), async (text) => onRawText("stdout", text)),
      new RawText(pipeOf(this.#child, pipes.stderr), async (text) => this.#readErrors(text, onRawText)),
    ];
    this.#end = this.#exit();
    this.death = this.#watch(this.#readEvents(onEvent));
  }

  send(request: CellRequest): void {
    this.#requests.write(encodeFrame(request));
  }

  /** Ends the process and everything it has started. */
  async end(intended: NonNullable<Death["intended"]>): Promise<void> {
    this.#intended ??= intended;
    this.#signalGroup("SIGTERM");
    await Promise.race([this.death, delay(patience, undefined, { ref: false })]);
    this.#signalGroup("SIGKILL");
    await this.death;
  }

  async #readEvents(onEvent: CellsProcessOptions["onEvent"]): Promise<void> {
    const reader = new FrameReader();
    try {
      for await (const chunk of chunksOf<Buffer>(pipeOf(this.#child, pipes.events))) {
        for (const message of reader.read(chunk)) await this.#handOn(checkEvent(message), onEvent);
      }
      await this.#endUnlessEnded("it has closed the pipe by which it tells what happens");
    } catch (error) {
      this.#endForFault(error instanceof Error ? error.message : String(error)); // no event may end the kernel
    }
  }

  async #handOn(event: CellEvent, onEvent: CellsProcessOptions["onEvent"]): Promise<void> {
    if (event.type === "ready") this.#heapLimit = event.heapLimit;
    if (endsWriting(event)) await this.#rawTextsSettled();
    await onEvent(event);
  }

  /** A process that nobody can talk to is of no use; one that ends by itself has a reason of its own. */
  async #endUnlessEnded(fault: string): Promise<void> {
    const isGone = this.#end.then(() => true);
    if (!(await Promise.race([isGone, delay(ending, false)]))) this.#endForFault(fault);
  }

  #endForFault(fault: string): void {
    this.#fault ??= fault;
    this.#signalGroup("SIGKILL");
  }

  async #rawTextsSettled(): Promise<void> {
    await Promise.all(this.#rawTexts.map((each) => each.settled()));
  }

  /** What an engine writes while it dies, pages of native frames, is for the description of the death only. */
  #readErrors(text: string, onRawText: CellsProcessOptions["onRawText"]): void | Promise<void> {
    const isDying =
      this.#lastWords !== "" ||
      /^<--- Last few GCs|^FATAL ERROR|^# Fatal error|^----- Native stack trace/m.test(text);
    if (isDying) this.#lastWords += text;
    else return onRawText("stderr", text);
  }

  async #watch(eventsRead: Promise<void>): Promise<Death> {
    const end = await this.#end;
    this.#signalGroup("SIGKILL"); // what the process has started and left behind
    const allRead = eventsRead.then(() => this.#rawTextsSettled());
    if (this.#intended !== undefined)
      await Promise.race([allRead, delay(patience)]); // no slow reader holds up a shutdown
    else await allRead;
    return {
      intended: this.#intended,
      fault: this.#fault,
      lastWords: this.#lastWords,
      heapLimit: this.#heapLimit,
      ...end,
    };
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

/** Whether somebody who may have written to the descriptors is done: what they wrote has to be handed on before. */
function endsWriting(event: CellEvent): boolean {
  if (event.type === "inheriting" || event.type === "waiting") return !event.started;
  return event.type === "finished";
}

function pipeOf(child: ChildProcess, descriptor: number): Socket {
  const pipe = child.stdio[descriptor];
  if (pipe instanceof Socket) return pipe;
  throw new Error(`the cells' process has no pipe ${descriptor}`);
}
