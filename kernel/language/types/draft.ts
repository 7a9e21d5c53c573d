// A text that a person is typing, made a module like a cell. It need not parse, so what it defines is found by
// looking at its words.

import type { Dialect } from "../parse.ts";
import type { Draft } from "./messages.ts";
import { slotText, type TypeSource } from "./slot-text.ts";

/**
 * @param offset the place that the person asks about
 * @param sourcesOf where the types of those names that are the notebook's come from
 */
export function draftOf(
  source: string,
  offset: number,
  sourcesOf: (names: Iterable<string>) => ReadonlyMap<string, TypeSource>,
): Draft {
  const own = new Set(declaredWords(source));
  const others = words(source).filter((name) => !own.has(name));
  const cell = { source, definitions: [], exported: [], assigned: assignedWords(source) };
  return { dialect: dialectOf(source), text: slotText(cell, sourcesOf(others)), offset };
}

const word = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;

function words(source: string): string[] {
  return [...new Set(source.match(new RegExp(word, "gu")) ?? [])];
}

/** What looks like a declared name, at any depth: `const a`, `let { b, c: d } =`, `import { e } from`. */
export function declaredWords(source: string): string[] {
  const keyword = String.raw`\b(?:const|let|var|using|function\s*\*?|class|enum|namespace|interface|type|import)\s+`;
  const declarations = source.matchAll(
    new RegExp(`${keyword}(?:type\\s+)?(${word}|[{[][^;]*?[}\\]](?=\\s*(?:[=:]|from\\b|of\\b)))`, "gu"),
  );
  return [...declarations].flatMap(
    ([, declared = ""]) =>
      declared
        .replace(new RegExp(`${word}\\s*:|\\bas\\b|=[^,}\\]]*`, "gu"), " ")
        .match(new RegExp(word, "gu")) ?? [],
  );
}

/** What looks like an assignment at the beginning of a statement, as `total += 1`. */
function assignedWords(source: string): string[] {
  const assignments = source.matchAll(
    new RegExp(`(?<=(?:^|[\\n;{}(,])\\s*)(${word})\\s*(?:[-+*/%&|^?<>]{0,3}=(?![=>])|\\+\\+|--)`, "gu"),
  );
  return [...assignments].map(([, name = ""]) => name);
}

/** With JSX only if there is something like it, which is not the case for `<T>value` or `a < b`. */
function dialectOf(source: string): Dialect {
  return /<\/[\p{ID_Start}>]|\/>/u.test(source) ? "tsx" : "ts";
}
