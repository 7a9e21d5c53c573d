// execute_request: what is published, in which order, under which parent, and what the reply says.

import { afterEach, describe, expect, it } from "vitest";
import type { Outcome } from "../../../kernel/channel/messages.ts";
import { outline } from "../support/conversation.ts";
import type { Program } from "../support/fake-cells.ts";
import { startSession, type TestSession } from "../support/test-session.ts";

let kernel: TestSession;

afterEach(() => kernel.close());

const error = {
  name: "RangeError",
  message: "too far",
  traceback: ["RangeError: too far", "  at cell [1]:1:2"],
};
const failed: Outcome = { status: "error", error };
const text = (value: string) => ({ data: { "text/plain": value }, metadata: {} });

const nothing: Program = () => undefined;
const print =
  (...texts: string[]): Program =>
  ({ emit }) => {
    for (const text of texts) emit({ type: "stream", name: "stdout", text });
    return undefined;
  };

describe("a cell that ends well", () => {
  it("publishes its input, its outputs in order, and idle last", async () => {
    kernel = await startSession({
      cell: ({ emit }) => {
        emit({ type: "stream", name: "stdout", text: "a" });
        emit({ type: "stream", name: "stdout", text: "b" });
        emit({ type: "stream", name: "stderr", text: "c" });
        emit({ type: "display", bundle: text("d"), id: "slot", update: false });
        emit({ type: "stream", name: "stdout", text: "e" });
        emit({ type: "display", bundle: text("f"), id: "slot", update: true });
        emit({ type: "display", bundle: text("g"), id: null, update: false });
        emit({ type: "clear", wait: true });
        emit({ type: "result", bundle: text("h") });
        return undefined;
      },
    });
    const { reply, published } = await kernel.conversation.execute("cell");
    expect(published.slice(1, -1).map(({ header, content }) => [header.msg_type, content])).toEqual([
      ["execute_input", { code: "cell", execution_count: 1 }],
      ["stream", { name: "stdout", text: "ab" }],
      ["stream", { name: "stderr", text: "c" }],
      ["display_data", { ...text("d"), transient: { display_id: "slot" } }],
      ["stream", { name: "stdout", text: "e" }],
      ["update_display_data", { ...text("f"), transient: { display_id: "slot" } }],
      ["display_data", { ...text("g"), transient: {} }],
      ["clear_output", { wait: true }],
      ["execute_result", { ...text("h"), execution_count: 1, transient: {} }],
    ]);
    expect(outline([...published.slice(0, 1), ...published.slice(-1)])).toEqual([
      "status busy",
      "status idle",
    ]);
    expect(published.every(({ metadata }) => Object.keys(metadata).length === 0)).toBe(true);
    expect(reply.content).toEqual({ status: "ok", execution_count: 1, user_expressions: {}, payload: [] });
    expect(Date.parse(String(reply.metadata.started))).not.toBeNaN();
  });

  it.each<[string, object, number[], string, boolean]>([
    ["ordinary", {}, [1, 2], "cell-1.ts", true],
    ["silent", { silent: true }, [0, 1], "uncounted-1.ts", false],
    ["not for the history", { store_history: false }, [0, 1], "uncounted-1.ts", true],
  ])("and is %s has its number, its file and its input", async (_what, options, counts, file, shown) => {
    kernel = await startSession({ cell: nothing });
    const first = await kernel.conversation.execute("cell", options);
    const second = await kernel.conversation.execute("cell");
    expect([first, second].map(({ reply }) => reply.content.execution_count)).toEqual(counts);
    expect(outline(first.published).includes("execute_input")).toBe(shown);
    expect(kernel.cells.requests[0]?.file).toBe(file);
    expect(kernel.cells.requests.map(({ silent }) => silent)).toEqual(["silent" in options, false]);
  });
});

describe("a cell that fails", () => {
  const expected = { ename: "RangeError", evalue: "too far", traceback: error.traceback };

  it.each<Outcome["status"]>(["error", "interrupted"])(
    "with %s publishes the error and replies with it",
    async (status) => {
      kernel = await startSession({ cell: () => ({ ...failed, status }) });
      const { reply, published } = await kernel.conversation.execute("cell");
      expect(outline(published)).toEqual(["status busy", "execute_input", "error", "status idle"]);
      expect(published[2]?.content).toEqual(expected);
      expect(reply.content).toMatchObject({ status: "error", execution_count: 1, ...expected });
    },
  );

  it("to compile never reaches the cells' process", async () => {
    kernel = await startSession();
    const { reply, published } = await kernel.conversation.execute("!");
    expect(outline(published)).toEqual(["status busy", "execute_input", "error", "status idle"]);
    expect(reply.content).toMatchObject({
      status: "error",
      ename: "SyntaxError",
      evalue: "unexpected ! in cell-1.ts",
    });
    expect(kernel.cells.requests).toEqual([]);
  });

  it("through a fault of the kernel itself still shows an error", async () => {
    kernel = await startSession();
    const { reply, published } = await kernel.conversation.execute("no such program");
    expect(outline(published)).toEqual(["status busy", "execute_input", "error", "status idle"]);
    expect(reply.content).toMatchObject({
      status: "error",
      evalue: "the test has no program no such program",
    });
  });
});

describe("output after the end", () => {
  it("goes to the cell that started it, though another one is running", async () => {
    const release = Promise.withResolvers<void>();
    kernel = await startSession({
      starter: ({ emit }) => {
        release.promise.then(() => {
          emit({ type: "stream", name: "stdout", text: "late" });
          emit({ type: "error", error });
        });
        return undefined;
      },
      other: async ({ emit }) => {
        emit({ type: "stream", name: "stdout", text: "before" });
        release.resolve();
        await release.promise;
        emit({ type: "stream", name: "stdout", text: "after" });
        return undefined;
      },
    });
    const starter = await kernel.conversation.execute("starter");
    const other = await kernel.conversation.execute("other");
    expect(outline(other.published)).toEqual([
      "status busy",
      "execute_input",
      "stream before",
      "stream after",
      "status idle",
    ]);
    expect(outline(kernel.conversation.publishedBy(starter.id)).slice(-2)).toEqual(["stream late", "error"]);
  });
});

describe("constants", () => {
  const reply = async (code: string) => (await kernel.conversation.execute(code)).reply.content;

  it("are known with their cell, until redefined or until the process is replaced", async () => {
    kernel = await startSession({ "const x": nothing, "let x": nothing, "x = 1": nothing });
    await reply("const x");
    expect(await reply("x = 1")).toMatchObject({ status: "error", evalue: "x is a constant of cell [1]" });
    await reply("let x");
    expect(await reply("x = 1")).toMatchObject({ status: "ok" });
    await reply("const x");
    expect(await reply("x = 1")).toMatchObject({ status: "error" });
    kernel.session.onScopeLost();
    expect(await reply("x = 1")).toMatchObject({ status: "ok" });
  });
});

describe("much text", () => {
  it("arrives whole and in order, in far fewer messages than prints", async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `${index}\n`);
    kernel = await startSession({ cell: print(...lines) });
    const { published } = await kernel.conversation.execute("cell");
    const streams = published.filter(({ header }) => header.msg_type === "stream");
    expect(streams.map(({ content }) => content.text).join("")).toBe(lines.join(""));
    expect(streams.length).toBeLessThan(100);
  });

  it("is shown while the cell still runs", async () => {
    const seen = Promise.withResolvers<undefined>();
    kernel = await startSession({
      cell: ({ emit }) => {
        emit({ type: "stream", name: "stdout", text: "working" });
        return seen.promise;
      },
    });
    const exchange = kernel.conversation.execute("cell");
    await kernel.conversation.until(({ content }) => content.text === "working");
    seen.resolve(undefined);
    expect((await exchange).reply.content.status).toBe("ok");
  });
});
