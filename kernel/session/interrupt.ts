// interrupt_request: the cell that runs is stopped, what it has computed stays. Its own request is then answered
// with an error; this reply says only that the interrupt was delivered.

import type { JsonObject, Message } from "../wire/message.ts";
import type { Context } from "./context.ts";

export async function interrupt(_request: Message, { cells }: Context): Promise<JsonObject> {
  await cells.interrupt();
  return { status: "ok" };
}
