// What may stand at a place of a text.

import {
  type CompletionEntry as Candidate,
  type Checker,
  CompletionItemKind,
  type Project,
} from "typescript/unstable/sync";
import type { CompletionEntry, Completions } from "../messages.ts";

const typed = 40; // entries whose types are told: nobody reads further, and each takes the compiler a while

/** @param prefix what has been typed already, in lower case; what begins otherwise is left out */
export function completionsAt(
  { checker }: Project,
  path: string,
  offset: number,
  prefix: string,
): Completions {
  const candidates = candidatesAt(checker, path, offset);
  if (candidates === undefined) return "names";
  const fitting = candidates
    .filter(({ name, insertText }) => name.toLowerCase().startsWith(prefix) && !isSymbol(insertText))
    .sort((a, b) => order(a).localeCompare(order(b)));
  const types = typesOf(checker, fitting.slice(0, typed));
  return fitting.map(
    ({ name, insertText, kind }, i): CompletionEntry => ({
      name,
      insert: insertText,
      kind: kind === CompletionItemKind.Field ? "property" : nameOf(kind),
      type: types[i],
    }),
  );
}

/** The entries; undefined where they would be all the names in scope, which this interface of TypeScript refuses. */
function candidatesAt(checker: Checker, path: string, offset: number): readonly Candidate[] | undefined {
  try {
    return checker.getCompletionsAtPosition(path, offset, { includeSymbol: true })?.entries ?? [];
  } catch (error) {
    if (error instanceof Error && error.message.includes("needs auto imports")) return undefined;
    throw error;
  }
}

function order({ sortText = "", name }: Candidate): string {
  return `${sortText} ${name}`;
}

function typesOf(checker: Checker, entries: readonly Candidate[]): (string | undefined)[] {
  const symbols = entries.map(({ symbol }) => symbol);
  const types = checker.getTypeOfSymbol(symbols.filter((symbol) => symbol !== undefined)).values();
  return symbols.map((symbol) => {
    const type = symbol && types.next().value;
    return type && checker.typeToString(type);
  });
}

function nameOf(kind = CompletionItemKind.Text): string {
  return CompletionItemKind[kind].toLowerCase();
}

/** Members such as `[Symbol.iterator]`, which nobody calls by hand. */
function isSymbol(insertText = ""): boolean {
  return /^\[Symbol[.\]]/.test(insertText);
}
