// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are the text of cells
// What cells do, shown by running them: each case is the cells of a notebook and the value that its last one shows.

import { describe, expect, it } from "vitest";
import { Notebook, type Packages } from "./notebook.ts";

interface Case {
  readonly title: string;
  readonly cells: readonly string[];
  /** the value the last cell shows; `nothing` for none */
  readonly shows: unknown;
}

const nothing = Symbol("nothing");

function table(heading: string, cases: readonly Case[], packages: Packages = {}): void {
  describe(heading, () => {
    it.each(cases)("$title", async ({ cells, shows }) => {
      const { shown } = await new Notebook(packages).runAll(cells);
      expect(shown).toEqual(shows === nothing ? [] : [shows]);
    });
  });
}

table("the value of a cell", [
  { title: "is that of its last expression", cells: ["1; 2"], shows: 2 },
  { title: "is not shown behind a semicolon", cells: ["1 + 1;"], shows: nothing },
  { title: "is not shown behind a semicolon on a line of its own", cells: ["1 + 1\n;"], shows: nothing },
  { title: "is shown ahead of a comment with a semicolon", cells: ["1 + 1 // two;"], shows: 2 },
  { title: "may be an object in parentheses", cells: ["({ a: 1 })"], shows: { a: 1 } },
  { title: "may be a string that looks like a directive", cells: ['"use strict"'], shows: "use strict" },
  { title: "is the last of a sequence", cells: ["1, 2"], shows: 2 },
  { title: "is the last of a sequence in parentheses", cells: ["(1, 2)"], shows: 2 },
  { title: "may be awaited", cells: ["await Promise.resolve(3)"], shows: 3 },
  { title: "may be an assignment", cells: ["let x = 1", "x = 5"], shows: 5 },
  { title: "does not come from a declaration", cells: ["const x = 1"], shows: nothing },
  { title: "does not come from a block", cells: ["if (true) { 1 }"], shows: nothing },
  { title: "may be undefined", cells: ["void 0"], shows: undefined },
  { title: "of an empty cell is none", cells: ["  // nothing\n"], shows: nothing },
]);

table("names across cells", [
  { title: "are seen by later cells", cells: ["const a = 1, b = 2", "a + b"], shows: 3 },
  { title: "can be written by later cells", cells: ["let n = 1", "n += 1; n++", "n"], shows: 3 },
  {
    title: "are seen by functions of earlier cells",
    cells: ["const f = () => later", "const later = 7", "f()"],
    shows: 7,
  },
  {
    title: "are the newest ones, in functions of earlier cells too",
    cells: [
      "function scale() { return 2 }",
      "const twice = () => scale() * 2",
      "function scale() { return 10 }",
      "twice()",
    ],
    shows: 20,
  },
  { title: "of a variable without value are undefined", cells: ["let x", "x"], shows: undefined },
  {
    title: "of a variable are undefined again when the cell re-runs",
    cells: ["let x", "x = 1", "let x", "x"],
    shows: undefined,
  },
  { title: "may hide a global", cells: ["class Event { kind = 'mine' }", "new Event().kind"], shows: "mine" },
  { title: "may be `$`", cells: ["const $ = 1", "const inner = ($) => $ + 1; [$, inner(5)]"], shows: [1, 6] },
  {
    title: "may be those of the cell function's own parameters",
    cells: ["const $cell = 1, $notebook = 2", "[$cell, $notebook]"],
    shows: [1, 2],
  },
  { title: "written by async code are seen later", cells: ["let n = 0; await null; n = 3", "n"], shows: 3 },
  { title: "with letters beyond ASCII", cells: ["const größe = 2, \\u0061b = 3", "größe * ab"], shows: 6 },
]);

const kinds = {
  const: { code: "const it = 1", value: 1 },
  let: { code: "let it = 2", value: 2 },
  var: { code: "var it = 3", value: 3 },
  function: { code: "function it() {}", value: expect.any(Function) },
  class: { code: "class it {}", value: expect.any(Function) },
  enum: { code: "enum it { A }", value: { A: 0, 0: "A" } },
  namespace: { code: "namespace it { export const a = 1 }", value: { a: 1 } },
  destructuring: { code: "const { it } = { it: 4 }", value: 4 },
  using: { code: "using it = { [Symbol.dispose]() {} }", value: expect.any(Object) },
};

table(
  "a name can be declared again, in any kind",
  Object.entries(kinds).flatMap(([before, { code: first }]) =>
    Object.entries(kinds).map(([after, { code, value }]) => ({
      title: `${after} after ${before}`,
      cells: [first, code, "it"],
      shows: value,
    })),
  ),
);

table("declarations", [
  {
    title: "destructure objects, arrays, defaults and rests",
    cells: [
      "const { a, b: { c = 3 }, ...rest }: Record<string, any> = { a: 1, b: {}, d: 4, e: 5 }, [f, , g = 6, ...h] = [7, 8, undefined, 9, 10]",
      "[a, c, rest, f, g, h]",
    ],
    shows: [1, 3, { d: 4, e: 5 }, 7, 6, [9, 10]],
  },
  {
    title: "destructure at the start of a statement",
    cells: ["const n = 1\nconst { x } = { x: n }\nconst [y] = [x]\ny"],
    shows: 1,
  },
  {
    title: "take defaults from earlier names",
    cells: ["const base = 2", "const { a = base, b = a * 2 } = {}", "[a, b]"],
    shows: [2, 4],
  },
  {
    title: "name arrow functions",
    cells: ["const square = (x: number) => x * x", "square.name"],
    shows: "square",
  },
  {
    title: "name function and class expressions",
    cells: ["const f = function () {}, C = class {}", "[f.name, C.name]"],
    shows: ["f", "C"],
  },
  {
    title: "keep the names that functions have",
    cells: ["const f = function inner() {}", "f.name"],
    shows: "inner",
  },
  {
    title: "have their type annotations dropped",
    cells: ["let a: number, b!: string, c: Map<string, number> = new Map()", "[a, b, c.size]"],
    shows: [undefined, undefined, 0],
  },
  {
    title: "hoist functions",
    cells: ["const four = twice(2)\nfunction twice(n: number) { return 2 * n }", "four"],
    shows: 4,
  },
  {
    title: "let functions call themselves",
    cells: ["function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2) }\nfib(10)"],
    shows: 55,
  },
  {
    title: "join overloads",
    cells: [
      "function f(x: string): void\nfunction f(x: number): void\nfunction f(x: unknown) { return x }",
      "f(3)",
    ],
    shows: 3,
  },
  {
    title: "keep generators and async functions",
    cells: [
      "function* count() { yield 1; yield 2 }\nasync function later() { return 3 }",
      "[...count(), await later()]",
    ],
    shows: [1, 2, 3],
  },
  {
    title: "hoist `var` out of blocks and loops",
    cells: ["for (var i = 0; i < 3; i++) { var last = i }\nif (false) { var never = 1 }", "[i, last, never]"],
    shows: [3, 2, undefined],
  },
  {
    title: "hoist `var` from the heads of for-in and for-of",
    cells: [
      "for (var k in { a: 1 }) {}\nfor (var { v } of [{ v: 2 }]) ;\nfor (var [w] of [[3]]) {}",
      "[k, v, w]",
    ],
    shows: ["a", 2, 3],
  },
  {
    title: "let `var` read itself before it has a value",
    cells: ["var settings = settings || { on: true }", "settings"],
    shows: { on: true },
  },
  {
    title: "leave the `let` of a loop to the loop",
    cells: ["let i = 'outer'; for (let i = 0; i < 3; i++) {}", "i"],
    shows: "outer",
  },
  {
    title: "leave block scopes alone",
    cells: ["const x = 1; { const x = 2; function inner() {} }", "[x, typeof inner]"],
    shows: [1, "undefined"],
  },
  {
    title: "leave parameters, catch clauses and labels alone",
    cells: [
      "const e = 1; const f = (e: number) => e; let got; outer: try { throw 2 } catch (e) { got = e }",
      "[e, f(3), got]",
    ],
    shows: [1, 3, 2],
  },
]);

table("classes", [
  {
    title: "with fields, private names, statics and accessors",
    cells: [
      "class A<T> { #n = 1; static s = 2; static { A.s += 1 } get n() { return this.#n } }",
      "[new A().n, A.s]",
    ],
    shows: [1, 3],
  },
  {
    title: "with parameter properties",
    cells: [
      "class P { constructor(readonly x: number, private y = 2) {} sum() { return this.x + this.y } }",
      "new P(1).sum()",
    ],
    shows: 3,
  },
  {
    title: "that extend one of an earlier cell",
    cells: [
      "abstract class Shape { abstract area(): number; double() { return 2 * this.area() } }",
      "class Square extends Shape { constructor(private a: number) { super() } area() { return this.a ** 2 } }",
      "new Square(3).double()",
    ],
    shows: 18,
  },
  {
    title: "know themselves inside",
    cells: [
      "class Node { static make() { return new Node() } }",
      "const Old = Node; class Other {}\nOld.make() instanceof Old",
    ],
    shows: true,
  },
  {
    title: "merge with interfaces",
    cells: ["interface A { x?: number }\nclass A { y = 1 }", "new A().y"],
    shows: 1,
  },
  {
    title: "merge with namespaces",
    cells: ["class A {}\nnamespace A { export const of = () => new A() }", "A.of() instanceof A"],
    shows: true,
  },
]);

table("enums and namespaces", [
  {
    title: "enums number their members, with names back",
    cells: ["enum E { A, B = 5, C, S = 's' }", "[E.A, E.C, E[5], E.S]"],
    shows: [0, 6, "B", "s"],
  },
  {
    title: "enums compute with earlier members and names of the notebook",
    cells: [
      "const base = 4",
      "enum Bits { A = 1 << 0, B = A | 2, C = base + 1, D = Bits.A }",
      "[Bits.B, Bits.C, Bits.D]",
    ],
    shows: [3, 5, 1],
  },
  { title: "const enums too", cells: ["const enum K { X = 'x' }", "K.X"], shows: "x" },
  {
    title: "enums start afresh when their cell re-runs",
    cells: ["enum E { A, B }", "enum E { A }", "Object.keys(E)"],
    shows: ["0", "A"],
  },
  {
    title: "enums of one cell merge",
    cells: ["enum E { A }\nenum E { B = 1 }", "[E.A, E.B]"],
    shows: [0, 1],
  },
  {
    title: "namespaces see their own exports, and the notebook's names",
    cells: [
      "const unit = 10",
      "namespace N { export const a = unit; export function twice() { return a + N.a }; export namespace Inner { export const b = a + 1 } }",
      "[N.twice(), N.Inner.b]",
    ],
    shows: [20, 11],
  },
  {
    title: "namespaces may export variables",
    cells: [
      "const start = 5",
      "namespace N { export let n = start; export const inc = () => { n += 1 } }\nN.inc(); N.n",
    ],
    shows: 6,
  },
  {
    title: "namespaces of types only leave no trace",
    cells: ["namespace T { export interface I { x: number } }\nconst v: T.I = { x: 1 }\nv"],
    shows: { x: 1 },
  },
  { title: "import aliases", cells: ["namespace N { export const k = 3 }\nimport j = N.k\nj"], shows: 3 },
]);

table(
  "references",
  [
    {
      title: "in shorthand properties",
      cells: ["const a = 1, b = 2", "({ a, b, c: { a } })"],
      shows: { a: 1, b: 2, c: { a: 1 } },
    },
    {
      title: "as targets of destructuring assignments",
      cells: ["let a = 0, b = 0, c = 0", "({ a, x: b, c = 3 } = { a: 1, x: 2 } as any)", "[a, b, c]"],
      shows: [1, 2, 3],
    },
    { title: "swapped", cells: ["let p = 1, q = 2", "[p, q] = [q, p]", "[p, q]"], shows: [2, 1] },
    {
      title: "as targets of loops",
      cells: ["let k; const o = { k: 0 }", "for (k of [1, 2]) {}\nfor (o.k of [3]) {}\n[k, o.k]"],
      shows: [2, 3],
    },
    {
      title: "in every kind of assignment",
      cells: ["let a = 8, b: any = null, c = 0", "a /= 2; a **= 2; b ??= 1; c ||= 5; --a", "[a, b, c]"],
      shows: [15, 1, 5],
    },
    {
      title: "in template strings and tags",
      cells: [
        "const x = 2; const tag = (s: TemplateStringsArray, ...v: unknown[]) => s.join('_') + v",
        "tag`a${x}b` + `${x}`",
      ],
      shows: "a_b22",
    },
    {
      title: "in computed keys and defaults",
      cells: ["const key = 'k'", "const f = (v = key) => ({ [key]: v, [`${key}2`]: 1 })\nf()"],
      shows: { k: "k", k2: 1 },
    },
    {
      title: "with TypeScript's wrappers around them",
      cells: [
        "let x: any = { y: { z: 1 } }",
        "x!.y!.z + (x as any).y.z + (<any>x).y.z + (x satisfies any).y.z",
      ],
      shows: 4,
    },
    {
      title: "in optional chains",
      cells: ["const o: any = undefined; const f: any = undefined", "[o?.a.b, f?.(1), o?.[0]]"],
      shows: [undefined, undefined, undefined],
    },
    { title: "of typeof for names that are nowhere", cells: ["typeof nowhere"], shows: "undefined" },
    {
      title: "of typeof for names that are somewhere",
      cells: ["let n = 1", "[typeof n, typeof (n), typeof Map, typeof n === 'number']"],
      shows: ["number", "number", "function", true],
    },
    {
      title: "in `new`",
      cells: [
        "class A { constructor(readonly x = 1) {} }; const make = () => A",
        "[new A().x, new A(2).x, new (make())(3).x, new A]",
      ],
      shows: [1, 2, 3, { x: 1 }],
    },
    {
      title: "of globals stay global",
      cells: ["[Math.max(1, 2), [globalThis].length, NaN, undefined]"],
      shows: [2, 1, Number.NaN, undefined],
    },
    {
      title: "of dynamic imports and import.meta",
      cells: [
        "const { k } = await import('m')",
        "[k, import.meta.url, (await import('m', { with: { type: 'json' } })).k]",
      ],
      shows: [1, "file:///notebook/cell.ts", 1],
    },
  ],
  { m: { k: 1 } },
);

describe("a call of a notebook's function", () => {
  it.each([
    ["plain", "who()"],
    ["with type arguments", "who<number>()"],
    ["non-null", "who!()"],
    ["behind a cast", "(who as any)()"],
    ["optional", "who?.()"],
    ["as a tag", "who``"],
  ])("does not pass the scope as `this`: %s", async (_form, call) => {
    const { shown } = await new Notebook().runAll([
      "const who: any = function (this: unknown) { return this }",
      call,
    ]);
    expect(shown).toEqual([undefined]);
  });
});

table("lines without semicolons", [
  {
    title: "a call behind a call",
    cells: ["const log: number[] = []; const add = (n: number) => log.push(n)", "add(1)\nadd(2)\nlog"],
    shows: [1, 2],
  },
  { title: "a call behind a variable", cells: ["const f = () => 3", "let a = 1\nlet b\nf()"], shows: 3 },
  {
    title: "a destructuring behind an expression",
    cells: ["const o = { x: 1 }", "o.x\nconst { x } = o\nconst [y] = [x]\ny"],
    shows: 1,
  },
  {
    title: "inside functions, branches and loops",
    cells: [
      "const f = (n: number) => n; let s = 0",
      "function g() {\n  let a = f(1)\n  f(a)\n  if (a) f(1)\n  else f(2)\n  do f(3)\n  while (s++ < 1)\n  return f(a)\n}\ng()",
    ],
    shows: 1,
  },
  {
    title: "a return with nothing behind it",
    cells: ["const f = () => 1", "function g() {\n  return\n  f()\n}\ng()"],
    shows: undefined,
  },
  {
    title: "a type behind which a call follows",
    cells: ["const f = () => 2", "type T = number\nf()"],
    shows: 2,
  },
  { title: "a typeof at the start of a line", cells: ["let x = 1", "x\ntypeof x"], shows: "number" },
]);

table("exports are dropped", [
  { title: "and the first line of a script", cells: ["#!/usr/bin/env node\n5"], shows: 5 },
  {
    title: "of declarations",
    cells: [
      "export const a = 1; export function f() { return a }; export class C {}; export enum E { X }; export type T = 1",
      "[a, f(), typeof C, E.X]",
    ],
    shows: [1, 1, "function", 0],
  },
  { title: "of lists", cells: ["const a = 1\nexport { a, a as b }", "a"], shows: 1 },
  {
    title: "of a default function",
    cells: ["export default function named() { return 4 }", "named()"],
    shows: 4,
  },
  { title: "of a default without a name", cells: ["export default function () {}\n2"], shows: 2 },
  { title: "of types", cells: ["type T = 1\nexport type { T }\n3"], shows: 3 },
]);

const element = (type: unknown, props: object, key?: string) => ({ type, props, key });
const runtime = { jsx: element, jsxs: element, Fragment: "fragment" };

table(
  "JSX",
  [
    {
      title: "calls React's runtime with the notebook's components",
      cells: [
        "const Box = 'box'; const ui = { Row: 'row' }; const w = 3",
        "<Box width={w} key='k'><ui.Row>{w}</ui.Row><></></Box>",
      ],
      shows: {
        type: "box",
        props: {
          width: 3,
          children: [
            { type: "row", props: { children: 3 } },
            { type: "fragment", props: {} },
          ],
        },
        key: "k",
      },
    },
    {
      title: "calls the runtime that a comment names",
      cells: ["/** @jsxImportSource preact */\nconst a = <a/>\na"],
      shows: "preact's a",
    },
    {
      title: "calls createElement where a key follows other properties",
      cells: ["const all = { x: 1 }", "<a {...all} key='k'/>"],
      shows: "React's a",
    },
    {
      title: "leaves text alone that looks like an import",
      cells: ['const text = `\nimport { a } from "b";\n`;\n<a/>;\ntext'],
      shows: '\nimport { a } from "b";\n',
    },
    {
      title: "leaves generics and casts to TypeScript where they parse",
      cells: ["const id = <T>(x: T) => <T>x\nid(1)"],
      shows: 1,
    },
  ],
  {
    "react/jsx-runtime": runtime,
    react: { createElement: (type: string) => `React's ${type}` },
    "preact/jsx-runtime": { jsx: (type: string) => `preact's ${type}` },
  },
);

table("decorators", [
  {
    title: "of classes, methods, fields and accessors, from names, members and calls",
    cells: [
      `const log: string[] = [];
      const note = (what: string) => (_value: unknown, { kind, name }: DecoratorContext) => { log.push([what, kind, name].join(" ")) };
      const all = { plain: note("plain") }`,
      `@note("called") @all.plain class A {
        @(note("in parentheses")) field = 1;
        @all.plain method() { return this.x + 1 }
        @note("an") accessor x = 2;
        @note("a") static get s() { return 3 }
      }
      [new A().method(), new A().field, A.s, A.name]`,
      "log",
    ],
    shows: [
      "a getter s",
      "plain method method",
      "an accessor x",
      "in parentheses field field",
      "plain class A",
      "called class A",
    ],
  },
  {
    title: "replace what they decorate",
    cells: [
      "const twice = (method: () => number) => function (this: unknown) { return 2 * method.call(this) }",
      "class A { @twice f() { return 4 } }\nnew A().f()",
    ],
    shows: 8,
  },
  {
    title: "of exported classes, with the @ on either side",
    cells: [
      "const mark = (c: any) => { c.marked = true }",
      "@mark export class A {}\nexport @mark class B {}\n@mark export default class {}\n;[A, B].map((c: any) => c.marked)",
    ],
    shows: [true, true],
  },
  {
    title: "beside enums, parameter properties and resources of the same cell",
    cells: [
      "const id = (c: any) => c; const log: number[] = []",
      "enum E { A = 1 }\nusing r = { [Symbol.dispose]() { log.push(1) } }\n@id class P { constructor(readonly e = E.A) {} }\nnew P().e",
      "log",
    ],
    shows: [1],
  },
]);

table("accessor fields", [
  {
    title: "have a getter and a setter",
    cells: ["class A { accessor x = 1 }", "const a = new A(); a.x += 1; [a.x, Object.keys(a)]"],
    shows: [2, []],
  },
]);

describe("using", () => {
  it("disposes at the end of its cell, last first, and only then", async () => {
    const notebook = new Notebook();
    await notebook.run(
      "const log: string[] = []; const open = (n: string) => ({ n, [Symbol.dispose]() { log.push(n) } })",
    );
    await notebook.run("using a = open('a'), b = open(a.n + 'b')\nlog.push('body')");
    expect(notebook.scope.log).toEqual(["body", "ab", "a"]);
  });

  it("disposes asynchronously", async () => {
    const notebook = new Notebook();
    await notebook.run("let closed = false");
    await notebook.run("await using r = { async [Symbol.asyncDispose]() { closed = true } }\nr");
    expect(notebook.scope.closed).toBe(true);
  });

  it("disposes when the cell fails", async () => {
    const notebook = new Notebook();
    await notebook.run("let closed = false");
    await expect(
      notebook.run("using r = { [Symbol.dispose]() { closed = true } }; throw new Error('x')"),
    ).rejects.toThrow("x");
    expect(notebook.scope.closed).toBe(true);
  });
});

describe("a reference to a name that is nowhere", () => {
  it.each(["nowhere", "nowhere()", "nowhere.x", "nowhere += 1", "({ nowhere })", "new nowhere()"])(
    "%s is a ReferenceError",
    async (source) => {
      await expect(new Notebook().run(source)).rejects.toThrow(new ReferenceError("nowhere is not defined"));
    },
  );

  it("arguments of no function", async () => {
    await expect(new Notebook().run("arguments")).rejects.toThrow("arguments is not defined");
  });
});

describe("an assignment", () => {
  it.each([
    "x = 1",
    "x += 1",
    "x++",
    "x ??= 1",
    "[x] = [1]",
    "({ x } = { x: 1 })",
    "({ x = 2 } = {})",
    "({ a: [x] } = { a: [1] })",
    "for (x of [1]) {}",
    "for (x in { a: 1 }) {}",
    "const set = () => { x = 1 }\nset()",
    "x! = 1",
  ])("to a name that nothing declares is a ReferenceError, and makes none: %s", async (source) => {
    const notebook = new Notebook();
    await expect(notebook.run(source)).rejects.toThrow(new ReferenceError("x is not defined"));
    await expect(notebook.run("typeof x")).resolves.toMatchObject({ shown: ["undefined"] });
  });

  it.each([
    ["a name that a later cell declares", ["const set = () => { x = 1 }", "let x = 0", "set()", "x"], 1],
    [
      "a property of globalThis",
      ["Object.assign(globalThis, { ours: 0 })", "ours = 2", "globalThis.ours"],
      2,
    ],
    ["a function of the cell", ["function f() { return 1 }\nf = () => 3\nf()"], 3],
  ])("reaches %s", async (_what, cells, shows) => {
    expect((await new Notebook().runAll(cells)).shown).toEqual([shows]);
  });
});

table("what is caught", [
  { title: "is bound as it was", cells: ["let got; try { throw 5 } catch (e) { got = e }", "got"], shows: 5 },
  {
    title: "is taken apart, with defaults from the notebook",
    cells: [
      "const other = 2; let got",
      "try { throw { a: 1 } } catch ({ a, b = other }: any) { got = [a, b] } finally { got.push(3) }",
      "got",
    ],
    shows: [1, 2, 3],
  },
  {
    title: "may have the name of a variable of the cell",
    cells: ["const $error = 1; let got; try { throw [2] } catch ([a]) { got = [a, $error] }", "got"],
    shows: [2, 1],
  },
  { title: "may be left aside", cells: ["let got = 1; try { throw 1 } catch { got = 2 }", "got"], shows: 2 },
]);
