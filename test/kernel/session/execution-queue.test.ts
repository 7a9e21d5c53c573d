// Cells run one after the other in order of arrival; a failure aborts what was already waiting; nothing else
// waits for them.

import { afterEach, describe, expect, it } from "vitest";
import type { Outcome } from "../../../kernel/channel/messages.ts";
import { outline } from "../support/conversation.ts";
import { startSession, type TestSession } from "../support/test-session.ts";

let kernel: TestSession;

afterEach(() => kernel.close());

const failed: Outcome = { status: "error", error: { name: "Error", message: "no", traceback: [] } };

/** Sends cells at once, as "Run all" does, and gives the status of each reply. */
async function runAll(...cells: (string | [code: string, options: object])[]): Promise<unknown[]> {
  const { conversation } = kernel;
  const requests = cells.map((cell) => (typeof cell === "string" ? ([cell, {}] as const) : cell));
  const ids = await Promise.all(
    requests.map(([code, options]) =>
      conversation.client.send("shell", "execute_request", { code, ...options }),
    ),
  );
  const exchanges = await Promise.all(ids.map((id) => conversation.end(id)));
  return exchanges.map(({ reply }) => reply.content.status);
}

describe("cells that are sent at once", () => {
  it("run in order, one at a time", async () => {
    const log: string[] = [];
    const program = (name: string) => async () => {
      log.push(`${name} starts`);
      await new Promise(setImmediate);
      log.push(`${name} ends`);
      return undefined;
    };
    kernel = await startSession({ a: program("a"), b: program("b"), c: program("c") });
    expect(await runAll("a", "b", "c")).toEqual(["ok", "ok", "ok"]);
    expect(log).toEqual(["a starts", "a ends", "b starts", "b ends", "c starts", "c ends"]);
    const statuses = kernel.conversation.heard.filter(({ header }) => header.msg_type === "status");
    expect(outline(statuses)).toEqual(Array(3).fill(["status busy", "status idle"]).flat());
  });

  it.each<[string, Parameters<typeof runAll>, string[]]>([
    ["the first fails", ["bad", "good", "good"], ["error", "aborted", "aborted"]],
    ["the first does not compile", ["!", "good", "good"], ["error", "aborted", "aborted"]],
    ["one in the middle fails", ["good", "bad", "good"], ["ok", "error", "aborted"]],
    ["a failure is to be passed over", [["bad", { stop_on_error: false }], "good"], ["error", "ok"]],
  ])("when %s", async (_when, cells, expected) => {
    kernel = await startSession({ good: () => undefined, bad: () => failed });
    expect(await runAll(...cells)).toEqual(expected);
    expect(await runAll("good")).toEqual(["ok"]); // what is sent after the failure's reply runs
  });

  it("number ten thousand are all answered", async () => {
    kernel = await startSession({ cell: () => undefined });
    const { conversation } = kernel;
    const send = () => conversation.client.send("shell", "execute_request", { code: "cell" });
    const ids = await Promise.all(Array.from({ length: 10_000 }, send));
    await conversation.end(String(ids.at(-1)));
    const replies = conversation.heard.filter(({ header }) => header.msg_type === "execute_reply");
    expect(replies.map(({ parent_header }) => parent_header.msg_id)).toEqual(ids);
    expect(replies.every(({ content }) => content.status === "ok")).toBe(true);
  });
});

describe("while a cell runs", () => {
  it.each(["shell", "control"] as const)(
    "requests on %s are answered, and the cell is still shown as busy",
    async (channel) => {
      const release = Promise.withResolvers<undefined>();
      kernel = await startSession({ cell: () => release.promise });
      const { conversation } = kernel;
      const id = await conversation.client.send("shell", "execute_request", { code: "cell" });
      await conversation.until(({ header }) => header.msg_type === "execute_input");
      await conversation.ask("kernel_info_request", {}, { channel });
      release.resolve(undefined);
      const { published } = await conversation.end(id);
      expect(outline(published)).toEqual(["status busy", "execute_input", "status busy", "status idle"]);
    },
  );

  it("an interrupt reaches it", async () => {
    kernel = await startSession({
      cell: async ({ interrupted }) => {
        await interrupted;
        return { ...failed, status: "interrupted" };
      },
    });
    const { conversation } = kernel;
    const id = await conversation.client.send("shell", "execute_request", { code: "cell" });
    await conversation.until(({ header }) => header.msg_type === "execute_input");
    const interrupt = await conversation.ask("interrupt_request", {}, { channel: "control" });
    expect(interrupt.reply.content).toEqual({ status: "ok" });
    expect((await conversation.end(id)).reply.content.status).toBe("error");
  });
});

describe("a shutdown", () => {
  it.each([false, true])(
    "(restart: %s) answers the running cell and those that wait, then ends the session",
    async (restart) => {
      kernel = await startSession({
        running: async ({ interrupted }) => {
          await interrupted;
          return failed;
        },
        waiting: () => undefined,
      });
      const { conversation, session } = kernel;
      const running = await conversation.client.send("shell", "execute_request", { code: "running" });
      const waiting = await conversation.client.send("shell", "execute_request", { code: "waiting" });
      await conversation.until(({ header }) => header.msg_type === "execute_input");
      const { reply } = await conversation.ask("shutdown_request", { restart }, { channel: "control" });
      expect(reply.content).toEqual({ status: "ok", restart });
      expect((await conversation.end(running)).reply.content.status).toBe("error");
      expect((await conversation.end(waiting)).reply.content.status).toBe("aborted");
      await session.ended;
    },
  );
});
