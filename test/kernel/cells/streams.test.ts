import { afterAll, describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

const notebook = new Notebook();
afterAll(() => notebook.supervisor.shutdown());

describe("console", () => {
  const cases: { code: string; stdout?: RegExp | string; stderr?: RegExp | string }[] = [
    { code: "console.log('a %s', 'b', { c: [1] })", stdout: "a b { c: [ 1 ] }\n" },
    { code: "console.info('i'); console.debug('d')", stdout: "i\nd\n" },
    { code: "console.error('e'); console.warn('w')", stderr: "e\nw\n" },
    { code: "console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 })", stdout: "{ a: [Object] }\n" },
    {
      code: "console.table([{ a: 1, b: 'x' }])",
      stdout:
        "┌─────────┬───┬─────┐\n│ (index) │ a │ b   │\n├─────────┼───┼─────┤\n│ 0       │ 1 │ 'x' │\n└─────────┴───┴─────┘\n",
    },
    {
      code: "console.group('g'); console.log('in'); console.groupEnd(); console.log('out')",
      stdout: "g\n  in\nout\n",
    },
    {
      code: "console.count(); console.count('x'); console.countReset(); console.count()",
      stdout: "default: 1\nx: 1\ndefault: 1\n",
    },
    {
      code: "console.time('t'); console.timeLog('t', 1); console.timeEnd('t')",
      stdout: /^t: [\d.]+ms 1\nt: [\d.]+ms\n$/,
    },
    {
      code: "console.assert(true, 'no'); console.assert(false, 'yes %d', 1)",
      stderr: "Assertion failed: yes 1\n",
    },
    { code: "console.trace('here')", stderr: /^Trace: here\n {4}at cell \[\d+\]:1:9\n$/ },
    { code: "(await $cell.import('node:console')).default.log('module')", stdout: "module\n" },
  ];
  it.each(cases)("$code", async ({ code, stdout = "", stderr = "" }) => {
    const { cell, outcome } = await notebook.run(code);
    expect(outcome).toEqual({ status: "ok" });
    const same = (actual: string, expected: RegExp | string) =>
      typeof expected === "string" ? expect(actual).toBe(expected) : expect(actual).toMatch(expected);
    same(notebook.printed("stdout", cell), stdout);
    same(notebook.printed("stderr", cell), stderr);
  });
});

describe("process.stdout", () => {
  it("takes text, bytes and encodings, and joins characters cut in two", async () => {
    const { cell } = await notebook.run(`
      const euro = Buffer.from("€");
      process.stdout.write("text ");
      process.stdout.write(euro.subarray(0, 1));
      process.stdout.write(euro.subarray(1));
      process.stdout.write("20616263", "hex");
      await new Promise((resolve) => process.stdout.write("", resolve));`);
    expect(notebook.printed("stdout", cell)).toBe("text € abc");
  });

  it("is a stream that others can write to, and stays open", async () => {
    const { cell } = await notebook.run(`
      const { Readable } = await $cell.import("node:stream");
      const { pipeline } = await $cell.import("node:stream/promises");
      await pipeline(Readable.from(["a", "b"]), process.stdout, { end: false });
      process.stdout.end();
      console.log("c");`);
    expect(notebook.printed("stdout", cell)).toBe("abc\n");
  });

  it("refuses what is neither text nor bytes", async () => {
    expect(await notebook.error("process.stdout.write(5)")).toMatchObject({
      name: "TypeError",
      message: "process.stdout.write expects a string or bytes, not number",
    });
  });
});

describe("output", () => {
  it("is seen while a loop still runs", async () => {
    const run = notebook.run("console.log('looping'); while (true) {}");
    await notebook.until(() => notebook.printed("stdout").includes("looping\n"));
    await notebook.supervisor.interrupt();
    expect((await run).outcome.status).toBe("interrupted");
  });

  it("keeps its order among streams, displays, results and the end", async () => {
    const { cell } = await notebook.run(
      "console.log(1); display(2); console.error(3); $cell.result(4); console.log(5);",
    );
    const types = notebook.events
      .filter((event) => "cell" in event && event.cell === cell)
      .map(({ type }) => type);
    expect(types).toEqual(["stream", "display", "stream", "result", "stream", "finished"]);
  });

  it("of 20,000 lines arrives whole and in order", async () => {
    const { cell } = await notebook.run("for (let i = 0; i < 20_000; i += 1) console.log(i)");
    const lines = notebook.printed("stdout", cell).trim().split("\n");
    expect(lines).toEqual(Array.from({ length: 20_000 }, (_, i) => String(i)));
  });

  it("arrives whole also when a cell has made the pipe non-blocking", async () => {
    const own = new Notebook();
    const { cell } = await own.run(`
      const { Socket } = await $cell.import("node:net");
      $.keep = new Socket({ fd: 4, readable: false, writable: true });
      for (let i = 0; i < 100; i += 1) console.log("x".repeat(100_000));`);
    expect(own.printed("stdout", cell).length).toBe(100 * 100_001);
    await own.supervisor.shutdown();
  });

  it("of child processes that write to the descriptors themselves is passed on", async () => {
    await notebook.run(`
      const { execSync } = await $cell.import("node:child_process");
      execSync("echo from a child; echo and its errors >&2", { stdio: "inherit" });`);
    await notebook.until(() => notebook.printed("stdout").includes("from a child\n"));
    await notebook.until(() => notebook.printed("stderr").includes("and its errors\n"));
  });

  it("of a worker thread is passed on", async () => {
    const { cell } = await notebook.run(`
      const { Worker } = await $cell.import("node:worker_threads");
      const worker = new Worker("console.log('from a thread')", { eval: true });
      await new Promise((resolve) => worker.on("exit", resolve));`);
    expect(notebook.printed("stdout", cell)).toBe("from a thread\n");
  });

  it("that comes late goes to the cell that started it", async () => {
    const early = await notebook.run(`
      setTimeout(() => console.log("late timer"), 50);
      $.later = new Promise((resolve) => setTimeout(resolve, 50)).then(() => console.log("late promise"));`);
    await notebook.run("await $.later");
    await notebook.until(() => notebook.printed("stdout").includes("late timer"));
    expect(notebook.printed("stdout", early.cell)).toContain("late timer\n");
    expect(notebook.printed("stdout", early.cell)).toContain("late promise\n");
  });
});

describe("what children write to the descriptors goes to the cell that started them", () => {
  const later = (text: string) =>
    `const { spawn } = await $cell.import("node:child_process");
     $.child = spawn("sh", ["-c", "read go; echo ${text}"], { stdio: ["pipe", "inherit", "inherit"] });
     $.${text} = $.child;`;
  const go = (text: string) =>
    `await new Promise((resolve) => { $.${text}.on("exit", resolve); $.${text}.stdin.end("go\\n"); });`;

  it("also when that comes after its end, while another cell runs", async () => {
    const { cell } = await notebook.run(later("afterwards"));
    const next = await notebook.run(`${go("afterwards")} console.log("mine")`);
    expect(notebook.printed("stdout", cell)).toBe("afterwards\n");
    expect(notebook.printed("stdout", next.cell)).toBe("mine\n");
  });

  it("when another one waits for a child of its own", async () => {
    const { cell } = await notebook.run(later("background"));
    const next = await notebook.run(`
      const { execSync } = await $cell.import("node:child_process");
      execSync("echo own", { stdio: "inherit" });
      await new Promise((resolve) => setTimeout(resolve, 200));
      ${go("background")}`);
    expect(notebook.printed("stdout", next.cell)).toBe("own\n");
    expect(notebook.printed("stdout", cell)).toBe("background\n");
  });

  it("and to the latest one when the child is gone", async () => {
    await notebook.run(`${later("gone")} ${go("gone")}`);
    const { cell } = await notebook.run(
      'const { writeSync } = await $cell.import("node:fs"); writeSync(1, "native\\n");',
    );
    expect(notebook.printed("stdout", cell)).toBe("native\n");
  });

  it("also when a cell that waited for one was interrupted", async () => {
    const waiting = notebook.run(`
      const { execSync } = await $cell.import("node:child_process");
      console.log("waiting"); execSync("sleep 60", { stdio: "inherit" });`);
    await notebook.until(() => notebook.printed("stdout").includes("waiting\n"));
    await notebook.supervisor.interrupt();
    expect((await waiting).outcome.status).not.toBe("ok");
    const { cell } = await notebook.run(
      'const { writeSync } = await $cell.import("node:fs"); writeSync(1, "after it\\n");',
    );
    expect(notebook.printed("stdout", cell)).toBe("after it\n");
  });
});

describe("an error nobody waits for", () => {
  const cases = [
    { name: "thrown in a timer", code: "setTimeout(() => { throw new Error('late') }, 5)" },
    { name: "thrown in an immediate", code: "setImmediate(() => { throw new Error('late') })" },
    { name: "a rejection", code: "Promise.reject(new Error('late'))" },
    { name: "a rejection that comes later", code: "setTimeout(() => Promise.reject(new Error('late')), 5)" },
    {
      name: "an error event nobody listens to",
      code: "const { EventEmitter } = await $cell.import('node:events'); setTimeout(() => new EventEmitter().emit('error', new Error('late')), 5)",
    },
  ];
  it.each(cases)("$name is shown with its cell, and ends nothing", async ({ code }) => {
    const { cell, outcome } = await notebook.run(code);
    expect(outcome.status).toBe("ok");
    const next = notebook.run(
      "await new Promise((resolve) => setTimeout(resolve, 30)); $cell.result('alive')",
    );
    await notebook.until(() => notebook.of("error", cell).length > 0);
    expect(notebook.of("error", cell)[0]?.error).toMatchObject({ name: "Error", message: "late" });
    expect((await next).outcome.status).toBe("ok");
  });
});
