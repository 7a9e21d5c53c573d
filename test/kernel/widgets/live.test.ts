// Values that change by themselves, over a real kernel: promises, generators and async iterables by `live`, and what a
// cell clears away by `invalidation`. One rule, one test.

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { freshPage } from "../support/notebook-page.ts";

const page = freshPage();
const { screen } = page;

beforeEach(async () => {
  await page.run(
    "setup",
    'import { setTimeout as sleep } from "node:timers/promises"; const log: string[] = [];',
  );
});

/** Waits until a cell shows this and nothing else. */
async function shows(cell: string, ...texts: (string | RegExp)[]): Promise<void> {
  const matches = () => {
    const seen = screen.texts(cell);
    return (
      seen.length === texts.length &&
      texts.every((text, index) => new RegExp(text).test(seen[index] ?? "") || text === seen[index])
    );
  };
  if (!matches()) await page.conversation.until(matches);
}

/** What a text evaluates to now, seen from a cell of its own. */
async function evaluate(code: string): Promise<string | undefined> {
  await page.run("probe", code);
  return screen.texts("probe")[0];
}

/** Waits until the log says this. */
async function logged(text: string): Promise<void> {
  await expect.poll(() => evaluate("log.join()"), { timeout: 10_000 }).toBe(`'${text}'`);
}

const counting = (step: string) =>
  `async function* () { try { for (let n = 1; ; n++) { yield ${step}; await sleep(20); } } finally { log.push("end"); } }`;

describe("cells that read a live value", () => {
  it.each([
    ["an async generator", "live(async function* () { yield 1; await sleep(50); yield 2; })"],
    [
      "an async generator that has begun",
      "live((async function* () { yield 1; await sleep(50); yield 2; })())",
    ],
    ["a generator", "live(function* () { yield 1; yield 2; })"],
    ["a promise", "live(sleep(50, 2))"],
    ["a function that gives a promise", "live(async () => { await sleep(50); return 2; })"],
    ["an async iterable", "live(ReadableStream.from([1, 2]))"],
  ])("run again for each value of %s", async (_source, code) => {
    await page.runAll({
      a: `const x = ${code}`,
      b: "const doubled = (x.value ?? 0) * 2; doubled",
      c: "doubled + 1",
    });
    await shows("b", "^4$");
    await shows("c", "^5$");
  });

  it("have a value of a generator at once", async () => {
    await page.runAll({ a: "const x = live(function* () { yield 1; })\nString(x.value)" });
    expect(screen.texts("a")).toEqual(["'1'"]);
  });

  it("must take into account that there is no value yet, unless there is an initial one", async () => {
    await page.runAll({ a: "const x = live(sleep(10, 2))", b: "const n: number = x.value" });
    expect(screen.texts("b")[0]).toMatch(
      /^TS2322: Type 'number \| undefined' is not assignable to type 'number'/,
    );
    const a = "const later = Promise.withResolvers<number>(); const x = live(later.promise, { initial: 1 })";
    await page.runAll({ a, b: "const n: number = x.value; n" });
    expect(screen.texts("b")).toEqual(["1"]);
    await page.runAll({ c: "later.resolve(2)" });
    await shows("b", "^2$");
  });

  it("see only the newest of many values", async () => {
    await page.runAll({
      a: "const x = live(async function* () { for (let n = 1; n <= 3000; n++) yield n; }, { initial: 0 })",
      b: 'log.push(""); x.value',
    });
    await shows("b", "^3000$");
    expect(Number(await evaluate("log.length"))).toBeLessThan(300);
  });

  it("go on when a run was interrupted", async () => {
    await page.runAll({ a: `const x = live(${counting("n")}, { initial: 0 })`, b: "x.value" });
    const busy = await page.send("c", "await new Promise(() => {})");
    await page.conversation.until(({ content }) => content.code === "await new Promise(() => {})");
    await page.conversation.ask("interrupt_request", {}, { channel: "control" });
    await page.conversation.end(busy);
    const before = Number(screen.texts("b")[0]);
    await page.conversation.until(() => Number(screen.texts("b")[0]) > before + 2);
  });
});

describe("a live value", () => {
  it("is shown where it stands, and follows there", async () => {
    await page.runAll({
      a: "const x = live(async function* () { yield [1, 2]; await sleep(50); yield [3, 4]; })\nx",
    });
    await shows("a", "^\\[ 3, 4 \\]$");
  });

  it("says that it has no value yet", async () => {
    await page.runAll({ a: "const x = live(new Promise(() => {}))\nx" });
    expect(screen.texts("a")).toEqual(["(no value yet)"]);
  });

  it("follows where a notebook without cell ids shows it, too", async () => {
    const { id } = await page.conversation.execute("const y = live(sleep(100, 7))\ny");
    await page.conversation.until(
      ({ header, parent_header, content }) =>
        header.msg_type === "update_display_data" &&
        parent_header.msg_id === id &&
        JSON.stringify(content.data) === '{"text/plain":"7"}',
    );
  });

  it("ends when its cell runs again, before that run begins, and says nothing more", async () => {
    await page.runAll({ a: `const x = live(${counting('"old"')}, { initial: "" })`, b: "x.value" });
    await shows("b", "old");
    await page.runAll({ a: 'log.push("new run"); const x = live(sleep(50, "new"), { initial: "none" })' });
    await shows("b", "new");
    await logged("new run,end"); // the generator was in the middle of its sleep
    expect(screen.texts("b")).toEqual(["'new'"]);
  });

  it("ends when another cell gives its name another value", async () => {
    await page.runAll({ a: `let x: { value: unknown } = live(${counting("n")})`, b: "x.value" });
    await page.conversation.until(() => Number(screen.texts("b")[0]) > 1);
    await page.runAll({ c: "x = { value: -1 }" });
    await logged("end");
    expect(screen.texts("b")).toEqual(["-1"]);
  });

  it("ends when its cell is deleted", async () => {
    await page.runAll({ a: `const x = live(${counting("n")})` });
    await page.run("b", "1", { deletedCells: ["a"] });
    await logged("end");
  });

  it("shows what its source throws at its cell, and keeps its value", async () => {
    await page.runAll({
      a: 'const x = live(async function* () { yield 1; await sleep(50); throw new RangeError("no more"); })',
      b: "x.value",
    });
    await shows("a", "RangeError: no more");
    expect(await evaluate("x.value")).toBe("1");
  });

  it.each(["7", "[1, 2]", "null", "() => 7"])("cannot come from %s", async (source) => {
    await page.run("a", `%types off\nlive(${source})`);
    expect(screen.texts("a")[0]).toMatch(
      /^TypeError: live\(\) needs a promise, a generator or an async iterable/,
    );
  });
});

describe("invalidation", () => {
  it("comes when the cell runs again, ahead of that run", async () => {
    const code = (turn: number) =>
      `log.push("run ${turn}"); invalidation.then(() => log.push("over ${turn}"));`;
    for (const turn of [1, 2, 3]) await page.runAll({ a: code(turn) });
    expect(await evaluate("log.join()")).toBe("'run 1,over 1,run 2,over 2,run 3'");
  });

  it("can be awaited, raced, and taken by a module of the notebook", async () => {
    await page.runAll({
      a: 'void (async () => { await invalidation; log.push("awaited"); })(); void Promise.race([invalidation, sleep(5000)]).then(() => log.push("raced"))',
      b: 'import { invalidation as mine } from "lamella/notebook"; void mine.finally(() => log.push("imported"))',
    });
    expect(await evaluate("log.join()")).toBe("''");
    await page.runAll({ a: "0", b: "0" });
    expect(await evaluate("log.join()")).toBe("'awaited,raced,imported'");
  });

  it("comes when a cell runs again by itself, for each of its runs", async () => {
    await page.runAll({
      a: "let x = 1",
      b: "const mine = x; invalidation.then(() => log.push(String(mine)))",
    });
    await page.runAll({ a: "let x = 2" });
    await page.runAll({ a: "let x = 3" });
    expect(await evaluate("log.join()")).toBe("'1,2'");
  });

  it("comes when the cell is deleted", async () => {
    await page.runAll({ a: 'invalidation.then(() => log.push("over"))' });
    await page.run("b", "1", { deletedCells: ["a"] });
    expect(await evaluate("log.join()")).toBe("'over'");
  });

  it.each([
    ["with a cell id", (code: string) => page.run("a", code)],
    ["without one", (code: string) => page.conversation.execute(code)],
  ])("of a run %s comes when the process shuts down", async (_how, execute) => {
    const folder = mkdtempSync(join(tmpdir(), "lamella-invalidation-"));
    const file = join(folder, "over");
    await execute(
      `import { writeFileSync } from "node:fs"; invalidation.then(() => writeFileSync(${JSON.stringify(file)}, ""))`,
    );
    expect(existsSync(file)).toBe(false);
    await page.run("b", "%reset");
    expect(existsSync(file)).toBe(true);
    rmSync(folder, { recursive: true });
  });
});

it("lets cells that await a promise of another cell run again when there is a new one", async () => {
  await page.runAll({ a: "const p = sleep(20, 1)", b: "const n = await p; n", c: "n + 1" });
  expect(screen.texts("c")).toEqual(["2"]);
  await page.runAll({ a: "const p = sleep(20, 5)" });
  expect([screen.texts("b"), screen.texts("c")]).toEqual([["5"], ["6"]]);
});

it("lets cells follow a control that a timer sets", async () => {
  await page.runAll({
    a: "const k = ui.intSlider({ max: 10 })",
    b: "k.value * 2",
  });
  expect(screen.texts("b")).toEqual(["0"]);
  await page.runAll({ c: "setTimeout(() => (k.value = 7), 1);" });
  await shows("b", "^14$");
});
