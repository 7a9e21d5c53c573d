// The reactive notebook in VS Code: what a person sees there below each cell, by a client that behaves as its Jupyter
// extension does. The oracle is a notebook of the same cells that is run once from top to bottom.

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { converse, stop } from "../support/kernel-process.ts";
import { SharedKernel } from "../support/shared-kernel.ts";
import { type Cell, VsCodeNotebook } from "../support/vscode-notebook.ts";

const notebooks = resolve(import.meta.dirname, "../../../notebooks");
const shared = new SharedKernel();
let notebook: VsCodeNotebook;

beforeAll(() => shared.start((message) => notebook?.hear(message), { directory: notebooks }));
afterAll(() => shared.stop());
beforeEach(() => open());

async function open(): Promise<void> {
  await shared.conversation.execute("%reset\n%reactive auto\n%types on");
  shared.conversation.forget();
  notebook = new VsCodeNotebook(shared.conversation);
}

function insert(...sources: readonly string[]): Cell[] {
  return sources.map((source) => notebook.insert(source));
}

const texts = () => notebook.cells.map((cell) => notebook.texts(cell).join("|"));

async function edit(cell: Cell | undefined, source: string): Promise<void> {
  if (cell === undefined) throw new Error("there is no such cell");
  await notebook.run(cell, source);
  await notebook.quiet();
}

async function runAll(): Promise<void> {
  await notebook.runAll();
  await notebook.quiet();
}

const chain = [
  "let a: number = 1",
  "const b = a + 1; b",
  "const c = b + 1; c",
  "console.log('c', c); c * 2",
  "b + c",
];

describe("after cells have run again", () => {
  it("what follows an edit is seen, round after round", async () => {
    const [first] = insert(...chain);
    for (const round of [10, 20, 30, 40]) {
      await runAll();
      await edit(first, `let a: number = ${round}`);
      expect(texts()).toEqual([
        "",
        `${round + 1}`,
        `${round + 2}`,
        `c ${round + 2}\n|${2 * round + 4}`,
        `${2 * round + 3}`,
      ]);
    }
  });

  it("and in a notebook that was saved with outputs", async () => {
    const [first] = insert(...chain);
    for (const cell of notebook.cells) notebook.restore(cell, "old");
    await runAll();
    await edit(first, "let a: number = 10");
    expect(texts()).toEqual(["", "11", "12", "c 12\n|24", "23"]);
  });

  it("marks of stale cells come and go", async () => {
    const [first, , third] = insert(
      "let a: number = 1",
      "// @lazy\nconst b = a; b",
      "b + 1",
      "// @lazy\nconsole.log(a)",
    );
    await runAll();
    await runAll();
    await edit(first, "let a: number = 2");
    const seen = texts().map((text) => text.replaceAll(/\[\d+\]/g, "[n]"));
    expect(seen).toEqual([
      "",
      "stale: a of cell [n] changed\n1",
      "stale: waits for cell [n]\n2",
      "stale: a of cell [n] changed|1\n",
    ]);
    await edit(third, "b + 1");
    expect(texts().slice(1, 3)).toEqual(["2", "3"]);
  });

  it("an error stands where it comes from, and goes", async () => {
    const [first] = insert("let a: number = 1", "if (a > 2) throw new RangeError('no'); a", "a");
    await runAll();
    await runAll();
    await edit(first, "let a: number = 5");
    expect(texts()).toEqual(["", "RangeError: no", "5"]);
    await edit(first, "let a: number = 2");
    expect(texts()).toEqual(["", "2", "2"]);
  });

  it("an error stands once below a display that has just changed", async () => {
    insert("const place = display('before'); place.update('after'); throw new RangeError('no')");
    await runAll();
    expect(texts()).toEqual(["'after'|RangeError: no"]);
  });

  it("a display that a person changes is seen, also beside text", async () => {
    const [, change] = insert(
      "console.log('above'); const place = display('before'); 0;",
      "place.update('after');",
    );
    await runAll();
    await runAll();
    expect(texts()).toEqual(["above\n|'after'", ""]);
    await edit(change, "place.update('later');");
    expect(texts()).toEqual(["above\n|'later'", ""]);
  });

  it("a live value goes on where it stands", async () => {
    insert(
      "const ticks = live(async function* () { for (let n = 0; n < 20; n++) { yield n; await new Promise((f) => setTimeout(f, 20)) } }, { initial: 0 }); ticks",
      "ticks.value + 1",
    );
    await runAll();
    await runAll();
    await expect.poll(texts, { timeout: 10_000 }).toEqual(["19", "20"]);
  });

  it("no more is written than what has changed", async () => {
    const [first] = insert("let a: number = 1", "a > 0");
    await runAll();
    shared.conversation.forget();
    await edit(first, "let a: number = 2");
    const types = shared.conversation.heard.map(({ header }) => header.msg_type);
    expect(types).not.toContain("display_data");
  });
});

it("a chart that follows takes the place of the old one", async () => {
  const [first, chart] = insert("let n: number = 1", "chart.line([1, 2, n])");
  await runAll();
  expect(chart?.outputs.map(({ charts }) => charts)).toEqual([1]);
  for (const value of [2, 3, 4]) await edit(first, `let n: number = ${value}`);
  expect(chart?.outputs).toHaveLength(1);
  expect(chart?.outputs[0]?.charts).toBeLessThanOrEqual(1);
  await runAll();
  expect(chart?.outputs.map(({ charts }) => charts)).toEqual([1]);
});

describe("Run All", () => {
  const counting = (cell: number) => `(Object(globalThis).ran ??= []).push(${cell});\n`;

  async function ran(): Promise<string> {
    const { published } = await shared.conversation.execute(
      "%types off\nconst told = ran.join(' '); globalThis.ran = []; told",
    );
    const result = published.find(({ header }) => header.msg_type === "execute_result");
    return String(Object(result?.content.data)["text/plain"]).replaceAll("'", "");
  }

  it("runs each of five cells once that depend on each other", async () => {
    insert(...chain.map((source, index) => counting(index + 1) + source));
    await runAll();
    expect(await ran()).toBe("1 2 3 4 5");
  });

  it("and once more when the first has another value", async () => {
    const [first] = insert(...chain.map((source, index) => counting(index + 1) + source));
    await runAll();
    await ran();
    if (first) first.source = `${counting(1)}let a: number = 7`;
    await runAll();
    expect(await ran()).toBe("1 2 3 4 5");
    expect(texts()).toEqual(["", "8", "9", "c 9\n|18", "17"]);
  });

  it("runs each at most twice where the order is the other way round", async () => {
    const sources = ["const c = b + 1; c", "const b = a + 1; b", "let a: number = Number('1')"];
    insert(...sources.map((source, index) => `${counting(index + 1)}${source}`));
    for (const cell of notebook.cells.toReversed()) await notebook.run(cell);
    await notebook.quiet();
    await ran();
    const last = notebook.cells.at(-1);
    if (last) last.source = `${counting(3)}let a: number = Number('5')`;
    await runAll();
    const counts = (await ran()).split(" ");
    for (const cell of ["1", "2", "3"])
      expect(counts.filter((each) => each === cell).length).toBeLessThanOrEqual(2);
    expect(texts()).toEqual(["7", "6", ""]);
  });
});

describe("a deleted cell", () => {
  it("does not run any more when all around it have been run", async () => {
    const [first, middle] = insert("let a: number = 1", "Object.assign(globalThis, { seen: a });", "a + 1");
    await runAll();
    if (middle) notebook.delete(middle);
    await runAll();
    await edit(first, "let a: number = 5");
    await edit(notebook.insert("Reflect.get(globalThis, 'seen')"), "Reflect.get(globalThis, 'seen')");
    expect(texts()).toEqual(["", "6", "1"]);
  });

  it("is forgotten with its names by %forget", async () => {
    const [, middle] = insert("let a: number = 1", "const b = a", "b + 1");
    await runAll();
    if (middle) notebook.delete(middle);
    await edit(notebook.insert("%forget 9999"), "%forget 9999");
    expect(texts().at(-1)).toContain("there is no cell [9999] in the graph");
    const label = /\d+/.exec(String(middle?.label))?.[0];
    await edit(notebook.insert(""), `%forget ${label}`);
    expect(texts()[1]).toMatch(/^stale: b of cell \[\d+\] was deleted/);
  });

  it("that was only left out runs again once it is asked to", async () => {
    const [first, middle, last] = insert("let a: number = 1", "a + 1", "a + 2");
    await runAll();
    if (first && last) await notebook.runAll([first, last]);
    await notebook.quiet();
    await edit(first, "let a: number = 5");
    expect(texts()[1]).toMatch(/^stale/);
    await edit(middle, "a + 1");
    await edit(first, "let a: number = 7");
    expect(texts()).toEqual(["", "8", "9"]);
  });
});

it("a person who presses Escape at a question has answered nothing, as far as VS Code tells", async () => {
  insert("prompt('name?')", "confirm('go on?')");
  await runAll();
  expect(texts()).toEqual(["''", "false"]);
});

it("an error in one cell ends Run All, and the kernel goes on", async () => {
  const [, failing] = insert("const a = 1; a", "throw new Error('stop')", "a + 1");
  await runAll();
  expect(texts()).toEqual(["1", "Error: stop", ""]);
  await edit(failing, "0;");
  await runAll();
  expect(texts()).toEqual(["1", "", "2"]);
});

it("the kernel and its cells end when it is killed, without a shutdown_request", async () => {
  const [kernel, conversation] = await converse();
  const { published } = await conversation.execute("process.pid");
  const result = published.find(({ header }) => header.msg_type === "execute_result");
  const pid = Number(Object(result?.content.data)["text/plain"]);
  conversation.close();
  await stop(kernel);
  await expect.poll(() => isAlive(pid)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("the reactive notebook of the documentation", () => {
  const { cells } = JSON.parse(readFileSync(resolve(notebooks, "reactive.ipynb"), "utf8"));
  const sources: string[] = cells
    .filter(({ cell_type: type }: { cell_type: string }) => type === "code")
    .map(({ source }: { source: readonly string[] }) => source.join(""))
    .filter((source: string) => !source.includes("setInterval")) // a clock never shows the same twice
    .map((source: string) => source.replace("const small", "torch.manualSeed(1);\nconst small"));
  const changed = (source: string) => source.replace("value: 3, label", "value: 5, label");

  async function shownBy(texts: readonly string[]): Promise<string[]> {
    await open();
    insert(...texts);
    await runAll();
    return notebook.cells.map((cell) => withoutIds(notebook.texts(cell).join("|")));
  }

  /** what a fresh one shows */
  let expected: string[];
  beforeAll(async () => {
    expected = await shownBy(sources.map(changed));
  });

  it("shows after two Run Alls and an edit what a fresh one shows", async () => {
    await shownBy(sources);
    await runAll();
    await edit(notebook.cells[0], changed(sources[0] ?? ""));
    const seen = notebook.cells.map((cell) => withoutIds(notebook.texts(cell).join("|")));
    const lazy = sources.findIndex((source) => source.startsWith("// @lazy"));
    expect(seen[lazy]).toMatch(/^stale: /);
    expect(seen.toSpliced(lazy, 1)).toEqual(expected.toSpliced(lazy, 1));
  });

  it("follows a slider", async () => {
    await shownBy(sources);
    await runAll();
    const opened = shared.conversation.heard.findLast(
      ({ header, content }) =>
        header.msg_type === "comm_open" && Object(content.data).state?.description === "kernel size",
    );
    const data = { method: "update", state: { value: 5 }, buffer_paths: [] };
    const content = { comm_id: opened?.content.comm_id, data };
    await notebook.quiet(await shared.conversation.client.send("shell", "comm_msg", content));
    const seen = notebook.cells.map((cell) => withoutIds(notebook.texts(cell).join("|")));
    const lazy = sources.findIndex((source) => source.startsWith("// @lazy"));
    expect(seen.slice(1, lazy)).toEqual(expected.slice(1, lazy));
  });
});

/** Controls are numbered anew by each run. */
function withoutIds(text: string): string {
  return text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}/g, "id");
}

it("completion gets the words that lead to the right icons there, and the right words elsewhere", async () => {
  insert("const list = [1]; const size = 2;");
  await notebook.runAll();
  const kindOf = async (code: string, session?: string) => {
    const content = { code, cursor_pos: code.length };
    const msg_id = randomUUID();
    const header = { msg_id, msg_type: "complete_request", ...(session !== undefined && { session }) };
    const options = { msg_id, header };
    await shared.conversation.client.send("shell", "complete_request", content, options);
    const { reply } = await shared.conversation.end(msg_id);
    const [first] = Object(reply.content.metadata)._jupyter_types_experimental;
    return first.type;
  };
  expect([await kindOf("list.push"), await kindOf("siz")]).toEqual(["function", "class"]);
  expect([await kindOf("list.push", "other"), await kindOf("siz", "other")]).toEqual(["method", "const"]);
});
