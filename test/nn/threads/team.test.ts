// Workers that end or hang: the call tells of it, and the next one works again.

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { createContext, runInContext } from "node:vm";
import type { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import { arena } from "../../../nn/memory/arena.ts";
import { setNumThreads, startThreads } from "../../../nn/threads/pool.ts";
import { Team } from "../../../nn/threads/team.ts";
import { i32, repeatWhile, when } from "../../../nn/wasm/code.ts";
import { defineKernel } from "../../../nn/wasm/kernel.ts";

/** An item never ends on a worker, and on the main thread not before a worker has taken one. */
const hang = defineKernel("hang on workers", { taken: "i32" }, (f, p) => {
  f.emit(
    when(
      p.thread.get,
      [i32.store(p.taken.get, i32.const(1)), repeatWhile(i32.load(p.taken.get), [])],
      [repeatWhile(i32.eq(i32.load(p.taken.get), i32.const(0)), [])],
    ),
  );
});

const workers: Worker[] = [];
const note = (worker: Worker) => workers.push(worker);

beforeEach(() => {
  workers.length = 0;
  process.on("worker", note);
});
afterEach(async () => {
  await setImmediate(); // what has started is told a moment later
  process.off("worker", note);
  setNumThreads(1);
  await Promise.all(workers.filter(({ threadId }) => threadId > 0).map((worker) => once(worker, "exit")));
});

describe("a worker thread that ends by itself", () => {
  it("is replaced: one call fails and says so, the next is right", async () => {
    setNumThreads(3);
    startThreads();
    await setImmediate();
    expect(workers.length).toBe(2);
    const x = torch.randn(300, 300);
    const before = x.matmul(x);
    await workers[0]?.terminate();
    await setImmediate();
    expect(() => x.matmul(x)).toThrow(
      "a worker thread of the engine died (it ended with exit code 1); the next operation starts new ones",
    );
    expect(x.matmul(x).equal(before)).toBe(true);
    startThreads();
    await setImmediate();
    expect(workers.length).toBe(4);
  });

  it("delays nothing and spoils nothing when it ends on its way to a job", async () => {
    const x = torch.randn(400, 400);
    const expected = x.matmul(x);
    setNumThreads(2);
    startThreads();
    await setImmediate();
    expect(workers.length).toBe(1);
    for (const worker of workers) void worker.terminate();
    try {
      expect(x.matmul(x).equal(expected)).toBe(true);
    } catch (error) {
      expect(String(error)).toContain("a worker thread of the engine died"); // it was noticed already
    }
    expect(x.matmul(x).equal(expected)).toBe(true);
  });
});

/** A job of two items of which a worker takes one and never ends it; the main thread is through with the other. */
function hangingJob(): { readonly pointer: number; run(team: Team, meanwhile: () => void): void } {
  const { pointer } = arena.allocate(64, "a test");
  new Int32Array(arena.memory.buffer, pointer, 1)[0] = 0;
  return {
    pointer,
    run(team, meanwhile) {
      const run: typeof hang.run = (...range) => {
        hang.run(...range);
        meanwhile();
      };
      team.run(Object.create(hang, { run: { value: run } }), 2, 1, [pointer]);
    },
  };
}

function teamOf(size: number): Team {
  const team = new Team();
  team.grow(size);
  return team;
}

describe("a worker thread that dies with an item in hand", () => {
  const died = "a worker thread of the engine died (it has ended); the next operation starts new ones";

  it("is noticed in the middle of the call, and the team's memory is given back", async () => {
    const job = hangingJob();
    const before = arena.statistics().liveBlocks;
    const team = teamOf(1);
    await setImmediate();
    const ended = Promise.all(workers.map((worker) => once(worker, "exit")));
    expect(() => job.run(team, () => void workers[0]?.terminate())).toThrow(died);
    expect(team.dismissed).toBe(true);
    await ended;
    await setImmediate();
    expect(arena.statistics().liveBlocks).toBe(before);
  });

  it("takes the others with it before the call fails, so that none of them still writes", async () => {
    const job = hangingJob();
    const team = teamOf(3);
    team.waitUntilReady();
    await setImmediate();
    const ended = Promise.all(workers.map((worker) => once(worker, "exit")));
    expect(() => job.run(team, () => void workers[1]?.terminate())).toThrow(died);
    await ended;
  });

  it("is noticed by the next operation when an interrupt came before", async () => {
    const job = hangingJob();
    const team = teamOf(1);
    team.waitUntilReady();
    await setImmediate();
    const context = createContext({ work: () => job.run(team, () => {}) });
    expect(() => runInContext("work()", context, { timeout: 1000 })).toThrow("timed out");
    void workers[0]?.terminate();
    expect(() => torch.zeros(3)).toThrow(died);
    expect(torch.zeros(3).sum().item()).toBe(0);
  });
});

describe("a worker thread that dies between two jobs", () => {
  it("is noticed though the event loop does not turn", async () => {
    setNumThreads(2);
    startThreads();
    await setImmediate();
    void workers[0]?.terminate();
    const x = torch.randn(300, 300);
    const until = performance.now() + 20_000;
    const work = () => {
      while (performance.now() < until) torch.scope(() => x.matmul(x));
    };
    expect(work).toThrow("a worker thread of the engine died");
    expect(x.matmul(x).shape).toEqual([300, 300]);
  });
});

describe("a plain script", () => {
  /** What a script prints that ends by itself. */
  function outputOf(code: string, stderr: "inherit" | "pipe" = "inherit"): string {
    const torchFile = resolve(import.meta.dirname, "../../../nn/index.ts");
    const script = `import * as torch from ${JSON.stringify(torchFile)}; ${code}`;
    return execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", script], {
      encoding: "utf8",
      timeout: 60_000,
      stdio: ["ignore", "pipe", stderr],
    });
  }

  it("has as many threads as the machine has cores, up to 8", () => {
    const threads = Math.min(availableParallelism(), 8);
    expect(outputOf("console.log(torch.getNumThreads())")).toBe(`${threads}\n`);
  });

  it("computes with as many threads as the system allows, and is told so", () => {
    const code = `
      import threads from "node:worker_threads";
      import { syncBuiltinESMExports } from "node:module";
      let allowed = 2;
      threads.Worker = class extends threads.Worker {
        constructor(...all) {
          if (allowed-- <= 0) throw new Error("EAGAIN");
          super(...all);
        }
      };
      syncBuiltinESMExports();
      process.on("warning", ({ message }) => console.log(message));
      torch.setNumThreads(8);
      const x = torch.ones(500, 500);
      console.log(x.matmul(x).max().item(), torch.getNumThreads());
      console.log(x.matmul(x).max().item(), torch.getNumThreads());`;
    expect(outputOf(code, "pipe")).toBe(
      "500 3\n500 3\n3 threads compute instead of 8: no more can be started (Error: EAGAIN)\n",
    );
  });

  it("ends by itself after work that was shared", () => {
    expect(
      outputOf(
        "torch.setNumThreads(3); const x = torch.ones(500, 500); console.log(x.matmul(x).max().item());",
      ),
    ).toBe("500\n");
  });

  it("ends by itself with an error, and shows it, after work that was shared", () => {
    const code =
      "torch.setNumThreads(3); const x = torch.ones(500, 500); x.matmul(x).matmul(torch.ones(2, 2));";
    expect(() => outputOf(code, "pipe")).toThrow("mat1 and mat2 shapes cannot be multiplied");
  });
});
