// Comms: free-form conversations between a front-end's code and the kernel's. The kernel has no targets so far,
// so it closes what is opened, as the protocol asks for an unknown target, and there is nothing else to hear.

import type { JsonObject, Message } from "../wire/message.ts";
import { textField } from "./content.ts";
import type { Context } from "./context.ts";

export function commInfo(): JsonObject {
  return { status: "ok", comms: {} };
}

export function commOpen(request: Message, { iopub }: Context): undefined {
  iopub.publish(request.header, "comm_close", { comm_id: textField(request, "comm_id"), data: {} });
}

/** comm_msg and comm_close for a comm that is not open: nobody is there to hear them. */
export function commIgnored(): undefined {}
