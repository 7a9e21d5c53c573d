// history_request: what was run before. The kernel keeps no history so far.

import type { JsonObject } from "../wire/message.ts";

export function history(): JsonObject {
  return { status: "ok", history: [] };
}
