// is_complete_request: whether Enter should run the text or open a new line. Consoles ask.

import { readMagics } from "../language/magics.ts";
import type { JsonObject, Message } from "../wire/message.ts";
import { textField } from "./content.ts";
import type { Context } from "./context.ts";
import { helpQuery } from "./help.ts";

export function isComplete(request: Message, { language }: Context): JsonObject {
  const source = textField(request, "code");
  if (helpQuery(source)) return { status: "complete" };
  const { code } = readMagics(source);
  const { status, indent } = language.checkCompleteness(code);
  return status === "incomplete" ? { status, indent } : { status };
}
