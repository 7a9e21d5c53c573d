// A real kernel in a process of its own, started as Jupyter starts one, and a conversation with it.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ConnectionInfo, createConnectionFile } from "../../../kernel/wire/connection.ts";
import { Conversation } from "./conversation.ts";
import type { RawMessage } from "./raw-client.ts";

const main = resolve(import.meta.dirname, "../../../kernel/main.ts");

export interface RunningKernel {
  readonly process: ChildProcess;
  readonly connection: ConnectionInfo;
  /** the notebook's folder */
  readonly directory: string;
  /** resolves when the process has ended */
  readonly exit: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

export interface KernelOptions {
  /** the arguments of Node before the connection file; the kernel's entry if not given */
  readonly arguments?: readonly string[];
  readonly directory?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** over ipc if not given: no other program can take its places before the kernel does */
  readonly connection?: ConnectionInfo;
  readonly stderr?: "inherit" | "ignore";
}

export async function startKernel(options: KernelOptions = {}): Promise<RunningKernel> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), "lamella-notebook-"));
  const file = join(mkdtempSync(join(tmpdir(), "lamella-runtime-")), "kernel.json");
  const connection = options.connection ?? (await createConnectionFile(file, "ipc"));
  writeFileSync(file, JSON.stringify(connection));
  const child = spawn(process.execPath, [...(options.arguments ?? [main]), file], {
    cwd: directory,
    // a kernel ends with the front-end that JPY_PARENT_PID names: none outlives a test run that was killed
    env: {
      ...process.env,
      JPY_PARENT_PID: String(process.pid),
      LAMELLA_HISTORY: ":memory:",
      ...options.env,
    },
    stdio: ["ignore", "inherit", options.stderr ?? "inherit"],
  });
  const exit = once(child, "exit").then(([code, signal]) => ({ code, signal }));
  return { process: child, connection, directory, exit };
}

/** Starts a kernel and talks with it; `onMessage` gets everything it says. */
export async function converse(
  options: KernelOptions = {},
  onMessage?: (message: RawMessage) => void,
): Promise<[RunningKernel, Conversation]> {
  const kernel = await startKernel(options);
  const died = kernel.exit.then(({ code, signal }) => {
    throw new Error(`the kernel ended before it spoke (exit code ${code}, signal ${signal})`);
  });
  died.catch(() => {}); // no news once the conversation has begun
  return [kernel, await Promise.race([Conversation.with(kernel.connection, onMessage), died])];
}

/** Ends a kernel that a test has not ended itself. */
export async function stop(kernel: RunningKernel): Promise<void> {
  if (kernel.process.exitCode === null && kernel.process.signalCode === null) kernel.process.kill("SIGTERM");
  await kernel.exit;
}
