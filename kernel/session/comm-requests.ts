// The requests about comms: which are open, and what a front-end says on one.

import type { JsonObject, Message } from "../wire/message.ts";
import type { Context } from "./context.ts";

export function commInfo({ content }: Message, { comms }: Context): JsonObject {
  const target = content.target_name;
  return { status: "ok", comms: comms.list(typeof target === "string" ? target : undefined) };
}

export function commOpen(request: Message, { comms }: Context): Promise<undefined> | undefined {
  return comms.open(request);
}

export function commMessage(request: Message, { comms }: Context): Promise<undefined> | undefined {
  return comms.hear(request, "comm_msg");
}

export function commClose(request: Message, { comms }: Context): Promise<undefined> | undefined {
  return comms.hear(request, "comm_close");
}
