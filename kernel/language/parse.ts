// From text to syntax tree. TypeScript first; only where that fails, TypeScript with JSX, because the two clash
// in `<T>value` casts and `<T>(x) => x`.

import { type OxcError, type ParseResult, parseSync } from "oxc-parser";
import type { Problem } from "./problem.ts";
import { type SyntaxTree, syntaxTree } from "./syntax-tree.ts";

export type Dialect = "ts" | "tsx";

export type Parsed =
  | { readonly status: "ok"; readonly dialect: Dialect; readonly tree: SyntaxTree }
  | { readonly status: "error"; readonly errors: readonly OxcError[] };

/** Parses a cell as a module: strict mode, top-level await. */
export function parseCell(source: string): Parsed {
  const plain = parseAs("ts", source);
  if (plain.errors.length === 0) return { status: "ok", dialect: "ts", tree: syntaxTree(plain.program) };
  const jsx = parseAs("tsx", source);
  if (jsx.errors.length === 0) return { status: "ok", dialect: "tsx", tree: syntaxTree(jsx.program) };
  return { status: "error", errors: plain.errors };
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

/** The parser's first error, as a SyntaxError at its place. */
export function syntaxProblem(errors: readonly OxcError[]): Problem {
  const [first] = errors;
  // Of a name declared twice, the second place is the one to change.
  const label = first?.labels.at(first.message.includes("already been declared") ? -1 : 0);
  const hint = first?.helpMessage ? ` (${first.helpMessage})` : "";
  const message = `${first?.message ?? "this is not TypeScript"}${hint}`;
  return { name: "SyntaxError", message, offset: label?.start ?? 0 };
}
