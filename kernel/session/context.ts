// What a request's handler works with, and what a handler is. Each request of the protocol has a small file of
// its own with one handler; session.ts has the table of them.

import type { ConnectionInfo } from "../wire/connection.ts";
import type { JsonObject, Message } from "../wire/message.ts";
import type { Comms } from "./comms.ts";
import type { ExecutionQueue } from "./execution-queue.ts";
import type { HistoryStore } from "./history/history-store.ts";
import type { Input } from "./input.ts";
import type { Iopub } from "./iopub.ts";
import type { Cells, Language, Types } from "./parts.ts";
import type { ReactiveCells } from "./reactive/cells.ts";
import type { Runs } from "./runs.ts";
import type { Scope } from "./scope.ts";
import type { TypeChecks } from "./type-checks.ts";

export interface Context {
  readonly connection: ConnectionInfo;
  readonly cells: Cells;
  readonly language: Language;
  readonly iopub: Iopub;
  readonly history: HistoryStore;
  readonly runs: Runs;
  readonly reactive: ReactiveCells;
  readonly scope: Scope;
  readonly types: Types;
  readonly typeChecks: TypeChecks;
  readonly input: Input;
  readonly queue: ExecutionQueue;
  readonly comms: Comms;
}

/** Gives the content of the reply, or nothing for a message that has no reply. What it throws is the error reply. */
export type Handler = (
  request: Message,
  context: Context,
) => JsonObject | undefined | Promise<JsonObject | undefined>;
