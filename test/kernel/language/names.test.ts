// What the analysis of a cell says: which names it defines, of which kind, and which of other cells it reads and
// writes.

import { describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

interface Names {
  readonly defines?: Readonly<Record<string, string>>;
  readonly uses?: readonly string[];
  readonly writes?: readonly string[];
}

const cases: readonly (readonly [source: string, names: Names])[] = [
  [
    "const { a, b: [c = 1], ...d } = o; let e; var f",
    { defines: { a: "const", c: "const", d: "const", e: "let", f: "var" }, uses: ["o"] },
  ],
  [
    "import d, { a as b, type T } from 'm'; import * as ns from 'n'; import type { U } from 'u'; import 's'",
    { defines: { d: "import", b: "import", T: "type", ns: "import", U: "type" } },
  ],
  ["const f = () => free + 1", { defines: { f: "const" }, uses: ["free"] }],
  ["const f = (x: number) => { const y = x; return y }", { defines: { f: "const" } }],
  ["x; { let x = 1; x }", { uses: ["x"] }],
  [
    "x = 5; y += 1; z++; [p, q.r] = arr; ({ k: w } = obj)",
    { uses: ["y", "z", "q", "arr", "obj"], writes: ["x", "y", "z", "p", "w"] },
  ],
  ["let n = 1; n = 2; const g = () => { n++ }", { defines: { n: "let", g: "const" }, writes: ["n"] }],
  ["a.b = 1; delete m.n; xs.push(2)", { uses: ["a", "m", "xs"] }],
  [
    "class A<T extends Limit> extends Base<Arg> implements I { #p = init; static { side() } get [key]() { return this.#p } }",
    { defines: { A: "class" }, uses: ["Base", "init", "side", "key"] },
  ],
  [
    "enum E { A, B = outer, C = A }\nconst enum F { X }",
    { defines: { E: "enum", F: "enum" }, uses: ["outer"] },
  ],
  [
    "namespace N { export const a = free; a }\nnamespace T { export type X = 1 }",
    { defines: { N: "namespace", T: "type" }, uses: ["free"] },
  ],
  [
    "type A<X> = X extends (infer Y)[] ? Y : B; interface C extends D { x: E }",
    { defines: { A: "type", C: "type" } },
  ],
  ["interface A {} class A {}", { defines: { A: "class" } }],
  ["declare const known: number; declare function f(): void; declare class D {} known", { uses: ["known"] }],
  [
    "let v: typeof value = other as typeof more; v satisfies Type",
    { defines: { v: "let" }, uses: ["other"] },
  ],
  ["typeof maybe", { uses: ["maybe"] }],
  [
    "for (var i in xs) { var j = i }\nfor (const k of ys) { let l = k }",
    { defines: { i: "var", j: "var" }, uses: ["xs", "ys"] },
  ],
  [
    "outer: for (;;) { break outer }\n({ key: 1, short, [computed]: 2 }).member",
    { uses: ["short", "computed"] },
  ],
  ["try { risky() } catch (e) { e }", { uses: ["risky"] }],
  ["function f(x: string): void; function f(x: unknown) { f('') }", { defines: { f: "function" } }],
  ["const a = 1; export { a }; export default a", { defines: { a: "const" } }],
  ["await import(path); import.meta.url", { uses: ["path"] }],
  ["import j = N.k", { defines: { j: "import" }, uses: ["N"] }],
  ["for (st.i of xs) ; tot[k] ||= 1", { uses: ["st", "xs", "tot", "k"] }],
  ["using r = open(); await using s = r", { defines: { r: "const", s: "const" }, uses: ["open"] }],
  ["<Foo a={b}><ns.Bar/></Foo>", { uses: ["Foo", "b", "ns"] }],
  ["console.log(Math.PI, process, fetch, undefined, globalThis, NaN)", {}],
  ["'🦊' + größe + \\u0061b", { uses: ["größe", "ab"] }],
];

describe("the names of a cell", () => {
  it.each(cases)("%s", (source, { defines = {}, uses = [], writes = [] }) => {
    const cell = new Notebook().compile(source);
    expect(Object.fromEntries(cell.definitions.map(({ name, kind }) => [name, kind]))).toEqual(defines);
    expect([...cell.uses].sort()).toEqual([...uses].sort());
    expect([...cell.writes].sort()).toEqual([...writes].sort());
  });
});
