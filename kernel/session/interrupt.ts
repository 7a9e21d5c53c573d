// interrupt_request: the cell that runs is stopped, what it has computed stays. Its own request is then answered
// with an error; this reply says only that the interrupt was delivered. A cell that has not reached the cells'
// process yet, since its types are still being checked, does not run at all.

import type { JsonObject, Message } from "../wire/message.ts";
import type { Context } from "./context.ts";

export async function interrupt(_request: Message, context: Context): Promise<JsonObject> {
  await interruptRun(context);
  return { status: "ok" };
}

export async function interruptRun({ cells, runs }: Pick<Context, "cells" | "runs">): Promise<void> {
  runs.interrupt();
  await cells.interrupt();
}
