import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CellEvent } from "../../../kernel/channel/messages.ts";
import { CellsProcess } from "../../../kernel/supervisor/cells-process.ts";
import { Notebook } from "./notebook.ts";

/** Runs a cell, interrupts it once it has said that it is under way, and returns how it ended. */
async function interrupted(notebook: Notebook, body: string): Promise<string> {
  const said = () => notebook.printed("stdout").split("under way").length;
  const before = said();
  const run = notebook.run(`$.state = { kept: true }; ${body}`);
  await notebook.until(() => said() > before);
  await notebook.supervisor.interrupt();
  return (await run).outcome.status;
}

const go = "console.log('under way');";
const wait = "const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));";

/** Everything a cell can be doing; see the table of mechanisms in Node's inspector and V8. */
const states = [
  { name: "a loop", body: `${go} while (true) {}` },
  {
    name: "a loop in try, catch and finally",
    body: `${go} for (;;) { try { while (true) {} } catch {} finally { while (true) {} } }`,
  },
  { name: "a loop that prints", body: `${go} while (true) console.log("x".repeat(1000));` },
  {
    name: "a regular expression that backtracks for ever",
    body: `${go} /^(a+)+$/.test("a".repeat(50) + "b");`,
  },
  {
    name: "a loop in WebAssembly",
    body: `const loop = new WebAssembly.Module(Uint8Array.of(0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,9,1,7,0,3,64,12,0,11,11)); const { f } = new WebAssembly.Instance(loop).exports; ${go} f();`,
  },
  { name: "Atomics.wait", body: `${go} Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);` },
  {
    name: "a loop in a getter that the result shows",
    body: `${go} $cell.result({ get [Symbol.for("Jupyter.display")]() { while (true) {} } });`,
  },
  { name: "a question that nobody answers", body: `${go} prompt("?");` },
  {
    name: "a child process",
    body: `const { execSync } = process.getBuiltinModule("node:child_process"); ${go} execSync("sleep 60; sleep 60");`,
  },
  { name: "a promise that never settles", body: `${go} await new Promise(() => {});` },
  { name: "a chain of timers", body: `${wait} ${go} for (;;) await wait(1);` },
  {
    name: "a chain of immediates",
    body: `${go} for (;;) await new Promise((resolve) => setImmediate(resolve));`,
  },
  { name: "a chain of microtasks", body: `${go} for (;;) await null;` },
  {
    name: "a chain of ticks",
    body: `${go} for (;;) await new Promise((resolve) => process.nextTick(resolve));`,
  },
  { name: "a loop after an await", body: `${wait} await wait(1); ${go} while (true) {}` },
  {
    name: "a loop in try and finally after an await",
    body: `${wait} await wait(1); ${go} try { while (true) {} } finally { while (true) {} }`,
  },
  {
    name: "a loop in a timer",
    body: `setTimeout(() => { ${go} while (true) {} }, 1); await new Promise(() => {});`,
  },
  {
    name: "a loop in an immediate",
    body: `setImmediate(() => { ${go} while (true) {} }); await new Promise(() => {});`,
  },
  {
    name: "a loop in a child's exit handler",
    body: `const { spawn } = process.getBuiltinModule("node:child_process"); spawn("true").on("exit", () => { ${go} while (true) {} }); await new Promise(() => {});`,
  },
];

/** What no interrupt ends. */
const stuck = [
  { name: "a native call", body: `console.log("stuck"); JSON.parse("[" + "1,".repeat(1e8) + "1]")` },
  {
    name: "a child that is deaf to it",
    body: `process.getBuiltinModule("node:child_process").execSync("trap '' INT; echo stuck; sleep 60", { stdio: "inherit" });`,
  },
  {
    name: "a stopped process", // a child says so: the process itself could be interrupted between its word and its stop
    body: `process.getBuiltinModule("node:child_process").spawn("sh", ["-c", "kill -STOP $PPID; echo stuck"], { stdio: "inherit" }); while (true) {}`,
  },
  {
    name: "a process that has closed its ears",
    body: `process.getBuiltinModule("node:fs").closeSync(3); console.log("stuck"); while (true) {}`,
  },
];

/** That a cell works as before: the state is there, and every way of waiting still wakes up. */
const everything = `
  await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => process.nextTick(resolve));
  await (await $cell.import("node:fs/promises")).stat(".");
  $cell.result($.state);`;

/** In a notebook in which loops keep variables, these are saved by the debugger before code is terminated. */
const notebooks = [
  { what: "an interrupt", before: "" },
  { what: "an interrupt that looks for loop variables", before: "const $loop = $;" },
];

describe.each(notebooks)("$what", ({ before }) => {
  const notebook = new Notebook();
  beforeAll(() => notebook.run(before));
  afterAll(() => notebook.supervisor.shutdown());

  it.each(states)("ends $name, and keeps the state", async ({ body }) => {
    for (let times = 0; times < 3; times += 1) {
      expect(await interrupted(notebook, body)).toBe("interrupted");
      expect(await notebook.value(everything)).toBe("{ kept: true }");
    }
    expect(notebook.scopesLost).toBe(0);
  });

  it("of an idle process changes nothing", async () => {
    await notebook.value("$.x = 1");
    for (let times = 0; times < 20; times += 1) await notebook.supervisor.interrupt();
    expect(await notebook.value("$cell.result($.x)")).toBe("1");
  });

  it("ends a loop that an earlier cell has left behind", async () => {
    await notebook.run("setTimeout(() => { console.log('zombie'); while (true) {} }, 1)");
    await notebook.until(() => notebook.printed("stdout").includes("zombie"));
    await notebook.supervisor.interrupt();
    expect(await notebook.value("$cell.result('free')")).toBe("'free'");
  });

  it("that comes while a cell ends by itself ends it one way or the other, and nothing else", async () => {
    for (let times = 0; times < 100; times += 1) {
      const run = notebook.run(
        `for (const start = performance.now(); performance.now() - start < ${times % 5}; );`,
      );
      await notebook.supervisor.interrupt();
      expect((await run).outcome.status).toMatch(/^(ok|interrupted)$/);
      expect(await notebook.value("$cell.result(await Promise.resolve(1))")).toBe("1");
    }
  });

  it("in one of many immediates leaves the others to run", async () => {
    const run = notebook.run(`
      $.order = [];
      setImmediate(() => $.order.push("before"));
      setImmediate((text) => { console.log(text); while (true) {} }, "in the middle");
      setImmediate(() => $.order.push("after"));
      await new Promise(() => {});`);
    await notebook.until(() => notebook.printed("stdout").includes("in the middle"));
    await notebook.supervisor.interrupt();
    expect((await run).outcome.status).toBe("interrupted");
    expect(await notebook.value("$cell.result($.order)")).toBe("[ 'before', 'after' ]");
    expect(notebook.of("error")).toEqual([]);
  });

  it("in one of two immediates, whose other was cleared, leaves those to come to run", async () => {
    const run = notebook.run(`
      setImmediate(() => { clearImmediate(second); console.log("cleared"); while (true) {} });
      const second = setImmediate(() => console.log("never"));
      await new Promise(() => {});`);
    await notebook.until(() => notebook.printed("stdout").includes("cleared"));
    await notebook.supervisor.interrupt();
    expect((await run).outcome.status).toBe("interrupted");
    expect(await notebook.value(`$.state = 1; ${everything}`)).toBe("1");
    expect(notebook.printed("stdout")).not.toContain("never");
    expect(notebook.of("error")).toEqual([]);
  });

  it.each(stuck)("that does not end $name says so; a second one ends the process", async ({ body }) => {
    const run = notebook.run(`$.lost = 1; ${body}`);
    await notebook.until(() => notebook.printed("stdout").includes("stuck"));
    const lostBefore = notebook.scopesLost;
    await notebook.supervisor.interrupt();
    await notebook.until(() => notebook.printed("stderr").includes("Interrupt once more"));
    await notebook.supervisor.interrupt();
    expect((await run).outcome).toMatchObject({
      status: "interrupted",
      error: {
        name: "Interrupted",
        message:
          "The cell was interrupted, and the cells' process was ended for it. Its variables are gone; the next cell runs in a fresh process.",
      },
    });
    expect(notebook.scopesLost).toBe(lostBefore + 1);
    expect(await notebook.value("$cell.result('lost' in $)")).toBe("false");
    notebook.events.length = 0;
  });

  it("that has to wait for a native call says so; a restart does not wait", async () => {
    const run = notebook.run(`
      const { execSync } = process.getBuiltinModule("node:child_process");
      execSync("trap '' INT; echo in a call; sleep 60", { stdio: "inherit" });`);
    await notebook.until(() => notebook.printed("stdout").includes("in a call"));
    await notebook.supervisor.interrupt();
    await notebook.until(() => notebook.printed("stderr").includes("native call"));
    await notebook.supervisor.restart();
    const { cell, outcome } = await run;
    expect(outcome.status).toBe("error");
    expect(notebook.printed("stderr", cell)).toContain("Interrupt once more to end it");
    expect(await notebook.value("$cell.result(1)")).toBe("1");
  });

  it("is told by name", async () => {
    const run = notebook.run("await new Promise(() => {})");
    await notebook.supervisor.interrupt();
    expect((await run).outcome).toMatchObject({ status: "interrupted", error: { name: "Interrupted" } });
  });
});

it("an interrupt ends a chart that takes for ever, and the next one does not wait for it", async () => {
  const notebook = new Notebook();
  const chart = (rows: number) => `$cell.result({
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    data: { sequence: { start: 0, stop: ${rows}, as: "x" } },
    mark: "point",
    encoding: { x: { field: "x" }, y: { field: "x" } },
  })`;
  await notebook.run(chart(3)); // the libraries are loaded
  const run = notebook.run(`${go} ${chart(1e9)}`);
  await notebook.until(() => notebook.printed("stdout").includes("under way"));
  await notebook.supervisor.interrupt();
  expect((await run).outcome.status).toBe("interrupted");
  const { cell } = await notebook.run(chart(3));
  expect(Object.keys(notebook.of("result", cell)[0]?.bundle.data ?? {})).toContain("image/png");
  expect(notebook.scopesLost).toBe(0);
  await notebook.supervisor.shutdown();
});

/** On a busy machine a termination can meet the delivery of the cell's own request, which is then lost. */
it("an interrupt ends a cell whose request was lost", async () => {
  const finished = Promise.withResolvers<CellEvent>();
  const cells = new CellsProcess({
    directory: tmpdir(),
    onEvent: (event) => {
      if (event.type === "finished") finished.resolve(event);
    },
    onRawText: () => {},
  });
  cells.send({ type: "interrupt", cell: 1 });
  expect(await finished.promise).toMatchObject({ cell: 1, outcome: { status: "interrupted" }, defined: [] });
  await cells.end("request");
});
