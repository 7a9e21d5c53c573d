// A session over real sockets, with a stand-in for the cells' process, and a conversation with it.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Language } from "../../../kernel/session/parts.ts";
import { Session } from "../../../kernel/session/session.ts";
import { type ConnectionInfo, createConnectionFile } from "../../../kernel/wire/connection.ts";
import { bindSockets } from "../../../kernel/wire/sockets.ts";
import { Conversation } from "./conversation.ts";
import { FakeCells, fakeLanguage, type Program } from "./fake-cells.ts";
import { untyped } from "./untyped.ts";

export interface TestSession {
  readonly session: Session;
  readonly cells: FakeCells;
  readonly conversation: Conversation;
  readonly connection: ConnectionInfo;
  close(): Promise<void>;
}

/** Starts a session whose cells may name one of `programs` as their text. */
export async function startSession(
  programs: Record<string, Program> = {},
  options: { readonly historyFile?: string; readonly language?: Language } = {},
): Promise<TestSession> {
  const directory = mkdtempSync(join(tmpdir(), "lamella-session-"));
  const connection = await createConnectionFile(join(directory, "kernel.json"), "ipc");
  const sockets = await bindSockets(connection, "kernel", (channel, message) =>
    session.receive(channel, message),
  );
  const cells = new FakeCells((event) => session.onEvent(event));
  Object.assign(cells.programs, programs);
  const session = new Session({
    id: "kernel",
    connection,
    transport: sockets,
    cells,
    language: options.language ?? fakeLanguage,
    types: untyped,
    historyFile: options.historyFile ?? ":memory:",
  });
  const conversation = await Conversation.with(connection);
  return {
    session,
    cells,
    conversation,
    connection,
    async close() {
      conversation.close();
      await sockets.close();
    },
  };
}
