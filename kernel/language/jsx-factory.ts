// JSX of the classic kind calls a function by its name, as `React.createElement` or `h`. No text of the cell says so,
// but it uses that name like any other: it may be another cell's, and then it is a property of the notebook's scope.

import type { Span } from "oxc-parser";
import type { JsxSettings } from "../channel/run-settings.ts";
import type { CellNames } from "./names.ts";
import type { Rewriting } from "./rewriting.ts";
import type { SyntaxTree } from "./syntax-tree.ts";

/** What the cell names, and what its JSX does. */
export function withJsxNames(
  names: CellNames,
  { nodes }: SyntaxTree,
  jsx: JsxSettings,
  defined: ReadonlySet<string>,
): CellNames {
  if (jsx.runtime === "automatic" || !nodes.some(({ type }) => type.startsWith("JSX"))) return names;
  const own = new Set(names.definitions.map(({ name }) => name));
  const called = [rootOf(jsx.factory), rootOf(jsx.fragment)];
  const others = called.filter((name) => !own.has(name));
  return {
    ...names,
    read: new Set([...names.read, ...called]),
    free: new Set([...names.free, ...others]),
    uses: new Set([...names.uses, ...others.filter((name) => defined.has(name))]),
  };
}

/** Their words have been read; the stripper would read them again, and knows of no scope. */
export function hideJsxComments({ source, text }: Rewriting, comments: readonly Span[]): void {
  if (!source.includes("@jsx")) return;
  for (const { start, end } of comments) {
    for (const { index } of source.slice(start, end).matchAll(/@(?=jsx)/g)) {
      text.update(start + index, start + index + 1, " ");
    }
  }
}

/** @param known the names that are properties of the notebook's scope */
export function jsxInScope(jsx: JsxSettings, scope: string, known: ReadonlySet<string>): JsxSettings {
  if (jsx.runtime === "automatic") return jsx;
  const inScope = (callee: string) => (known.has(rootOf(callee)) ? `${scope}.${callee}` : callee);
  return { runtime: "classic", factory: inScope(jsx.factory), fragment: inScope(jsx.fragment) };
}

/** `React` of `React.createElement` */
function rootOf(callee: string): string {
  return callee.split(".")[0] ?? callee;
}
