// A kernel under measurement: started as a front-end starts it, spoken to over its sockets by a client that
// favours nobody (test/kernel/support/raw-client.ts shares no code with any kernel).

import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Request } from "zeromq";
import { usageOfProcessTree, usagesOfProcessTree } from "../kernel/session/process-tree.ts";
import { createConnectionFile } from "../kernel/wire/connection.ts";
import { type RawChannel, RawClient, type RawMessage } from "../test/kernel/support/raw-client.ts";
import type { KernelUnderTest } from "./kernels-under-test.ts";

/** A request that has been sent, and what has come of it. */
export interface Sent {
  /** resolves with the reply and the milliseconds it took */
  readonly replied: Promise<{ readonly reply: RawMessage; readonly milliseconds: number }>;
  /** resolves with the milliseconds until both the reply and `idle` were here */
  readonly over: Promise<number>;
}

/** After so many milliseconds, the end of a cell counts as lost. */
const patienceWithCell = 20_000;

interface Waiting {
  readonly reply: (message: RawMessage) => void;
  readonly idle: () => void;
}

export class RunningKernel {
  readonly #process: ChildProcess;
  readonly #client: RawClient;
  readonly #heartbeat: Request;
  readonly #folder: string;
  readonly #waiting = new Map<string, Waiting>();
  readonly #spawned: number;
  #lastHeard = performance.now();
  /** everything printed to stdout so far, in characters and lines */
  printed = { characters: 0, lines: 0 };

  private constructor(kernel: KernelUnderTest, folder: string, file: string, connection: Connection) {
    this.#folder = folder;
    this.#client = new RawClient(connection, (message) => this.#hear(message));
    this.#heartbeat = new Request({ linger: 0 });
    this.#heartbeat.connect(`tcp://${connection.ip}:${connection.hb_port}`);
    const [executable = "", ...rest] = kernel.command(file);
    this.#spawned = performance.now();
    this.#process = spawn(executable, rest, {
      cwd: folder,
      stdio: "ignore",
      env: { ...process.env, ...environment, LAMELLA_HISTORY: join(folder, "history.sqlite") },
    });
  }

  /** Starts the kernel; resolves when it has answered kernel_info, with the milliseconds since its spawn. */
  static async start(kernel: KernelUnderTest): Promise<[kernel: RunningKernel, startup: number]> {
    const folder = mkdtempSync(join(tmpdir(), "lamella-bench-"));
    const file = join(folder, "connection.json");
    const running = new RunningKernel(kernel, folder, file, await createConnectionFile(file));
    await running.send("shell", "kernel_info_request", {}).replied;
    return [running, running.sinceSpawn()];
  }

  /** Waits until what the kernel publishes reaches us, and whatever is still starting has had a second for that. */
  async settle(): Promise<void> {
    for (let hears = false; !hears; ) {
      const { over } = this.send("shell", "kernel_info_request", {});
      hears = await Promise.race([over.then(() => true), delay(200, false)]);
    }
    await delay(1000);
  }

  sinceSpawn(): number {
    return performance.now() - this.#spawned;
  }

  send(channel: RawChannel, type: string, content: object): Sent {
    const started = performance.now();
    const [reply, idle] = [Promise.withResolvers<RawMessage>(), Promise.withResolvers<void>()];
    const msg_id = randomUUID();
    this.#waiting.set(msg_id, { reply: reply.resolve, idle: idle.resolve });
    this.#client.send(channel, type, content, { msg_id });
    const elapsed = () => performance.now() - started;
    return {
      replied: reply.promise.then((message) => ({ reply: message, milliseconds: elapsed() })),
      over: Promise.all([reply.promise, idle.promise]).then(elapsed),
    };
  }

  run(code: string): Sent {
    const options = { silent: false, store_history: true, allow_stdin: false, stop_on_error: true };
    return this.send("shell", "execute_request", { code, ...options, user_expressions: {} });
  }

  /** Runs one cell; resolves with the milliseconds until its reply and its `idle` are here, NaN if one of them is lost. */
  async execute(code: string): Promise<number> {
    const patience = new AbortController();
    const lost = delay(patienceWithCell, Number.NaN, { signal: patience.signal });
    lost.catch(() => {}); // it was in time
    const milliseconds = await Promise.race([this.run(code).over, lost]);
    patience.abort();
    return milliseconds;
  }

  async heartbeat(): Promise<number> {
    const started = performance.now();
    await this.#heartbeat.send("ping");
    await this.#heartbeat.receive();
    return performance.now() - started;
  }

  /** Resolves when nothing has come from the kernel for a while, in milliseconds. */
  async silence(length: number): Promise<void> {
    this.#lastHeard = performance.now();
    while (performance.now() - this.#lastHeard < length) await delay(length / 10);
  }

  /** The memory of the kernel's processes, in MB; what they share is counted once. */
  memory(): number {
    return usageOfProcessTree(this.#process.pid).memory / 2 ** 20;
  }

  /** The memory of each of its processes, in MB. */
  memories(): string {
    const usages = usagesOfProcessTree(this.#process.pid ?? 0);
    return usages.map(({ memory }) => Math.round(memory / 2 ** 20)).join(" + ");
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once("exit", resolve));
    await this.#client.send("control", "shutdown_request", { restart: false });
    await Promise.race([gone, delay(3000)]);
    this.#process.kill("SIGKILL");
    this.#client.close();
    this.#heartbeat.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #hear(message: RawMessage): void {
    const { channel, parent_header, content } = message;
    this.#lastHeard = performance.now();
    if (content.name === "stdout" && typeof content.text === "string") {
      this.printed.characters += content.text.length;
      this.printed.lines += content.text.split("\n").length - 1;
    }
    const waiting = this.#waiting.get(parent_header.msg_id ?? "");
    if (channel === "shell" || channel === "control") waiting?.reply(message);
    else if (content.execution_state === "idle") waiting?.idle();
  }
}

type Connection = Awaited<ReturnType<typeof createConnectionFile>>;

const environment = { JPY_PARENT_PID: String(process.pid) };
