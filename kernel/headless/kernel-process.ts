// A kernel of our own, started as a front-end starts one: a connection file, a process that is given its path, and
// a client on its sockets. Its working folder is the notebook's, so that the cells' relative paths mean there.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type KernelClient } from "../wire/client.ts";
import { createConnectionFile } from "../wire/connection.ts";
import { kernelCommand } from "./kernel-command.ts";

export interface KernelProcess {
  readonly client: KernelClient;
  /** Rejects when the process ends unasked, with an Error named "KernelDied" that says how it ended. */
  readonly death: Promise<never>;
  /** Asks the kernel to shut down, and ends the process if it has not within two seconds. */
  stop(): Promise<void>;
}

/**
 * Starts a kernel that works in `directory`; resolves when it can be talked to.
 * @throws Error named "KernelDied" if the process ends before
 */
export async function startKernel(directory: string): Promise<KernelProcess> {
  const folder = await mkdtemp(join(tmpdir(), "lamella-run-"));
  const file = join(folder, "kernel.json");
  const connection = await createConnectionFile(file, "ipc");
  const [program, ...rest] = kernelCommand(file);
  const child = spawn(program, rest, {
    cwd: directory,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      JPY_PARENT_PID: String(process.pid), // should we die, the kernel notices and ends
      LAMELLA_HISTORY: ":memory:", // what no person typed is no history
    },
  });
  const death = deathOf(child);
  const gone = new AbortController();
  const ended = death.catch((error) => {
    gone.abort(error);
    return rm(folder, { recursive: true, force: true });
  });
  const client = await connect(connection, { signal: gone.signal });
  return {
    client,
    death,
    async stop() {
      const patience = setTimeout(() => child.kill("SIGKILL"), 2000);
      if (!gone.signal.aborted) client.send("control", "shutdown_request", { restart: false });
      await ended;
      clearTimeout(patience);
      client.close();
    },
  };
}

async function deathOf(child: ChildProcess): Promise<never> {
  const [code, signal] = await once(child, "exit");
  const error = new Error(
    `the kernel process ended unasked, ${signal ? `by signal ${signal}` : `with exit code ${code}`}`,
  );
  error.name = "KernelDied";
  throw error;
}
