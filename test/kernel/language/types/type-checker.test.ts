// What cells mean to TypeScript: names of earlier cells in every meaning they can have, modules from the notebook's
// folder, the person's settings. The oracle is TypeScript's own number of each error.

import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TypedNotebook } from "./typed-notebook.ts";

describe("names of earlier cells", () => {
  let notebook: TypedNotebook;
  beforeAll(() => {
    notebook = new TypedNotebook();
  });
  afterAll(() => notebook.close());

  it.each<[what: string, cells: string[], errors: string[]]>([
    ["a wrong assignment", ["const n: number = 'a'"], ["TS2322"]],
    ["a variable", ["const a1 = 5", "a1.toFixed()"], []],
    ["a misspelt member", ["const a2 = { length: 5 }", "a2.lenght"], ["TS2551"]],
    ["a name that nobody defines", ["nobody"], ["TS2304"]],
    ["a name that may be missing, asked for by typeof", ["typeof nobody"], []],
    ["a name of a later redefinition", ["const a3 = 5", "const a3 = 'five'", "a3.toUpperCase()"], []],
    ["its own earlier value", ["let a4 = 1", "a4 += 1; a4.toFixed()"], []],
    ["an assignment of another type", ["let a5 = 1", "a5 = 'one'"], ["TS2322"]],
    ["an assignment of a member of a union", ["let a6: string | number = 1", "a6 = 'one'; a6.length"], []],
    ["a literal type", ["const a7 = 'left' as const", "const b7: 'left' = a7"], []],
    ["a long union", ["let a8: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 = 9", "a8 = 10"], ["TS2322"]],
    ["a class, as value and as type", ["class A9 { x = 1 }", "const b9: A9 = new A9(); b9.x.toFixed()"], []],
    ["private members", ["class A10 { #x = 1; private y = 2 }", "new A10().y"], ["TS2341"]],
    [
      "a class and interface of one name",
      ["class A11 {}; interface A11 { z: number }", "new A11().z.toFixed()"],
      [],
    ],
    [
      "an interface that hides one",
      ["interface A12 { x: 1 }", "interface A12 { y: 1 }", "const b: A12 = { y: 1 }"],
      [],
    ],
    ["a generic function", ["function a13<T>(t: T): T[] { return [t] }", "a13('x')[0].length"], []],
    [
      "overloads",
      [
        "function a14(x: 1): string; function a14(x: 2): number; function a14(x: unknown): unknown { return x }",
        "a14(2).toFixed(); a14(1).length",
      ],
      [],
    ],
    [
      "a type predicate",
      [
        "function a15(x: unknown): x is string { return true }; const b15: unknown = 1",
        "if (a15(b15)) b15.length",
      ],
      [],
    ],
    [
      "an assertion",
      ["function a16(x: unknown): asserts x is string {}; const b16: unknown = 1", "a16(b16); b16.length"],
      [],
    ],
    ["an enum", ["enum A17 { x, y }", "const b17: A17 = A17.y"], []],
    ["a constant enum", ["const enum A18 { x }", "A18.x.toFixed()"], []],
    [
      "a namespace, as value and as type",
      [
        "namespace A19 { export const x = 1; export interface I { y: 1 } }",
        "const b19: A19.I = { y: A19.x }",
      ],
      [],
    ],
    [
      "a unique symbol",
      ["const a20: unique symbol = Symbol()", "const b20 = { [a20]: 1 }; b20[a20].toFixed()"],
      [],
    ],
    ["a type", ["type A21<T> = { value: T }", "const b21: A21<number> = { value: 'x' }"], ["TS2322"]],
    [
      "an inferred closure",
      ["const a22 = (() => { class Hidden { x = 1 } return () => new Hidden() })()", "a22().x.toFixed()"],
      [],
    ],
    [
      "a destructured name",
      ["const { a23, b: [b23] } = { a23: 1, b: ['x'] }", "a23.toFixed(); b23.length"],
      [],
    ],
    [
      "an exported name",
      [
        "export const a24 = 1; export function b24() { return a24 }; export type C24 = 5",
        "const d24: C24 = 5; b24().toFixed()",
      ],
      [],
    ],
    ["a default export", ["export default function a25() { return 1 }", "a25().toFixed()"], []],
    ["an imported namespace", ["import * as path26 from 'node:path'", "path26.join('a').length"], []],
    ["an imported name", ["import { join as join27 } from 'node:path'", "join27('a').push()"], ["TS2339"]],
    [
      "an imported type",
      ["import type { Stats as Stats28 } from 'node:fs'", "let b28: Stats28; b28!.size.toFixed()"],
      [],
    ],
    ["import = require", ["import path29 = require('node:path')", "path29.join('a').length"], []],
    [
      "an abstract class",
      [
        "abstract class A30<T> { abstract get(): T }",
        "class B30 extends A30<number> { get() { return 'x' } }",
      ],
      ["TS2416"],
    ],
    [
      "a global that is declared",
      ["declare global { interface Array<T> { a31(): T } }", "[1].a31().toFixed()"],
      [],
    ],
    ["a declared name", ["declare const a32: number; a32.toFixed()"], []],
    ["a name that hides a global", ["const name33 = 1; const display = 5", "display.toFixed()"], []],
    ["names that are the kernel's to choose", ["var __cell0 = 1; const all = 2", "__cell0 + all"], []],
  ])("%s", async (_what, cells, errors) => {
    expect(await notebook.codes(...cells)).toEqual(errors);
  });

  it("keep their type for a cell that took it, when they are redefined", async () => {
    expect(
      await notebook.codes("let x40 = 1", "const y40 = () => x40", "let x40 = 'one'", "y40().toFixed()"),
    ).toEqual([]);
  });

  it("are taken over from a cell that ran unchecked, errors and all", async () => {
    await notebook.cell("const x41: number = 'text'; interface I41 { y: 1 }", { checked: false });
    expect(await notebook.codes("x41.toFixed(); const z41: I41 = { y: 2 }")).toEqual(["TS2322"]);
  });

  it("are not defined by a cell that was stopped", async () => {
    expect(await notebook.codes("const x42: number = 'text'")).toEqual(["TS2322"]);
    expect(await notebook.codes("x42")).toEqual(["TS2304"]);
  });

  it("are gone with the process of the cells", async () => {
    expect(await notebook.codes("const x43 = 1", "x43")).toEqual([]);
    notebook.types.clear();
    expect(await notebook.codes("x43")).toEqual(["TS2304"]);
  });
});

describe("what a cell can be", () => {
  let notebook: TypedNotebook;
  beforeAll(() => {
    notebook = new TypedNotebook();
  });
  afterAll(() => notebook.close());

  it.each<[what: string, cell: string, errors: string[]]>([
    [
      "globals of Node",
      "Buffer.from('a'); process.pid; setTimeout(() => {}, 1).unref(); structuredClone({})",
      [],
    ],
    [
      "globals of the web that Node has",
      "new URL('a:b').href; fetch('x').then((r) => r.ok); new AbortController(); crypto.subtle",
      [],
    ],
    [
      "WebAssembly",
      "const m = new WebAssembly.Module(new Uint8Array(8)); new WebAssembly.Instance(m).exports.f",
      [],
    ],
    ["no globals of a page", "document.body", ["TS2584"]],
    [
      "globals of a notebook",
      "display(html`<b>`); md``; svg``; tex``; clearOutput(); for (const i of progress(3)) i.toFixed(); prompt('?')?.length",
      [],
    ],
    ["a wrong use of them", "display.image(5)", ["TS2345"]],
    ["the engine", "import * as torch from 'lamella'; torch.randn(2, 3).shape.length", []],
    ["a wrong use of it", "import { nn } from 'lamella'; new nn.Conv2d(1, 'two', 3)", ["TS2345"]],
    ["lamella/notebook", "import { display as show } from 'lamella/notebook'; show(1)", []],
    ["tslab", "import { display as show } from 'tslab'; show.html('x')", []],
    [
      "import.meta and dynamic import",
      "import.meta.filename.length; (await import('node:fs')).readFileSync",
      [],
    ],
    [
      "await, for await and using at the top",
      "await 1; for await (const x of [1]) x; using r = { [Symbol.dispose]() {} }",
      [],
    ],
    ["the newest library", "new Set([1]).union(new Set([2])); Iterator.from([1]).take(1)", []],
    ["a package without types and one that is not there", "import x from 'no-such-package'; x.y.z", []],
    ["what is unused", "const unused = 1; import { join } from 'node:path'; function f(p: number) {}", []],
    ["several errors", "const a: number = 'a'\nconst b: string = 1", ["TS2322", "TS2322"]],
    ["a comment at the end", "1 // one", []],
    ["nothing", "", []],
  ])("%s", async (_what, cell, errors) => {
    expect(await notebook.codes(cell)).toEqual(errors);
  });
});

describe("a type error", () => {
  let notebook: TypedNotebook;
  beforeAll(() => {
    notebook = new TypedNotebook();
  });
  afterAll(() => notebook.close());

  it("shows the place in the cell, and what belongs to it in other cells", async () => {
    await notebook.cell("interface Point {\n  x: number;\n}");
    expect(await notebook.cell("const good = 1;\nconst point: Point = { x: 'left' };")).toBe(
      [
        "TS2322: Type 'string' is not assignable to type 'number'.",
        "",
        "  1 | const good = 1;",
        "> 2 | const point: Point = { x: 'left' };",
        "    |                        ^",
        "",
        "    at cell [2]:2:24",
        "",
        "  The expected type comes from property 'x' which is declared here on type 'Point'",
        "    at cell [1]:2:3",
      ].join("\n"),
    );
  });

  it("names cells, not the files in which the compiler finds them", async () => {
    await notebook.cell(
      "class Shape { private x = 1 }\nconst shape = new Shape();\nnamespace Space { export class Line { private z = 1 } }\nconst line = new Space.Line();",
    );
    const errors = [
      await notebook.cell("class Shape { private y = 1 }\nconst other: Shape = shape;"),
      await notebook.cell(
        "namespace Space { export class Line { private w = 1 } }\nconst another: Space.Line = line;",
      ),
      await notebook.cell("import nothing from './cell0.ts'"),
      await notebook.cell("import type { absent } from './cell0'"),
    ];
    for (const error of errors) {
      expect(error).toMatch(/^TS\d+: .*cell \[\d+\]/);
      expect(error).not.toContain(tmpdir());
    }
    expect(errors[0]).toContain("'Shape of cell [");
  });

  it("explains itself line by line", async () => {
    const error = await notebook.cell("const f: (x: { a: number }) => void = (x: { a: string }) => {}");
    expect(error?.split("\n").slice(0, 4)).toEqual([
      "TS2322: Type '(x: { a: string; }) => void' is not assignable to type '(x: { a: number; }) => void'.",
      "  Types of parameters 'x' and 'x' are incompatible.",
      "    Type '{ a: number; }' is not assignable to type '{ a: string; }'.",
      "      Types of property 'a' are incompatible.",
    ]);
  });

  it("is one of ten at most", async () => {
    const error = await notebook.cell(
      Array.from({ length: 13 }, (_, i) => `const e${i}: number = 'x'`).join("\n"),
    );
    expect(error?.match(/^TS2322/gm)).toHaveLength(10);
    expect(error).toMatch(/and 3 more$/);
  });
});

describe("modules beside the notebook", () => {
  let notebook: TypedNotebook;
  beforeAll(() => {
    const package_ = (name: string) => JSON.stringify({ name, version: "1.0.0", types: "index.d.ts" });
    notebook = new TypedNotebook({
      "notebooks/shapes.ts": "export const sides: number = 4",
      "notebooks/data.json": '{ "rows": [1, 2] }',
      "library/text.ts": "export const text: string = 'a'",
      "node_modules/typed/package.json": package_("typed"),
      "node_modules/typed/index.d.ts": "export const value: number",
      "notebooks/node_modules/near/package.json": package_("near"),
      "notebooks/node_modules/near/index.d.ts": "export const value: boolean",
      "node_modules/untyped/package.json": JSON.stringify({ name: "untyped", main: "index.js" }),
      "node_modules/untyped/index.js": "exports.value = 1",
    });
  });
  afterAll(() => notebook.close());

  it.each([
    ["a file", "import { sides } from './shapes.ts'; const s: string = sides", ["TS2322"]],
    ["a file, without its ending", "import { sides } from './shapes'; const s: string = sides", ["TS2322"]],
    [
      "a file of a folder above",
      "import { text } from '../library/text.ts'; const n: number = text",
      ["TS2322"],
    ],
    ["JSON", "import data from './data.json'; const s: string = data.rows[0]", ["TS2322"]],
    ["a package of a folder above", "import { value } from 'typed'; const s: string = value", ["TS2322"]],
    [
      "a package of the same folder",
      "import { value as near } from 'near'; const s: string = near",
      ["TS2322"],
    ],
    ["a package without types", "import { value as any } from 'untyped'; const s: string = any", []],
  ])("%s", async (_what, cell, errors) => {
    expect(await notebook.codes(cell)).toEqual(errors);
  });

  it("are read again when they have changed", async () => {
    notebook.write("notebooks/changing.ts", "export const value: number = 1");
    expect(
      await notebook.codes("import { value as v1 } from './changing.ts'; const s1: string = v1"),
    ).toEqual(["TS2322"]);
    notebook.write("notebooks/changing.ts", "export const value: string = 'longer than before'");
    expect(
      await notebook.codes("import { value as v1 } from './changing.ts'; const s1: string = v1"),
    ).toEqual([]);
  });

  it.each<[what: string, cell: string, missing: string | undefined]>([
    ["import type", "import type { A } from './shapse.ts'", "./shapse.ts"],
    ["import type of a package", "import type { A } from 'shapse'", "shapse"],
    ["imports that are all of types", "import { type A, type B } from './shapse.ts'", "./shapse.ts"],
    ["export type", "export type { A } from './shapse.ts'", "./shapse.ts"],
    ["a type in import()", "let a: import('./shapse.ts').A", "./shapse.ts"],
    ["typeof import()", "let m: typeof import('./shapse.ts')", "./shapse.ts"],
    ["an import of values is Node's to find", "import { a, type A } from './shapse.ts'", undefined],
    ["an import for its effects, too", "import './shapse.ts'", undefined],
    ["a dynamic import, too", "await import('./shapse.ts')", undefined],
  ])("that are missing, by %s", async (_what, cell, missing) => {
    const told = missing && `TS2307: Cannot find module '${missing}' or its corresponding type declarations.`;
    expect((await notebook.cell(cell))?.split("\n")[0]).toBe(told);
  });

  it("are found when they have been installed meanwhile", async () => {
    expect(await notebook.codes("import { value as v2 } from 'later'; const s2: string = v2")).toEqual([]);
    notebook.write("node_modules/later/package.json", '{ "name": "later", "types": "index.d.ts" }');
    notebook.write("node_modules/later/index.d.ts", "export const value: number");
    expect(await notebook.codes("import { value as v2 } from 'later'; const s2: string = v2")).toEqual([
      "TS2322",
    ]);
  });
});

describe("the person's tsconfig.json", () => {
  let notebook: TypedNotebook;
  beforeAll(() => {
    notebook = new TypedNotebook({
      "tsconfig.json": '{ // with a comment\n "extends": "./base.json" }',
      "source/one.ts": "export const one: number = 1",
      "node_modules/@types/ambient/index.d.ts": "declare const ambient: number",
    });
  });
  afterAll(() => notebook.close());

  it.each<[setting: string, options: object, cell: string, errors: string[]]>([
    ["strict is the preset", {}, "const f = (x) => x", ["TS7006"]],
    ["strict: false", { strict: false }, "const f = (x) => x; const n: number = null", []],
    ["strictNullChecks", { strict: false, strictNullChecks: true }, "const n: number = null", ["TS2322"]],
    ["lib", { lib: ["es2020"] }, "[1].at(0)", ["TS2550"]],
    ["lib with dom", { lib: ["esnext", "dom"] }, "document.body; new WebAssembly.Memory({ initial: 1 })", []],
    ["target", { target: "es2020" }, "1n ** 2n", []],
    [
      "paths",
      { paths: { "@/*": ["./source/*"] } },
      "import { one } from '@/one'; const s: string = one",
      ["TS2322"],
    ],
    ["types", { types: ["ambient"] }, "ambient.toFixed(); process.pid", []],
    [
      "none of the rules for files compiled one by one",
      { verbatimModuleSyntax: true, isolatedModules: true, erasableSyntaxOnly: true },
      "import { Stats } from 'node:fs'; enum E { a }; export { Stats }",
      [],
    ],
    ["none of the rules for unused names", { noUnusedLocals: true }, "const unused = 1", []],
  ])("%s", async (_setting, compilerOptions, cell, errors) => {
    notebook.write("base.json", JSON.stringify({ compilerOptions }));
    await notebook.types.settings();
    expect(await notebook.codes(cell)).toEqual(errors);
  });

  it("may be broken: then the presets hold", async () => {
    notebook.write("base.json", JSON.stringify({ compilerOptions: { strict: false } }));
    await notebook.types.settings();
    expect(await notebook.codes("const g = (x) => x")).toEqual([]);
    notebook.write("tsconfig.json", '{ "compilerOptions": { "strict": ');
    await notebook.types.settings();
    expect(await notebook.codes("const f = (x) => x")).toEqual(["TS7006"]);
  });
});

describe("JSX", () => {
  it("is checked against the runtime that the cell chooses", async () => {
    const notebook = new TypedNotebook({
      "node_modules/tiny/package.json":
        '{ "name": "tiny", "exports": { "./jsx-runtime": "./jsx-runtime.d.ts" } }',
      "node_modules/tiny/jsx-runtime.d.ts":
        "export namespace JSX { interface IntrinsicElements { box: { size: number } } type Element = { tag: string } }\n" +
        "export function jsx(type: unknown, props: unknown): JSX.Element",
    });
    const pragma = "/** @jsxImportSource tiny */\n";
    expect(await notebook.codes(`${pragma}const good = <box size={1} />`, "good.tag.length")).toEqual([]);
    expect(await notebook.codes(`${pragma}<box size="one" />`)).toEqual(["TS2322"]);
    expect(await notebook.codes("const unknownRuntime = <box />")).toEqual([]);
    notebook.close();
  });
});
