// Loops that keep names of the notebook in variables of their own, ended by an interrupt: the scope holds what the
// loop had reached.

import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { CompiledNotebook } from "./compiled-notebook.ts";

const notebook = new CompiledNotebook();
afterAll(() => notebook.supervisor.shutdown());

/** Runs a cell that never ends, interrupts it some time after it has said that it is under way. */
async function interrupt(cell: string, milliseconds: number): Promise<void> {
  const said = () => notebook.printed("stdout").split("under way").length;
  const before = said();
  const running = notebook.execute(cell);
  await notebook.until(() => said() > before);
  await delay(milliseconds);
  await notebook.supervisor.interrupt();
  expect((await running).outcome.status).toBe("interrupted");
}

const go = "console.log('under way');";

/** What holds whenever such a loop is at a place where it can be interrupted. */
const loops = [
  { name: "counts", cell: `${go} while (true) { n++; m += 2; }`, holds: "n > 1000 && m === 2 * n" },
  {
    name: "fills an array",
    cell: `${go} for (;;) { xs[n & 1023] = n; n++; }`,
    holds: "xs.at((n - 1) & 1023) === n - 1",
  },
  {
    name: "calls a function",
    cell: `${go} do { n = inc(n); m++; } while (true)`,
    holds: "n > 1000 && m === n",
  },
  {
    name: "has loops inside",
    cell: `${go} outer: for (;;) { n++; for (let i = 0; ; i++) { m++; if (i === 9) continue outer; } }`,
    holds: "n > 100 && Math.ceil(m / 10) === n",
  },
  {
    name: "runs after an await",
    cell: `await null; ${go} while (true) { n++; m = n; }`,
    holds: "n > 1000 && m === n",
  },
  {
    name: "waits in Atomics.wait",
    cell: `${go} while (true) { n++; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); }`,
    holds: "n === 1",
  },
  {
    name: "matches a regular expression that backtracks for ever",
    cell: `${go} while (true) { n++; /^(a+)+$/.test("a".repeat(50) + "b"); }`,
    holds: "n === 1",
  },
  {
    name: "waits for a child process",
    cell: `const { execSync } = await import("node:child_process"); ${go} while (true) { n++; execSync("sleep 60"); }`,
    holds: "n === 1",
  },
  {
    name: "is in another's callback",
    cell: `${go} while (true) { n++; m++; [1, 2, 3].map((x) => { for (let i = 0; i < 1e5; i++); return x; }); }`,
    holds: "n > 1 && n === m",
  },
  {
    name: "has names without a value beside it",
    cell: `${go} while (true) { n++; m = n; if (never) never = unused; }`,
    holds: "n > 1000 && n === m && never === undefined && unused === undefined",
  },
];

describe("an interrupted loop that", () => {
  it.each(loops)("$name leaves its variables as they were", async ({ cell, holds }) => {
    await notebook.show(
      "function inc(x: number) { return x + 1 } const xs: number[] = []; let never, unused;",
    );
    for (const milliseconds of [20, 60]) {
      await notebook.show("let n = 0, m = 0;");
      await interrupt(cell, milliseconds);
      expect(await notebook.show(`(${holds}) || [n, m]`)).toBe("true");
    }
  });

  it("ends by itself as it is interrupted keeps all", async () => {
    for (let i = 0; i < 10; i++) {
      await notebook.show("let n = 0;");
      const running = notebook.execute(`${go} for (let i = 0; i < 1e7; i++) n++;`);
      await delay(2 * i);
      await notebook.supervisor.interrupt();
      const { outcome } = await running;
      const n = Number(await notebook.show("n"));
      if (outcome.status === "ok") expect(n).toBe(1e7);
      else expect(n).toBeLessThanOrEqual(1e7);
    }
  });
});

it("a cell that is interrupted while it waits does not go on when its wait is over", async () => {
  await notebook.show(
    "let went = 'nowhere'; let finish; const later = new Promise((resolve) => { finish = resolve; });",
  );
  const waiting = notebook.execute(`${go} await later; went = "on"; while (true);`);
  await delay(20);
  await notebook.supervisor.interrupt();
  expect((await waiting).outcome.status).toBe("interrupted");
  expect(await notebook.show("finish(); await later; await null; went")).toBe("'nowhere'");
});
