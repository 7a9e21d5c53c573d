// The types of variables that can be written down where they are used, instead of being inferred again. Each
// snapshot of the compiler infers anew, and notebooks are long chains of variables that follow from each other: at
// the three hundredth link that takes a tenth of a second.

import type { Project } from "typescript/unstable/sync";
import type { NameInText } from "../messages.ts";

/** TypeScript's flag against "... 4 more ..." in a long type. */
const noTruncation = 1;
const longest = 2000; // characters; what is longer is cheaper to infer

/** The types of those names in a file that mean the same everywhere, as TypeScript writes them. */
export function simpleTypes(
  { checker }: Project,
  path: string,
  names: readonly NameInText[],
): Map<string, string> {
  const types = checker.getTypeAtPosition(
    path,
    names.map(({ offset }) => offset),
  );
  const simple = new Map<string, string>();
  for (const [i, { name }] of names.entries()) {
    const type = types[i];
    if (type === undefined) continue;
    const text = checker.typeToString(type, undefined, noTruncation);
    if (isSimple(text)) simple.set(name, text);
  }
  return simple;
}

/** Words that mean the same in every cell: a cell may define an Array of its own, but no string. */
const keywords = new Set(
  "any bigint boolean false never null number object readonly string symbol true undefined unknown void".split(
    " ",
  ),
);

/**
 * Whether a type is made of keywords, literals and names of properties only. A name of a type would mean what the
 * cell that reads it defines under that name.
 */
export function isSimple(type: string): boolean {
  if (type.length > longest) return false;
  const words = type.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\p{ID_Continue}$]+(?:\??:|\??\()?|`/gu);
  return [...words].every(([word]) => keywords.has(word) || /^["'\d]|[:(]$/.test(word));
}
