// What a control sets off: the cells that read it run again under the message that moved it, and moves that come
// while a cell runs are one.

import { afterEach, expect, it } from "vitest";
import type { RawMessage } from "../support/raw-client.ts";
import { startSession, type TestSession } from "../support/test-session.ts";

let kernel: TestSession;

afterEach(() => kernel.close());

const text = (value: string) => ({ data: { "text/plain": value }, metadata: {} });

it("lets cells follow a control once it is quiet, with the newest value", async () => {
  let value = 1;
  const release = Promise.withResolvers<void>();
  kernel = await startSession({
    "let k": () => undefined,
    "read k": ({ emit, read }) => {
      read(7);
      emit({ type: "result", bundle: text(String(value)) });
      return undefined;
    },
    long: async () => {
      await release.promise;
      return undefined;
    },
  });
  const { conversation, session, cells } = kernel;
  const run = (code: string, cellId: string) =>
    conversation.client.send("shell", "execute_request", { code }, { metadata: { cellId } });
  await conversation.end(await run("let k", "a"));
  await conversation.end(await run("read k", "b"));
  const long = await run("long", "c");
  await conversation.until(({ content }) => content.code === "long");

  const message = await conversation.client.send("shell", "comm_msg", { comm_id: "slider", data: {} });
  await conversation.idle(message);
  for (value of [2, 3, 4]) session.onEvent({ type: "moved", moved: [{ source: 7, name: "k" }] });
  const before = cells.requests.length;
  release.resolve();
  await conversation.end(long);
  const isUpdate = ({ header }: RawMessage) => header.msg_type === "update_display_data";
  const update = await conversation.until(isUpdate);
  expect(update.parent_header.msg_id).toBe(message);
  expect(update.content).toEqual({ ...text("4"), transient: { display_id: "lamella:b:result" } });
  await conversation.ask("kernel_info_request", {});
  expect(cells.requests.slice(before).map(({ code }) => code)).toEqual(["read k"]);
});
