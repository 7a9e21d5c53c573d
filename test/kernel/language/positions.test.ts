// Positions in errors lead back to the person's text. Each text fails at «, which is not part of it; the trace of
// the real engine, mapped back, has to name that very line and column.

import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { describe, expect, it } from "vitest";
import { positionAt } from "../../../kernel/language/problem.ts";
import { Notebook, type Packages } from "./notebook.ts";

/** Runs the text and gives its frames within the cell, innermost first, mapped, as `line:column`. */
async function failingPlaces(source: string, packages?: Packages): Promise<string[]> {
  const notebook = new Notebook(packages);
  const map = new TraceMap(notebook.compile(source).map);
  const stack = await notebook.run(source).then(
    () => "",
    (error: unknown) => (error instanceof Error ? (error.stack ?? "") : ""),
  );
  return [...stack.matchAll(/cell-1\.ts:(\d+):(\d+)/g)].map(([, line, column]) => {
    const place = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
    return `${place.line}:${(place.column ?? 0) + 1}`;
  });
}

const cases: readonly { readonly title: string; readonly text: string }[] = [
  { title: "a throw on the first line", text: "throw «new Error('x')" },
  {
    title: "a throw behind types that vanish",
    text: "interface A {\n  x: number\n}\ntype B =\n  | A\n  | null\nthrow «new Error('x')",
  },
  { title: "a throw behind an enum", text: "enum E { A, B }\nconst x: E = E.A; throw «new Error(String(x))" },
  { title: "a throw behind a declaration", text: "const message: string = 'x'; throw «new Error(message)" },
  {
    title: "a throw behind destructuring",
    text: "const { a, b = 2 }: { a: number; b?: number } = { a: 1 }\n;[a, b]; throw «new Error('x')",
  },
  { title: "an unknown name", text: "1 +\n  «nowhere" },
  { title: "an unknown name in a shorthand property", text: "const a = 1\n;({ a, «nowhere })" },
  { title: "an unknown name as the value of the cell", text: "const a = 1\n«nowhere.x" },
  { title: "a property of undefined", text: "let u: any\nlet x = 3, y = u.«boom" },
  { title: "behind letters outside the basic plane", text: "const fox = '🦊'; throw «new Error('x')" },
  { title: "behind an import", text: "import { k,\n  l } from 'm'\nk; throw «new Error(l)" },
  { title: "ahead of an import", text: "throw «new Error('x')\nimport { k } from 'm'" },
  { title: "in JSX", text: "const k = 1\nconst a = <b x={«nowhere} />" },
  {
    title: "in a class method with a parameter property",
    text: "class A { constructor(private x: number) {} fail(): never { throw «new Error('x') } }\nnew A(1).fail()",
  },
  {
    title: "in a namespace",
    text: "namespace N {\n  export const a: number = 1\n  throw «new Error('x')\n}",
  },
];

describe("an error leads back to the person's text", () => {
  it.each(cases)("$title", async ({ text }) => {
    const { line, column } = positionAt(text, text.indexOf("«"));
    const places = await failingPlaces(text.replace("«", ""), {
      "react/jsx-runtime": { jsx: () => 1 },
      m: { k: 1, l: "x" },
    });
    expect(places[0]).toBe(`${line}:${column}`);
  });

  it("frame by frame", async () => {
    const text =
      "function inner(n: number): never {\n  throw new Error('x')\n}\nconst outer = (n: number) => inner(n)\n\nouter(1)";
    expect(await failingPlaces(text)).toEqual(["2:9", "4:30", "6:1"]);
  });

  it("for a package that is not there", async () => {
    expect(await failingPlaces("const a = 1\nimport { x } from 'missing'\nx")).toEqual(["2:1"]);
  });
});
