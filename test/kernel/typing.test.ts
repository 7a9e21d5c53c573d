// Types through the whole kernel: what a front-end sees of checks, completion and inspection.

import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { converse, stop } from "./support/kernel-process.ts";
import { sharedKernel } from "./support/shared-kernel.ts";

const shared = sharedKernel();

/** What a cell shows: its result, its error's name and message, and what it wrote to stderr. */
async function run(code: string): Promise<{ result?: unknown; error?: string; stderr: string }> {
  const { reply, published } = await shared.conversation.ask("execute_request", { code });
  const contents = (type: string) =>
    published.filter(({ header }) => header.msg_type === type).map(({ content }) => content);
  const stderr = contents("stream").filter(({ name }) => name === "stderr");
  return {
    ...(reply.content.status === "error" && { error: `${reply.content.ename}: ${reply.content.evalue}` }),
    ...contents("execute_result").map(({ data }) => ({ result: Object(data)["text/plain"] }))[0],
    stderr: stderr.map(({ text }) => text).join(""),
  };
}

describe("%types", () => {
  it("is on: an error stops the cell before it runs", async () => {
    expect(await run("console.error('ran'); const one: number = 'one'")).toEqual({
      error: "TS2322: Type 'string' is not assignable to type 'number'.",
      stderr: "",
    });
  });

  it("names the cell to mend where a name is not there because its cell has failed", async () => {
    await run("const zero = 0; const one: number = 'one'");
    expect((await run("zero")).error).toMatch(
      /^TS2304: Cannot find name 'zero'\. \(zero is declared in cell \[2\], which failed\)$/,
    );
  });

  it("warn: the error is told, and the cell runs", async () => {
    const { result, stderr } = await run("%types warn\nconst two: number = 'two' ; two");
    expect(result).toBe("'two'");
    expect(stderr).toMatch(
      /^TS2322: Type 'string' is not assignable to type 'number'\.\n[\s\S]*at cell \[\d+\]:2:7\n$/,
    );
  });

  it("off: nothing is told, from this cell on", async () => {
    expect(await run("%types off\nconst three: number = 'three'")).toEqual({ stderr: "" });
    expect(await run("three as string")).toEqual({ result: "'three'", stderr: "" });
  });

  it("on again: names of unchecked cells have the types that they claim", async () => {
    expect(await run("%types on\nconst four: string = three")).toMatchObject({
      error: expect.stringMatching(/^TS2322/),
    });
  });

  it("refuses what it does not know, and so does the kernel", async () => {
    expect((await run("%types perhaps")).error).toBe(
      "MagicError: %types takes on, warn, off, but not perhaps",
    );
    expect((await run("\n%abracadabra")).error).toMatch(/^UnknownMagic: there is no %abracadabra/);
  });
});

describe("completion", () => {
  beforeAll(async () => {
    const cell =
      "const shape = { sides: 4, 'line width': 1 }; interface Shape { sides: number };" +
      "const loose: any = { inner: { depth: 2 }, get trap() { throw new Error('a getter ran') }, go() {} }";
    expect(await run(cell)).toEqual({ stderr: "" });
  });

  async function complete(marked: string) {
    const before = marked.slice(0, marked.indexOf("¦"));
    const content = { code: marked.replace("¦", ""), cursor_pos: [...before].length };
    return (await shared.conversation.ask("complete_request", content)).reply.content;
  }

  it.each<[marked: string, matches: unknown, start: number, end: number]>([
    ["Math.sq¦", ["sqrt"], 5, 7],
    ["Math.SQ¦", ["SQRT1_2", "SQRT2"], 5, 7],
    ["'🙂🙂'; Math.sq¦", ["sqrt"], 11, 13],
    ["sha¦", ["shape"], 0, 3],
    ["Sha¦", ["Shape", "SharedArrayBuffer"], 0, 3],
    ["let x: Sha¦ = shape", expect.arrayContaining(["Shape"]), 7, 10],
    ["shape.si¦des", ["sides"], 6, 8],
    ["shape.¦", ['["line width"]', ".sides"], 5, 6],
    ["disp¦", ["display"], 0, 4],
    ["structured¦", ["structuredClone"], 0, 10],
    ["awa¦", ["await"], 0, 3],
    ["const local = 1; loc¦", ["local"], 17, 20],
    ["loose.¦", ["inner", "trap", "go"], 6, 6],
    ["loose.inner.d¦", ["depth"], 12, 13],
    ["loose.trap.¦", [], 11, 11],
    ["import './kern¦'", [], 8, 14],
    ["import 'node:fs/pro¦'", ["node:fs/promises"], 8, 19],
    ["structuredClone.¦", expect.not.arrayContaining(["[Symbol]"]), 16, 16],
    ["%types off\nshape.si¦", ["sides"], 17, 19],
    ["¦", expect.arrayContaining(["shape", "Math", "const"]), 0, 0],
    ["5.¦", [], 2, 2],
  ])("%s", async (marked, matches, cursor_start, cursor_end) => {
    expect(await complete(marked)).toMatchObject({ status: "ok", matches, cursor_start, cursor_end });
  });

  it("tells kinds and types as JupyterLab reads them", async () => {
    const { metadata } = await complete("shape.sid¦");
    expect(metadata).toEqual({
      _jupyter_types_experimental: [
        { text: "sides", type: "property", signature: "number", start: 6, end: 9 },
      ],
    });
  });

  it("tells the types of names, as far as they are simple", async () => {
    expect(Object((await complete("shap¦")).metadata)._jupyter_types_experimental).toEqual([
      {
        text: "shape",
        type: "const",
        signature: "{ sides: number; 'line width': number; }",
        start: 0,
        end: 4,
      },
    ]);
  });

  it("does not wait for a cell that runs", async () => {
    const busy = shared.conversation.ask("execute_request", {
      code: "for (const end = Date.now() + 1000; Date.now() < end; );",
    });
    expect(await complete("shape.si¦")).toMatchObject({ matches: ["sides"] });
    expect(await complete("loose.in¦")).toMatchObject({ matches: [] });
    await busy;
    expect(await complete("loose.in¦")).toMatchObject({ matches: ["inner"] });
  });
});

describe("inspection", () => {
  beforeAll(async () => {
    expect(
      await run("/** Adds. */\nfunction add(a: number, b = 2) { return a + b }; const total = add(1)"),
    ).toEqual({ stderr: "" });
  });

  async function inspect(marked: string) {
    const before = marked.slice(0, marked.indexOf("¦"));
    const content = { code: marked.replace("¦", ""), cursor_pos: [...before].length, detail_level: 0 };
    const { found, data } = (await shared.conversation.ask("inspect_request", content)).reply.content;
    return found === true ? Object(data)["text/plain"] : undefined;
  }

  it.each<[marked: string, text: string | undefined]>([
    ["ad¦d(1)", "function add(a: number, b?: number): number\n\nAdds.\n\n= [Function: add]"],
    ["add(1, ¦", "function add(a: number, b?: number): number\n\nArgument 2\n\nAdds."],
    ["'🙂'; total¦", "variable total: number\n\n= 3"],
    ["add(total¦", "variable total: number\n\n= 3"],
    ["nobody¦", undefined],
    ["¦", undefined],
  ])("%s", async (marked, text) => {
    expect(await inspect(marked)).toBe(text);
  });
});

describe("when the compiler does not answer", () => {
  it("an interrupt ends the wait", async () => {
    signalChildren(shared.kernel.process.pid ?? 0, "--api", "SIGSTOP");
    const waiting = run("const waited = 1");
    await shared.conversation.until(
      ({ header, content }) => header.msg_type === "execute_input" && content.code === "const waited = 1",
    );
    await shared.conversation.ask("interrupt_request", {}, { channel: "control" });
    expect((await waiting).error).toMatch(/^Interrupted/);
    signalChildren(shared.kernel.process.pid ?? 0, "--api", "SIGCONT");
    expect((await run("waited")).error).toMatch(/^TS2304: Cannot find name 'waited'\./);
  });
});

describe("when the compiler's process dies", () => {
  it("in a check, the cell is checked by the next one, and so are those after it", async () => {
    expect(await runKilling("const late: number = 'late'; late")()).toEqual({
      stderr: "",
      error: expect.stringMatching(/^TS2322/),
    });
    expect(await runKilling("const right: number = 5; right")()).toEqual({ stderr: "", result: "5" });
    expect(await run("const again: number = 'again'")).toMatchObject({
      error: expect.stringMatching(/^TS2322/),
    });
    expect(await run("add(total).toFixed(1)")).toEqual({ result: "'5.0'", stderr: "" });
  });
});

/** Runs a cell whose check the compiler does not survive. */
function runKilling(code: string): () => ReturnType<typeof run> {
  return async () => {
    signalChildren(shared.kernel.process.pid ?? 0, "--api", "SIGSTOP");
    const running = run(code);
    await shared.conversation.until(
      ({ header, content }) => header.msg_type === "execute_input" && content.code === code,
    );
    signalChildren(shared.kernel.process.pid ?? 0, "--api", "SIGKILL");
    return running;
  };
}

describe("a kernel that cannot start the compiler", () => {
  it("runs cells unchecked, says so once, and completes from the values", async () => {
    const [unchecked, talk] = await converse({ env: { TMPDIR: "/nowhere" } });
    const first = await talk.ask("execute_request", { code: "const value: number = { text: 'a' }; value" });
    expect(first.reply.content.status).toBe("ok");
    const told = first.published
      .filter(({ content }) => content.name === "stderr")
      .map(({ content }) => content.text);
    expect(told.join("")).toMatch(/^Types are not checked: the compiler is not available \(.*ENOENT/);
    const second = await talk.ask("execute_request", { code: "value.text" });
    expect(second.published.filter(({ content }) => content.name === "stderr")).toEqual([]);
    const { reply } = await talk.ask("complete_request", { code: "value.te", cursor_pos: 8 });
    expect(reply.content.matches).toEqual(["text"]);
    talk.close();
    await stop(unchecked);
  });
});

/** Signals the children of a process whose command line contains a word. */
function signalChildren(parent: number, word: string, signal: NodeJS.Signals): void {
  for (const thread of readdirSync(`/proc/${parent}/task`)) {
    const children = readFileSync(`/proc/${parent}/task/${thread}/children`, "utf8")
      .split(" ")
      .filter(Boolean);
    for (const child of children) {
      if (readFileSync(`/proc/${child}/cmdline`, "utf8").includes(word)) process.kill(Number(child), signal);
    }
  }
}
