// A text is parsed and analysed by code that calls itself for each level of what is nested in it, some of it native: a
// text with too many levels overflows the stack, which ends the process. So a text that may have many is analysed in a
// process of its own, which has more room, and whose end costs nothing.

import { spawnSync } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { type Compilation, type CompileContext, compileCell } from "./compile.ts";
import { type Completeness, checkCompleteness } from "./completeness.ts";
import { cellError } from "./problem.ts";

export const analyses = { compileCell, checkCompleteness };

type Analyses = typeof analyses;

/** What the process is asked. */
export interface AnalysisRequest<Name extends keyof Analyses = keyof Analyses> {
  readonly name: Name;
  readonly given: Parameters<Analyses[Name]>;
}

/** Less than half of the levels for which a main thread's usual stack of 8 MB has been too small, of whatever they are. */
const safeLevels = 5000;

const entry = fileURLToPath(new URL(`./analysis-process${extname(import.meta.filename)}`, import.meta.url));
const stack = 7500; // kilobytes of the stack that JavaScript may use there

/** Milliseconds for a text: what is only long takes its time, and is none to refuse. */
const patienceFor = (source: string) => 10_000 + Math.ceil(source.length / 50);

/** As `compileCell`, whatever the text is. */
export function compileAnyCell(source: string, context: CompileContext): Compilation {
  const compilation = analyse({ name: "compileCell", given: [source, context] });
  if (compilation !== undefined) return compilation;
  const message = "the cell cannot be analysed: something in it is nested thousands of levels deep";
  return {
    status: "error",
    error: cellError({ name: "SyntaxError", message, offset: 0 }, source, context.file),
  };
}

/** As `checkCompleteness`, whatever the text is. */
export function checkAnyCompleteness(source: string): Completeness {
  return analyse({ name: "checkCompleteness", given: [source] }) ?? { status: "invalid", indent: "" };
}

/** Undefined if the text is nested too deep. */
function analyse<Name extends keyof Analyses>(
  request: AnalysisRequest<Name>,
): ReturnType<Analyses[Name]> | undefined {
  const { name, given } = request;
  if (mostLevels(given[0]) > safeLevels) return analyseElsewhere(request);
  try {
    return Reflect.apply(analyses[name], undefined, given);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // JavaScript has less of the stack than native code
    return analyseElsewhere(request);
  }
}

function analyseElsewhere<Name extends keyof Analyses>(
  request: AnalysisRequest<Name>,
): ReturnType<Analyses[Name]> | undefined {
  const { status, stdout } = spawnSync(process.execPath, [`--stack-size=${stack}`, entry], {
    input: serialize(request),
    stdio: ["pipe", "pipe", "ignore"],
    timeout: patienceFor(request.given[0]),
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  return status === 0 ? deserialize(stdout) : undefined;
}

/**
 * What each level needs at least: an operator, an opening bracket, or a word before another, as `else if`, `await f`.
 * A point before a digit is part of a number: lists of them are long, and flat.
 */
const level =
  /[!~+\-*/%<>=&|^?:([{@`"'#]|\.(?!\d)|(?<=[\w$\u0080-\u{10ffff}])\s+(?=[\w$\u0080-\u{10ffff}])/gu;

/**
 * Not fewer than the levels that a text has. Strings and comments count as if they were code, so that no trick with
 * their borders hides anything.
 */
export function mostLevels(source: string): number {
  if (source.length <= safeLevels) return source.length;
  return source.match(level)?.length ?? 0;
}
