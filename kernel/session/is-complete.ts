// is_complete_request: whether Enter should run the text or open a new line. Consoles ask.

import { readMagics } from "../language/magics.ts";
import type { JsonObject, Message } from "../wire/message.ts";
import { textField } from "./content.ts";
import type { Context } from "./context.ts";

export function isComplete(request: Message, { language }: Context): JsonObject {
  const { code } = readMagics(textField(request, "code"));
  const { status, indent } = language.checkCompleteness(code);
  return status === "incomplete" ? { status, indent } : { status };
}
