// complete_request: names that fit at the cursor. The kernel proposes none so far, and says so; the cursor is
// counted in Unicode code points, as everywhere in the protocol.

import type { JsonObject, Message } from "../wire/message.ts";
import { numberField, textField } from "./content.ts";

export function complete(request: Message): JsonObject {
  const end = [...textField(request, "code")].length;
  const cursor = Math.min(numberField(request, "cursor_pos", end), end);
  return { status: "ok", matches: [], cursor_start: cursor, cursor_end: cursor, metadata: {} };
}
