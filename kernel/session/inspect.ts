// inspect_request: what is known about the name at the cursor, or within the parentheses of a call about the function:
// how it is declared, what its author wrote about it, and what its value is now.

import { type CallAtCursor, callAround, nameAt } from "../language/cursor.ts";
import { readMagics } from "../language/magics.ts";
import type { QuickInfo } from "../language/types/messages.ts";
import type { JsonObject, Message } from "../wire/message.ts";
import { offsetOf } from "./code-points.ts";
import { numberField, textField } from "./content.ts";
import type { Context } from "./context.ts";

export async function inspect(request: Message, context: Context): Promise<JsonObject> {
  const source = textField(request, "code");
  const offset = offsetOf(source, numberField(request, "cursor_pos", source.length));
  const { code } = readMagics(source);
  const data = (await aboutName(code, offset, context)) ?? (await aboutCall(code, offset, context));
  return { status: "ok", found: data !== undefined, data: data ?? {}, metadata: {} };
}

type Bundle = Readonly<Record<"text/plain" | "text/markdown", string>>;

async function aboutName(
  code: string,
  offset: number,
  { types, cells }: Context,
): Promise<Bundle | undefined> {
  const name = nameAt(code, offset);
  if (name === undefined) return undefined;
  const [info, look] = await Promise.all([
    types.inspect(code, name.word, name.start),
    name.path && cells.look(name.path),
  ]);
  return bundle(info, look?.preview);
}

async function aboutCall(code: string, offset: number, { types }: Context): Promise<Bundle | undefined> {
  const call = callAround(code, offset);
  return call && bundle(markArgument(await types.inspect(code, call.name, call.callee), call), undefined);
}

/** Adds which parameter the cursor is at. */
function markArgument(info: QuickInfo | undefined, { argument }: CallAtCursor): QuickInfo | undefined {
  return info && { ...info, documentation: `Argument ${argument + 1}\n\n${info.documentation}`.trimEnd() };
}

function bundle(info: QuickInfo | undefined, value: string | undefined): Bundle | undefined {
  if (info === undefined && value === undefined) return undefined;
  const { signatures, documentation } = info ?? { signatures: [], documentation: "" };
  return {
    "text/plain": parts(signatures.join("\n"), documentation, value && `= ${value}`),
    "text/markdown": parts(
      fenced(signatures.join("\n"), "typescript"),
      documentation,
      fenced(value ?? "", "javascript"),
    ),
  };
}

function parts(...all: readonly (string | undefined)[]): string {
  return all.filter((part) => part !== undefined && part !== "").join("\n\n");
}

function fenced(code: string, language: string): string {
  return code === "" ? "" : `\`\`\`${language}\n${code}\n\`\`\``;
}
