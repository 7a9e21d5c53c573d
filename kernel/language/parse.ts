// From text to syntax tree. TypeScript first; only where that fails, TypeScript with JSX, because the two clash
// in `<T>value` casts and `<T>(x) => x`.

import { type EcmaScriptModule, type ParseResult, parseSync, type Span } from "oxc-parser";
import { countBrackets } from "./brackets.ts";
import type { Problem } from "./problem.ts";
import { syntaxHabit } from "./python-habits.ts";
import { type SyntaxTree, syntaxTree } from "./syntax-tree.ts";

export type Dialect = "ts" | "tsx";

/** Why a text does not parse, in the parser's words, and the places it points at, as offsets. */
export interface ParseError {
  readonly message: string;
  readonly hint: string;
  readonly offsets: readonly number[];
}

export interface ParsedCell {
  readonly status: "ok";
  readonly dialect: Dialect;
  readonly tree: SyntaxTree;
  /** the imports and exports */
  readonly module: EcmaScriptModule;
  readonly comments: readonly Span[];
}

export type Parsed = ParsedCell | { readonly status: "error"; readonly error: ParseError };

/** The parser is native code that calls itself; much deeper, it would overflow its stack and end the process. */
const deepestNesting = 500;

/** Parses a cell as a module: strict mode, top-level await. */
export function parseCell(source: string): Parsed {
  const { deepest, deepestOffset } = countBrackets(source);
  if (deepest > deepestNesting) {
    const message = `brackets are nested ${deepest} deep; ${deepestNesting} is the most`;
    return { status: "error", error: { message, hint: "", offsets: [deepestOffset] } };
  }
  const plain = parseAs("ts", source);
  if (plain.errors.length === 0) return parsed("ts", plain);
  const jsx = parseAs("tsx", source);
  if (jsx.errors.length === 0) return parsed("tsx", jsx);
  return { status: "error", error: firstError(plain) };
}

function parsed(dialect: Dialect, { program, module, comments }: ParseResult): Parsed {
  return { status: "ok", dialect, tree: syntaxTree(program), module, comments };
}

function parseAs(lang: Dialect, source: string): ParseResult {
  return parseSync(`cell.${lang}`, source, {
    lang,
    sourceType: "module",
    astType: "ts",
    range: true,
    preserveParens: false,
    showSemanticErrors: true,
  });
}

function firstError({ errors: [first] }: ParseResult): ParseError {
  return {
    message: first?.message ?? "this is not TypeScript",
    hint: first?.helpMessage ?? "",
    offsets: first?.labels.map(({ start }) => start) ?? [],
  };
}

/** The error as a person sees it, at its place. */
export function syntaxProblem({ message, hint, offsets }: ParseError, source: string): Problem {
  // Of a name declared twice, the second place is the one to change.
  const offset = offsets.at(message.includes("already been declared") ? -1 : 0) ?? 0;
  const help = syntaxHabit(source, offset) ?? hint;
  return { name: "SyntaxError", message: help === "" ? message : `${message} (${help})`, offset };
}
