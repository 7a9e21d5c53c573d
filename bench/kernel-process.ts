// A kernel under measurement: started as a front-end starts it, spoken to over its sockets by a client that
// favours nobody (test/kernel/support/raw-client.ts shares no code with either kernel).

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createConnectionFile } from "../kernel/wire/connection.ts";
import { RawClient, type RawMessage } from "../test/kernel/support/raw-client.ts";

/** How to start a kernel; the connection file's path goes where it stands. */
export interface KernelUnderTest {
  readonly name: string;
  readonly command: (connectionFile: string) => readonly string[];
}

const root = resolve(import.meta.dirname, "..");

export const lamella: KernelUnderTest = {
  name: "lamella",
  command: (file) => [process.execPath, join(root, "dist/kernel/main.js"), file],
};

export const tslab: KernelUnderTest = {
  name: "tslab",
  command: (file) => [
    process.execPath,
    join(root, "node_modules/tslab/bin/tslab"),
    "kernel",
    "--config-path",
    file,
  ],
};

export class RunningKernel {
  readonly #process: ChildProcess;
  readonly #client: RawClient;
  readonly #folder: string;
  readonly #waiting = new Map<string, { reply: boolean; idle: boolean; resolve(): void }>();
  /** milliseconds from spawn to the first kernel_info_reply */
  readonly startup: number;

  private constructor(process: ChildProcess, client: RawClient, folder: string, startup: number) {
    this.#process = process;
    this.#client = client;
    this.#folder = folder;
    this.startup = startup;
  }

  /** Starts the kernel and asks for kernel_info every 2 ms until it answers, as fast clients do. */
  static async start(kernel: KernelUnderTest): Promise<RunningKernel> {
    const folder = mkdtempSync(join(tmpdir(), "lamella-bench-"));
    const file = join(folder, "connection.json");
    const connection = await createConnectionFile(file);
    const answered = Promise.withResolvers<void>();
    let running: RunningKernel | undefined;
    const client = new RawClient(connection, (message) => {
      if (message.header.msg_type === "kernel_info_reply") answered.resolve();
      running?.hear(message);
    });
    const started = performance.now();
    const [executable = "", ...rest] = kernel.command(file);
    const child = spawn(executable, rest, { cwd: root, stdio: "ignore" });
    await client.send("shell", "kernel_info_request", {});
    await answered.promise;
    running = new RunningKernel(child, client, folder, performance.now() - started);
    await delay(300); // let the iopub subscription settle
    return running;
  }

  /** Runs one cell; resolves with the milliseconds until both its reply and its `idle` are here. */
  async execute(code: string): Promise<number> {
    const started = performance.now();
    const done = Promise.withResolvers<void>();
    const content = { code, silent: false, store_history: true, allow_stdin: false, stop_on_error: true };
    const id = await this.#client.send("shell", "execute_request", { ...content, user_expressions: {} });
    this.#waiting.set(id, { reply: false, idle: false, resolve: done.resolve });
    await done.promise;
    return performance.now() - started;
  }

  hear(message: RawMessage): void {
    const id = message.parent_header.msg_id;
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || !waiting) return;
    if (message.header.msg_type === "execute_reply") waiting.reply = true;
    if (message.header.msg_type === "status") waiting.idle = message.content.execution_state === "idle";
    if (!waiting.reply || !waiting.idle) return;
    this.#waiting.delete(id);
    waiting.resolve();
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once("exit", resolve));
    await this.#client.send("control", "shutdown_request", { restart: false });
    await Promise.race([gone, delay(5000)]);
    this.#process.kill("SIGKILL");
    this.#client.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
