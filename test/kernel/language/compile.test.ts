// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are the text of cells
// What cells do, shown by running them: the value of a cell, and the names that it declares and uses.

import { expect } from "vitest";
import { nothing, table } from "./table.ts";

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
