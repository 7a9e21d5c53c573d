// Several clients of one kernel, and clients that vanish: each gets its own answers, all see what runs, and nobody's
// disappearance costs the others anything.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Conversation, outline } from "./support/conversation.ts";
import { sharedKernel } from "./support/shared-kernel.ts";

const shared = sharedKernel();
let one: Conversation;
let other: Conversation;

beforeEach(async () => {
  one = await Conversation.with(shared.kernel.connection);
  other = await Conversation.with(shared.kernel.connection);
});

afterEach(() => {
  one.close();
  other.close();
});

const repliesTo = ({ heard }: Conversation) => heard.filter(({ channel }) => channel === "shell");

describe("two clients at once", () => {
  it("share the scope, see each other's cells, and get only their own replies", async () => {
    const count = 50;
    await one.execute("let sum = 0;");
    const cells = Array.from({ length: count }, (_, i) => [
      one.execute(`sum += ${i}; console.log("one", ${i});`),
      other.execute(`sum += ${i}; console.log("other", ${i});`),
    ]);
    const ended = await Promise.all(cells.flat());
    expect(ended.map(({ reply }) => reply.content.status)).toEqual(ended.map(() => "ok"));
    const { published } = await other.execute("sum");
    expect(published.at(-2)?.content.data).toMatchObject({ "text/plain": String(count * (count - 1)) });
    for (const { id } of ended) await Promise.all([one.idle(id), other.idle(id)]);
    for (const { id } of ended) expect(outline(one.publishedBy(id))).toEqual(outline(other.publishedBy(id)));
    expect(repliesTo(one)).toHaveLength(count + 1);
    expect(repliesTo(other)).toHaveLength(count + 1);
  });

  it("are asked by the cells that they have sent themselves", async () => {
    const id = await other.client.send("shell", "execute_request", {
      code: 'prompt("?")',
      allow_stdin: true,
    });
    const question = await other.until(({ channel }) => channel === "stdin");
    const parent_header = question.header;
    await one.client.send("stdin", "input_reply", { value: "not asked" }, {});
    await other.client.send("stdin", "input_reply", { value: "asked" }, { parent_header });
    const { published } = await other.end(id);
    expect(published.at(-2)?.content.data).toMatchObject({ "text/plain": "'asked'" });
    expect(one.heard.some(({ channel }) => channel === "stdin")).toBe(false);
  });
});

describe("a client that vanishes", () => {
  it.each([
    ["while its cell runs", "console.log('on'); await new Promise((resolve) => setTimeout(resolve, 100));"],
    ["while its cell prints without end", "console.log('on'); for (let i = 0; i < 1e5; i++) console.log(i);"],
  ])("%s leaves the cell to the others", async (_when, code) => {
    const id = await one.client.send("shell", "execute_request", { code });
    await other.until(({ content }) => String(content.text).startsWith("on\n"));
    one.close();
    await other.idle(id);
    expect((await other.execute("1 + 1")).reply.content.status).toBe("ok");
  });

  it("after many requests leaves the kernel to the others", async () => {
    for (let i = 0; i < 1000; i++) await one.client.send("shell", "execute_request", { code: `${i};` });
    one.close();
    const { reply } = await other.execute("'still here'");
    expect(reply.content.status).toBe("ok");
  });

  it("before it has answered leaves a cell that can be interrupted", async () => {
    const id = await one.client.send("shell", "execute_request", { code: 'prompt("?")', allow_stdin: true });
    await one.until(({ channel }) => channel === "stdin");
    one.close();
    await other.ask("interrupt_request", {}, { channel: "control" });
    await other.idle(id);
    expect((await other.execute("1 + 1")).reply.content.status).toBe("ok");
  });
});
