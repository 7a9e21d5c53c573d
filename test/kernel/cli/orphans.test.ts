// Whatever process of ours is ended, and however, the others end too, and neither the key nor a folder stays.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { startKernel } from "../support/kernel-process.ts";

const launcher = resolve(import.meta.dirname, "../../../kernel/cli/launcher.ts");
const old = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.0" } })';
const pretendOld = ["--import", `data:text/javascript,${encodeURIComponent(old)}`];

/** Runs a notebook whose cell never ends, as soon as that says so. */
async function runForEver(nodeArguments: readonly string[], temporary: string): Promise<ChildProcess> {
  const folder = mkdtempSync(join(tmpdir(), "lamella-orphans-"));
  const notebook = join(folder, "lesson.ipynb");
  const source =
    "process.getBuiltinModule('node:fs').writeFileSync('begun', ''); await new Promise(() => {})";
  const cell = { cell_type: "code", id: "a", metadata: {}, source, outputs: [], execution_count: null };
  writeFileSync(notebook, JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  const child = spawn(
    process.execPath,
    [...nodeArguments, launcher, "run", notebook, "--out", join(folder, "out")],
    {
      env: { ...process.env, TMPDIR: temporary },
      stdio: "ignore",
    },
  );
  while (!readdirSync(folder).includes("begun")) await delay(20);
  return child;
}

function descendantsOf(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** The files below a folder, sockets among them. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name);
}

describe.each([
  ["this Node", []],
  ["an older Node", pretendOld],
])("under %s", (_node, nodeArguments) => {
  it.each(["SIGKILL", "SIGTERM", "SIGHUP"] as const)(
    "lamella run takes all that it has started with it when it is ended by %s, and the key",
    async (signal) => {
      const temporary = mkdtempSync(join(tmpdir(), "lamella-temporary-"));
      const child = await runForEver(nodeArguments, temporary);
      const all = [child.pid ?? 0, ...descendantsOf(child.pid ?? 0)];
      expect(all.length).toBeGreaterThanOrEqual(3); // the kernel, the cells, the compiler
      child.kill(signal);
      while (all.some(isRunning)) await delay(20);
      expect(filesIn(temporary)).not.toContain("kernel.json");
      if (signal !== "SIGKILL") expect(readdirSync(temporary)).toEqual([]);
    },
  );
});

it("a kernel ends with a front-end that has ended and that nobody has collected", async () => {
  const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 600"]);
  const [line] = await once(parent.stdout, "data");
  const kernel = await startKernel({ env: { JPY_PARENT_PID: String(Number(line)) } });
  expect(await kernel.exit).toEqual({ code: 0, signal: null });
  parent.kill();
});

it.each([0, 100, 300, 600, 1000])("a kernel that ends after %d ms leaves no folder", async (milliseconds) => {
  const temporary = mkdtempSync(join(tmpdir(), "lamella-temporary-"));
  const kernel = await startKernel({ env: { TMPDIR: temporary } });
  await delay(milliseconds);
  kernel.process.kill("SIGTERM");
  await kernel.exit;
  expect(readdirSync(temporary)).toEqual([]);
});
