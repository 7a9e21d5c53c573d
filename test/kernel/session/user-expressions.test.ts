// user_expressions: each has its value or its error in the reply, and nothing of it is shown as a result.

import { afterEach, expect, it } from "vitest";
import { outline } from "../support/conversation.ts";
import type { Program } from "../support/fake-cells.ts";
import { startSession, type TestSession } from "../support/test-session.ts";

let kernel: TestSession;
afterEach(() => kernel.close());

const value = (text: string) => ({ data: { "text/plain": text }, metadata: { shown: "plain" } });
const result =
  (text: string): Program =>
  ({ emit }) => {
    emit({ type: "result", bundle: value(text) });
    return undefined;
  };
const error = { name: "RangeError", message: "too far", traceback: ["RangeError: too far"] };
const programs: Record<string, Program> = {
  cell: result("the cell's"),
  seven: result("7"),
  nothing: () => undefined,
  fails: () => ({ status: "error", error }),
  prints: ({ emit }) => {
    emit({ type: "stream", name: "stdout", text: "printed" });
    return undefined;
  },
};

it("are evaluated after the cell, each by itself", async () => {
  kernel = await startSession(programs);
  const user_expressions = { seven: "seven", none: "nothing", bad: "fails", wrong: "! is no code" };
  const { reply, published } = await kernel.conversation.execute("cell", { user_expressions });
  expect(reply.content).toMatchObject({ status: "ok", execution_count: 1 });
  expect(reply.content.user_expressions).toEqual({
    seven: { status: "ok", ...value("7") },
    none: { status: "ok", data: { "text/plain": "undefined" }, metadata: {} },
    bad: { status: "error", ename: "RangeError", evalue: "too far", traceback: error.traceback },
    wrong: {
      status: "error",
      ename: "SyntaxError",
      evalue: expect.any(String),
      traceback: expect.any(Array),
    },
  });
  expect(outline(published)).toEqual(["status busy", "execute_input", "execute_result", "status idle"]);
  expect(kernel.cells.requests.map(({ code }) => code)).toEqual(["cell", "seven", "nothing", "fails"]);
});

it("do not raise the count, and what they print belongs to the cell", async () => {
  kernel = await startSession(programs);
  const first = await kernel.conversation.execute("cell", { user_expressions: { print: "prints" } });
  expect(outline(first.published).at(-2)).toBe("stream printed");
  expect((await kernel.conversation.execute("cell")).reply.content.execution_count).toBe(2);
});

it("are not evaluated when the cell fails", async () => {
  kernel = await startSession(programs);
  const { reply } = await kernel.conversation.execute("fails", { user_expressions: { seven: "seven" } });
  expect(reply.content).toMatchObject({ status: "error", user_expressions: {} });
  expect(kernel.cells.requests).toHaveLength(1);
});

it("that are no object are refused before the cell runs", async () => {
  kernel = await startSession(programs);
  const { reply } = await kernel.conversation.execute("cell", { user_expressions: ["seven"] });
  expect(reply.content).toMatchObject({
    status: "error",
    evalue: 'user_expressions of execute_request must be an object, but is ["seven"]',
  });
  expect(kernel.cells.requests).toEqual([]);
});
