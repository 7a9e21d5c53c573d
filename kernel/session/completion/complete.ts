// complete_request: what may stand at the cursor. TypeScript knows members, literals and exports; the session knows
// the names of the notebook; the values themselves are asked where there are no types.

import { builtinModules } from "node:module";
import { type Cursor, cursorAt } from "../../language/cursor.ts";
import { readMagics } from "../../language/magics.ts";
import type { CompletionEntry } from "../../language/types/messages.ts";
import type { JsonObject, Message } from "../../wire/message.ts";
import { cursorOf, offsetOf } from "../code-points.ts";
import { numberField, textField } from "../content.ts";
import type { Context } from "../context.ts";
import { kindForVsCode } from "./completion-kinds.ts";
import { namesInScope } from "./completion-names.ts";
import { pathsIn } from "./completion-paths.ts";

type Entry = Pick<CompletionEntry, "name" | "kind"> & Partial<CompletionEntry>;

export async function complete(request: Message, context: Context): Promise<JsonObject> {
  const source = textField(request, "code");
  const offset = offsetOf(source, numberField(request, "cursor_pos", source.length));
  const { code } = readMagics(source);
  const cursor = cursorAt(code, offset);
  const entries = bestOf(await entriesAt(code, offset, cursor, context), cursor.prefix);
  const wordOf = context.reactive.isVsCode(request) ? kindForVsCode : (kind: string) => kind;
  return reply(source, offset, cursor, entries, wordOf);
}

async function entriesAt(
  code: string,
  offset: number,
  cursor: Cursor,
  context: Context,
): Promise<readonly Entry[]> {
  const { specifier, isMember, owner, startsExpression } = cursor;
  if (startsExpression) return namesInScope(code, context);
  if (specifier?.startsWith("node:")) return nodeModules;
  if (specifier !== undefined && /^\.{0,2}\//.test(specifier)) return pathsIn(specifier, process.cwd());
  const prefix = specifier === undefined ? cursor.prefix : "";
  const found = await context.types.complete(code, offset, prefix.toLowerCase());
  if (found === "names" || (found === undefined && !isMember && specifier === undefined))
    return namesInScope(code, context);
  if (found !== undefined && found.length > 0)
    return specifier === undefined ? found : found.map((entry) => wholeSpecifier(entry, specifier));
  return isMember && owner.length > 0 ? ((await context.cells.look(owner))?.members ?? []) : [];
}

/** The modules of Node itself, by the names that nothing else can have. */
const nodeModules: readonly Entry[] = builtinModules.map((name) => ({
  name: name.startsWith("node:") ? name : `node:${name}`,
  kind: "module",
}));

/** TypeScript lists what is below a package, as `runtime` of `react/`, without the part that is written. */
function wholeSpecifier(entry: Entry, typed: string): Entry {
  const written = typed.slice(0, typed.lastIndexOf("/") + 1);
  return entry.name.startsWith(written) ? entry : { ...entry, name: written + entry.name };
}

/** Those that begin as it was typed; where none does, those that do so in other letters. */
function bestOf(entries: readonly Entry[], prefix: string): readonly Entry[] {
  const exact = entries.filter(({ name }) => name.startsWith(prefix));
  if (exact.length > 0) return exact;
  return entries.filter(({ name }) => name.toLowerCase().startsWith(prefix.toLowerCase()));
}

/** All matches replace the same stretch of text. If one of them replaces the dot too, so do the others. */
function reply(
  source: string,
  offset: number,
  cursor: Cursor,
  entries: readonly Entry[],
  wordOf: (kind: string) => string,
): JsonObject {
  const withDot = entries.some(({ insert }) => insert !== undefined);
  const dot = withDot ? source.slice(0, cursor.start).search(/\??\.\s*$/) : -1;
  const from = dot === -1 ? cursor.start : dot;
  const before = source.slice(from, cursor.start);
  const start = cursorOf(source, from);
  const end = cursorOf(source, offset);
  const items = entries.map(({ name, insert, kind, type }) => {
    const text = insert !== undefined && dot !== -1 ? insert : before + name;
    return { text, type: wordOf(kind), ...(type !== undefined && { signature: type }), start, end };
  });
  return {
    status: "ok",
    matches: items.map(({ text }) => text),
    cursor_start: start,
    cursor_end: end,
    metadata: { _jupyter_types_experimental: items },
  };
}
