// inspect_request: what is known about the name at the cursor. The kernel knows nothing of it so far.

import type { JsonObject, Message } from "../wire/message.ts";
import { textField } from "./content.ts";

export function inspect(request: Message): JsonObject {
  textField(request, "code");
  return { status: "ok", found: false, data: {}, metadata: {} };
}
