// The main thread's side of the compiler's thread: requests go out, answers come back in the same order. It starts
// at once and nobody waits for it: what it cannot do in time, or not at all, ends in an error with the reason.

import { rmSync } from "node:fs";
import { extname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type {
  Answers,
  CompilerRequest,
  CompilerThreadData,
  NumberedRequest,
  RequestOf,
  SlotContent,
  ThreadMessage,
} from "./messages.ts";
import { newShadowRoot } from "./shadow.ts";
import type { Slot } from "./slots.ts";
import { nearestTsconfig } from "./tsconfig.ts";

/** Milliseconds that a request may take. A check that takes longer goes round in circles of a clever type. */
const patience = { opening: 15_000, open: 10_000 };

/** Milliseconds that the thread has to end. */
const ending = 500;

/** Why there is no answer. */
export class CompilerUnavailable extends Error {
  override readonly name = "CompilerUnavailable";
  /** the compiler has failed with the question and started again */
  readonly hasRestarted: boolean;

  constructor(reason: string, hasRestarted = false) {
    super(reason);
    this.hasRestarted = hasRestarted;
  }
}

type AnswerMessage = Extract<ThreadMessage, { readonly type: "answer" }>;

/** The answer to a request of a type. */
interface AnswerTo<Type extends keyof Answers> {
  readonly to: Type;
  readonly answer: Answers[Type];
}

function isAnswerTo<Type extends keyof Answers>(
  type: Type,
  answer: { readonly to: string; readonly answer: unknown },
): answer is AnswerTo<Type> {
  return answer.to === type;
}

interface Waiting {
  readonly resolve: (answer: AnswerMessage) => void;
  readonly reject: (error: CompilerUnavailable) => void;
  readonly timer: NodeJS.Timeout;
}

export class CompilerClient {
  readonly #thread: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #endAtExit = () => this.#end();
  #requests = 0;
  readonly #root = newShadowRoot();
  #pid: number | undefined;
  #isOpen = false;
  #failure: CompilerUnavailable | undefined;

  /** @param notebook the notebook's folder */
  constructor(notebook: string, slots: readonly Slot[]) {
    const root = this.#root;
    const workerData: CompilerThreadData = { root, notebook, slots, tsconfig: nearestTsconfig(notebook) };
    const entry = new URL(`./compiler/thread${extname(import.meta.filename)}`, import.meta.url);
    this.#thread = new Worker(entry, {
      workerData,
      env: { ...process.env, GOGC: "40" }, // the compiler's process gives memory back sooner
    });
    this.#thread.on("message", (message: ThreadMessage) => this.#receive(message));
    this.#thread.on("error", (error) => this.#fail(error.message));
    this.#thread.on("exit", () => this.#fail("its thread has ended"));
    this.#thread.unref();
    // The thread waits in a system call for the compiler; this process could not end before that does.
    process.once("exit", this.#endAtExit);
  }

  /**
   * Sends a request, and the cells that the compiler has not seen before it. Rejects with CompilerUnavailable.
   */
  async ask<Type extends keyof Answers>(
    contents: readonly SlotContent[],
    request: RequestOf<Type>,
  ): Promise<Answers[Type]> {
    const answer = await this.#send(contents, request);
    if (isAnswerTo(request.type, answer)) return answer.answer;
    throw new Error(`the compiler was asked to ${request.type} and answered ${answer.to}`);
  }

  #send(contents: readonly SlotContent[], request: CompilerRequest): Promise<AnswerMessage> {
    this.#requests += 1;
    const id = this.#requests;
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const time = this.#isOpen ? patience.open : patience.opening;
      const timer = setTimeout(() => this.#giveUp(id, time), time);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#thread.postMessage({ id, contents, request } satisfies NumberedRequest);
    });
  }

  /** Ends the compiler and removes its files. */
  async close(): Promise<void> {
    process.removeListener("exit", this.#endAtExit);
    const ended = this.#end();
    await Promise.race([ended, delay(ending, undefined, { ref: false })]);
    this.#removeFiles(); // what the thread has still made
  }

  #end(): Promise<unknown> {
    this.#fail("it has been closed");
    this.#killCompiler();
    const ended = this.#thread.terminate();
    this.#removeFiles();
    return ended;
  }

  #removeFiles(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  #receive(message: ThreadMessage): void {
    switch (message.type) {
      case "started":
        this.#pid = message.pid;
        this.#isOpen = false;
        return;
      case "opened":
        this.#isOpen = true;
        return;
      case "failed":
        this.#take(message.id)?.reject(new CompilerUnavailable(message.reason, true));
        return;
      case "answer":
        this.#take(message.id)?.resolve(message);
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    return waiting;
  }

  /** The thread is stuck with a request until the process it waits for has ended; while it opens, it is left alone. */
  #giveUp(id: number, time: number): void {
    this.#take(id)?.reject(new CompilerUnavailable(`it did not answer within ${time / 1000} seconds`));
    if (this.#isOpen) this.#killCompiler();
  }

  #killCompiler(): void {
    if (this.#pid === undefined) return;
    try {
      process.kill(this.#pid, "SIGKILL");
    } catch {} // it has ended already
  }

  #fail(reason: string): void {
    this.#failure ??= new CompilerUnavailable(reason);
    for (const id of this.#waiting.keys()) this.#take(id)?.reject(this.#failure);
  }
}
