// history_request: what was run before, by place (`range`), by age (`tail`) or by text (`search`).

import type { JsonObject, Message } from "../../wire/message.ts";
import { BadRequest, booleanField, integerField, textField } from "../content.ts";
import type { Context } from "../context.ts";
import type { HistoryStore, StoredEntry } from "./history-store.ts";

export function history(request: Message, { history }: Context): JsonObject {
  const withOutput = booleanField(request, "output", false);
  const entries = select(request, history).map(({ session, line, source, output }) => [
    session,
    line,
    withOutput ? [source, output] : source,
  ]);
  return { status: "ok", history: entries };
}

function select(request: Message, history: HistoryStore): StoredEntry[] {
  const all = Number.MAX_SAFE_INTEGER;
  const access = textField(request, "hist_access_type");
  switch (access) {
    case "range": {
      const session = integerField(request, "session", 0);
      return history.range(session, integerField(request, "start", 0), integerField(request, "stop", all));
    }
    case "tail":
      return history.tail(integerField(request, "n", all));
    case "search": {
      const pattern = textField(request, "pattern", "*");
      return history.search(pattern, integerField(request, "n", all), booleanField(request, "unique", false));
    }
    default:
      throw new BadRequest(
        `hist_access_type of history_request must be "range", "tail" or "search", but is "${access}"`,
      );
  }
}
