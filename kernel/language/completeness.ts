// is_complete: does Enter run the text, or does the person go on typing? The parser knows: a text that breaks off
// fails at its very end, or inside a template or comment that is still open; anything else is wrong for good.

import type { Program } from "oxc-parser";
import { countBrackets } from "./brackets.ts";
import { type ParseError, parseCell } from "./parse.ts";

export interface Completeness {
  readonly status: "complete" | "incomplete" | "invalid";
  /** for an incomplete text, the spaces the next line begins with */
  readonly indent: string;
}

export function checkCompleteness(source: string): Completeness {
  const parsed = parseCell(source);
  if (parsed.status === "ok" && !endsWithoutBody(parsed.tree.program))
    return { status: "complete", indent: "" };
  if (parsed.status === "error" && !breaksOff(parsed.error, source)) return { status: "invalid", indent: "" };
  return { status: "incomplete", indent: "  ".repeat(countBrackets(source).open) };
}

/** `function f()` parses, as an overload whose implementation is still to come. */
function endsWithoutBody({ body }: Program): boolean {
  const last = body.at(-1);
  return last?.type === "TSDeclareFunction" && !last.declare;
}

function breaksOff({ message, offsets: [start = 0] }: ParseError, source: string): boolean {
  if (message.includes("`EOF`") || start >= source.trimEnd().length) return true;
  if (/^Unterminated (template|multi-?line comment)/i.test(message)) return true;
  return message === "Unterminated string" && source[start] === "`";
}
