// Children that write to the descriptors 1 and 2 of this process, as with `stdio: "inherit"`. Their text goes to the
// kernel process by pipes that say nothing of who wrote, so it is told which runs have such children.

import childProcess, { ChildProcess } from "node:child_process";
import diagnosticsChannel from "node:diagnostics_channel";
import { readlinkSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { currentRun } from "./current-run.ts";
import { emit } from "./events.ts";

export function reportInheritingChildren(): void {
  diagnosticsChannel.subscribe("child_process", (message) => {
    const { process: child } = Object(message);
    const cell = currentRun();
    if (child instanceof ChildProcess) queueMicrotask(() => follow(child, cell)); // it is about to be started
  });
  reportWaiting("execSync");
  reportWaiting("execFileSync");
  reportWaiting("spawnSync");
  syncBuiltinESMExports();
}

function follow(child: ChildProcess, cell: number): void {
  if (child.pid === undefined || child.exitCode !== null || !inherits(child.pid)) return;
  emit({ type: "inheriting", cell, started: true });
  child.once("exit", () => emit({ type: "inheriting", cell, started: false }));
}

/** Where no /proc tells, every child may. */
function inherits(pid: number): boolean {
  return [1, 2].some((descriptor) => {
    try {
      return [1, 2].some(
        (own) => readlinkSync(`/proc/${pid}/fd/${descriptor}`) === readlinkSync(`/proc/self/fd/${own}`),
      );
    } catch {
      return process.platform !== "linux";
    }
  });
}

/** A child that is waited for: while it runs, nothing else of this process does. */
function reportWaiting(name: "execSync" | "execFileSync" | "spawnSync"): void {
  const start: unknown = childProcess[name];
  if (typeof start !== "function") return;
  const reporting = (...given: unknown[]): unknown => {
    const cell = currentRun();
    emit({ type: "waiting", cell, started: true });
    try {
      return Reflect.apply(start, childProcess, given);
    } finally {
      emit({ type: "waiting", cell, started: false }); // not if the cell is interrupted: the run's end says it too
    }
  };
  Object.defineProperty(reporting, "name", { value: name });
  Object.assign(childProcess, { [name]: reporting });
}
