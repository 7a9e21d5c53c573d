// Classes in cells, enums and namespaces, decorators and accessor fields, shown by running them.

import { table } from "./table.ts";

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
