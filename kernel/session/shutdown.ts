// shutdown_request: the cells' process is ended first, so that nothing is left behind, and every request that
// was waiting is answered. A restart is the same thing: the front-end starts a new kernel.

import type { JsonObject, Message } from "../wire/message.ts";
import type { Context } from "./context.ts";

export async function shutdown(request: Message, context: Context): Promise<JsonObject> {
  await end(context);
  return { status: "ok", restart: request.content.restart === true };
}

/** Ends the cells' process, answers what waits, and writes down what was run. */
export async function end({ cells, queue, history }: Context): Promise<void> {
  await Promise.all([cells.shutdown(), queue.close()]);
  history.close();
}
