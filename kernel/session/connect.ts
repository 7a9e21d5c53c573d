// connect_request: the ports of the kernel's sockets.

import type { JsonObject, Message } from "../wire/message.ts";
import type { Context } from "./context.ts";

export function connect(_request: Message, { connection }: Context): JsonObject {
  const { shell_port, iopub_port, stdin_port, control_port, hb_port } = connection;
  return { status: "ok", shell_port, iopub_port, stdin_port, control_port, hb_port };
}
