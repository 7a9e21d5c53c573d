// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are the text of cells
// What of modules stands in cells, shown by running them: imports, exports, and JSX, which imports by itself.

import { table } from "./table.ts";

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
