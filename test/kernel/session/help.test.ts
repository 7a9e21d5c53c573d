// `?name` and `name?`: which cells ask for help, and how the help reaches the front-end.

import { afterEach, describe, expect, it } from "vitest";
import { helpQuery } from "../../../kernel/session/help.ts";
import { startSession, type TestSession } from "../support/test-session.ts";

describe("a cell that asks for help", () => {
  it.each([
    ["?Math.max", "Math.max", 0],
    ["Math.max?", "Math.max", 0],
    ["??x", "x", 1],
    ["x??", "x", 1],
    [" ? $größe_2 \n", "$größe_2", 0],
  ])("%j", (source, name, detail) => {
    expect(helpQuery(source)).toEqual({ name, detail });
  });

  it.each(["Math.max", "x ? 1 : 2", "x?.y", "x ?? y", "?", "", "?1", "x\ny?", "f(x)?"])(
    "but not %j",
    (source) => {
      expect(helpQuery(source)).toBeUndefined();
    },
  );
});

describe("the help", () => {
  let kernel: TestSession;
  afterEach(() => kernel.close());

  it("is a page in the reply's payload, and nothing runs", async () => {
    kernel = await startSession();
    const { reply } = await kernel.conversation.execute("?nothing_we_know");
    expect(reply.content).toMatchObject({
      status: "ok",
      execution_count: 1,
      payload: [
        { source: "page", data: { "text/plain": "Nothing is known about nothing_we_know." }, start: 0 },
      ],
    });
    expect(kernel.cells.requests).toEqual([]);
  });
});
