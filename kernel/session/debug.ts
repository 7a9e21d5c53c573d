// debug_request: a message of the Debug Adapter Protocol. The kernel has no debugger and says so in that
// protocol's own terms, so that a front-end does not wait.

import type { JsonObject, Message } from "../wire/message.ts";

export function debug({ content }: Message): JsonObject {
  return {
    type: "response",
    request_seq: content.seq ?? 0,
    command: content.command ?? "",
    success: false,
    message: "this kernel has no debugger",
  };
}
