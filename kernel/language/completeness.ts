// is_complete: does Enter run the text, or does the person go on typing? The parser knows: a text that breaks off
// fails at its very end, or inside a template or comment that is still open; anything else is wrong for good.

import type { OxcError, Program } from "oxc-parser";
import { parseCell } from "./parse.ts";

export interface Completeness {
  readonly status: "complete" | "incomplete" | "invalid";
  /** for an incomplete text, the spaces the next line begins with */
  readonly indent: string;
}

export function checkCompleteness(source: string): Completeness {
  const parsed = parseCell(source);
  if (parsed.status === "ok" && !endsWithoutBody(parsed.tree.program))
    return { status: "complete", indent: "" };
  if (parsed.status === "error" && !breaksOff(parsed.errors[0], source))
    return { status: "invalid", indent: "" };
  return { status: "incomplete", indent: "  ".repeat(openBrackets(source)) };
}

/** `function f()` parses, as an overload whose implementation is still to come. */
function endsWithoutBody({ body }: Program): boolean {
  const last = body.at(-1);
  return last?.type === "TSDeclareFunction" && !last.declare;
}

function breaksOff(error: OxcError | undefined, source: string): boolean {
  if (!error) return false;
  const { message, labels } = error;
  const start = labels[0]?.start ?? 0;
  if (message.includes("`EOF`") || start >= source.trimEnd().length) return true;
  if (/^Unterminated (template|multi-?line comment)/i.test(message)) return true;
  return message === "Unterminated string" && source[start] === "`";
}

/** How many brackets are open at the end, those in strings, templates, comments and regular expressions not counted. */
function openBrackets(source: string): number {
  const code = source.replace(skipped, "");
  let depth = 0;
  for (const character of code) {
    if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) depth = Math.max(0, depth - 1);
  }
  return depth;
}

const skipped = new RegExp(
  [
    /\/\/[^\n]*/, // line comment
    /\/\*[\s\S]*?(?:\*\/|$)/, // block comment
    /"(?:\\.|[^"\\\n])*"?/, // strings
    /'(?:\\.|[^'\\\n])*'?/,
    /`(?:\\[\s\S]|[^`\\])*(?:`|$)/, // template
    /(?<=[=(,:[!&|?{};]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//, // regular expression
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);
