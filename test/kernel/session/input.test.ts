// A cell that asks: the question goes to the client that sent the cell, the answer comes back; a client that
// cannot ask is not asked.

import { afterEach, describe, expect, it } from "vitest";
import { outline } from "../support/conversation.ts";
import type { Program } from "../support/fake-cells.ts";
import { startSession, type TestSession } from "../support/test-session.ts";

let kernel: TestSession;

afterEach(() => kernel.close());

/** Asks for a name and prints what it was given. */
const ask: Program = async ({ emit, answer }) => {
  emit({ type: "stream", name: "stdout", text: "before" });
  emit({ type: "input", prompt: "name? ", password: true });
  emit({ type: "stream", name: "stdout", text: String(await answer) });
  return undefined;
};

describe("a cell's question", () => {
  it("is an input_request under the cell's request, after what it printed", async () => {
    kernel = await startSession({ ask });
    const { conversation } = kernel;
    const id = await conversation.client.send("shell", "execute_request", { code: "ask", allow_stdin: true });
    const question = await conversation.until(({ channel }) => channel === "stdin");
    expect(question).toMatchObject({
      header: { msg_type: "input_request" },
      parent_header: { msg_id: id },
      content: { prompt: "name? ", password: true },
    });
    await conversation.client.send(
      "stdin",
      "input_reply",
      { value: "Ada" },
      { parent_header: question.header },
    );
    const { published } = await conversation.end(id);
    expect(outline(published).slice(2, -1)).toEqual(["stream before", "stream Ada"]);
  });

  it.each([{ allow_stdin: false }, {}])("is answered with null when the request says %j", async (options) => {
    kernel = await startSession({ ask });
    const { published } = await kernel.conversation.execute("ask", options);
    expect(outline(published).slice(2, -1)).toEqual(["stream before", "stream null"]);
    expect(kernel.conversation.heard.some(({ channel }) => channel === "stdin")).toBe(false);
  });

  it("is answered by a reply to it, by one without a parent, and by no other", async () => {
    const two: Program = async ({ emit, answer }) => {
      emit({ type: "input", prompt: "first? ", password: false });
      emit({ type: "stream", name: "stdout", text: String(await answer) });
      return undefined;
    };
    kernel = await startSession({ two });
    const { conversation } = kernel;
    const { client } = conversation;
    const asked = async () => {
      conversation.forget();
      const id = await client.send("shell", "execute_request", { code: "two", allow_stdin: true });
      const { header } = await conversation.until(({ channel }) => channel === "stdin");
      return { id, question: header };
    };
    const first = await asked();
    await client.send("stdin", "input_reply", { value: "A" }, { parent_header: first.question });
    await conversation.end(first.id);

    const second = await asked();
    await client.send("stdin", "input_reply", { value: "too late" }, { parent_header: first.question });
    await client.send("stdin", "input_reply", { value: "B" }, { parent_header: second.question });
    expect(outline((await conversation.end(second.id)).published).at(-2)).toBe("stream B");

    const third = await asked();
    await client.send("stdin", "input_reply", { value: "C" });
    expect(outline((await conversation.end(third.id)).published).at(-2)).toBe("stream C");
  });

  it("is forgotten when the cell ends without an answer, and a late answer hits nobody", async () => {
    kernel = await startSession({
      ask,
      giveUp: ({ emit }) => {
        emit({ type: "input", prompt: "never mind", password: false });
        return undefined;
      },
    });
    const { conversation } = kernel;
    await conversation.execute("giveUp", { allow_stdin: true });
    await conversation.client.send("stdin", "input_reply", { value: "too late" });

    const id = await conversation.client.send("shell", "execute_request", { code: "ask", allow_stdin: true });
    await conversation.until(({ content }) => content.prompt === "name? ");
    await conversation.client.send("stdin", "input_reply", { value: "in time" });
    expect(outline((await conversation.end(id)).published).at(-2)).toBe("stream in time");
  });
});
