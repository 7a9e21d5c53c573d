// The nearest tsconfig.json through the whole kernel: what it says holds for the types and for the code that runs, in
// cells and in local files; it is read again with every cell, and one that is broken is told of once.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Conversation } from "./support/conversation.ts";
import { converse, type RunningKernel, stop } from "./support/kernel-process.ts";

/** Runtimes of JSX that tell their name, and a function that makes it the classic way. */
const packages = {
  ...Object.fromEntries(
    ["react", "preact"].flatMap((name) => [
      [
        `node_modules/${name}/package.json`,
        `{ "name": "${name}", "type": "module", "exports": { ".": "./index.js", "./jsx-runtime": "./jsx.js" } }`,
      ],
      [`node_modules/${name}/index.js`, `export const createElement = (tag) => '${name} classic ' + tag`],
      [
        `node_modules/${name}/jsx.js`,
        `export const jsx = (tag) => '${name} ' + tag; export const jsxs = jsx`,
      ],
    ]),
  ),
};

class Folder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "lamella-settings-")));
  readonly #open: [RunningKernel, Conversation][] = [];

  constructor(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries({ ...packages, ...files })) this.write(name, text);
  }

  write(name: string, text: string): void {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  configure(compilerOptions: object): void {
    this.write("tsconfig.json", JSON.stringify({ compilerOptions }));
  }

  remove(name: string): void {
    rmSync(join(this.path, name));
  }

  /** Starts a kernel here. @returns runs a cell: its result or its error, and what it wrote to stderr */
  async kernel(): Promise<(code: string) => Promise<Shown>> {
    const opened = await converse({ directory: this.path });
    this.#open.push(opened);
    return (code) => run(opened[1], code);
  }

  async close(): Promise<void> {
    for (const [kernel, conversation] of this.#open) {
      conversation.close();
      await stop(kernel);
    }
    rmSync(this.path, { recursive: true });
  }
}

interface Shown {
  readonly shows: string | undefined;
  readonly stderr: string;
}

async function run(conversation: Conversation, code: string): Promise<Shown> {
  const { reply, published } = await conversation.execute(code);
  const contents = (type: string) =>
    published.filter(({ header }) => header.msg_type === type).map(({ content }) => content);
  const [result] = contents("execute_result").map(({ data }) => String(Object(data)["text/plain"]));
  const failed = reply.content.status === "error";
  return {
    shows: failed ? `${reply.content.ename}: ${reply.content.evalue}` : result,
    stderr: contents("stream")
      .filter(({ name }) => name === "stderr")
      .map(({ text }) => text)
      .join(""),
  };
}

let folder: Folder | undefined;
afterEach(() => folder?.close());

/** A field is defined, and hides what the base class has; or it is assigned, and the base class's setter notices. */
const field =
  "class Base { noticed = false; set size(_: number) { this.noticed = true } };\n" +
  "class Derived extends Base { // @ts-ignore\n size = 1 }; new Derived().noticed";

/** A decorator of TypeScript 4 gets the name of the member, one of the language itself a context. */
const decorated =
  "const told: unknown[] = []; const tell = (_: unknown, key: unknown) => void told.push(typeof key);\n" +
  "class A { @(tell as any) m() {} }; told[0]";

describe("a setting of the nearest tsconfig.json holds where code runs:", () => {
  const shared = new Folder({
    "source/one.ts": "export const one = 1;",
    "source/three.ts": "import { one } from '@/one'; export const three = one + 2;",
  });
  let cell: (code: string) => Promise<Shown>;
  beforeAll(async () => {
    cell = await shared.kernel();
  });
  afterAll(() => shared.close());

  it.each<[what: string, options: object, code: string, shows: string]>([
    ["the preset of JSX is React's runtime", {}, "<main /> as unknown", "'react main'"],
    ["jsxImportSource", { jsxImportSource: "preact" }, "<main /> as unknown", "'preact main'"],
    [
      "a comment in the cell counts for more",
      { jsxImportSource: "preact" },
      "/** @jsxImportSource react */\n<main /> as unknown",
      "'react main'",
    ],
    [
      "a comment names the function that JSX calls",
      { jsx: "react" },
      "// @ts-ignore\n/** @jsx mine */ const mine = (tag: string) => 'mine ' + tag; <main /> as unknown",
      "'mine main'",
    ],
    [
      "and it may be one of another cell",
      { jsx: "react" },
      "/** @jsx mine */ <main /> as unknown",
      "'mine main'",
    ],
    [
      "a comment chooses the classic kind, too",
      {},
      "/** @jsxRuntime classic\n * @jsx mine */ <main /> as unknown",
      "'mine main'",
    ],
    [
      "jsx: react calls a function in scope",
      { jsx: "react" },
      "// @ts-ignore\nimport * as React from 'react'; <main /> as unknown",
      "'react classic main'",
    ],
    [
      "jsxFactory",
      { jsx: "react", jsxFactory: "h" },
      "const h = (tag: string, _: unknown, ...inside: unknown[]) => [tag, ...inside]; <a>{1}</a> as unknown",
      "[ 'a', 1 ]",
    ],
    [
      "jsxFragmentFactory",
      { jsx: "react", jsxFactory: "h", jsxFragmentFactory: "F" },
      "const F = 'F'; const h = (tag: unknown) => tag; <></> as unknown",
      "'F'",
    ],
    ["the preset of fields defines them", {}, field, "false"],
    ["useDefineForClassFields: false", { useDefineForClassFields: false }, field, "true"],
    ["target, which has fields from ES2022 on", { target: "es2021" }, field, "true"],
    ["target ES2022", { target: "es2022" }, field, "false"],
    [
      "useDefineForClassFields with an older target",
      { target: "es2021", useDefineForClassFields: true },
      field,
      "false",
    ],
    ["the preset of decorators is the language's own", {}, decorated, "'object'"],
    ["experimentalDecorators", { experimentalDecorators: true }, decorated, "'string'"],
    [
      "experimentalDecorators, of a parameter",
      { experimentalDecorators: true },
      "let index = -1; const at = (_a: unknown, _b: unknown, i: number) => { index = i };\n" +
        "class A { m(_x: number, @at _y: number) {} }; index",
      "1",
    ],
    ["paths, by a pattern", { paths: { "@/*": ["./source/*"] } }, "import { one } from '@/one'; one", "1"],
    [
      "paths, by a name, the first file that is there",
      { paths: { only: ["./nowhere.ts", "./source/one.ts"], "*": ["./source/two/*"] } },
      "import { one } from 'only'; one",
      "1",
    ],
    [
      "paths, in a local file",
      { paths: { "@/*": ["./source/*"] } },
      "import { three } from './source/three.ts'; three",
      "3",
    ],
  ])("%s", async (_what, options, code, shows) => {
    shared.configure(options);
    expect(await cell(code)).toEqual({ shows, stderr: "" });
  });

  it("and in local files", async () => {
    folder = new Folder({
      "view.tsx": "export const view: unknown = <main />;",
      "field.ts": `export const noticed = (() => { ${field.replace(/; new/, "; return new")} })();`,
    });
    folder.configure({ jsxImportSource: "preact", useDefineForClassFields: false });
    const cell = await folder.kernel();
    const code = "import { view } from './view.tsx'; import { noticed } from './field.ts'; [view, noticed]";
    expect((await cell(code)).shows).toBe("[ 'preact main', true ]");
  });
});

describe("JSX that calls a function in scope", () => {
  it("calls the one of another cell", async () => {
    folder = new Folder({});
    folder.configure({ jsx: "react", jsxFactory: "h" });
    const cell = await folder.kernel();
    await cell("const h = (tag: string) => 'first ' + tag");
    expect((await cell("<b /> as unknown")).shows).toBe("'first b'");
    await cell("const h = (tag: string) => 'second ' + tag");
    expect((await cell("<b /> as unknown")).shows).toBe("'second b'");
  });

  it("is a type error where there is none", async () => {
    folder = new Folder({});
    folder.configure({ jsx: "react", jsxFactory: "h" });
    expect((await (await folder.kernel())("<b /> as unknown")).shows).toMatch(/^TS2874: .*'h'/);
  });
});

describe("a tsconfig.json that changes", () => {
  it("is read again at the next run of a cell, for types, for code and for local files", async () => {
    folder = new Folder({ "view.tsx": "export const view: unknown = <main />;" });
    const cell = await folder.kernel();
    const code = "import { view } from './view.tsx'; const f = (x) => x; [<b /> as unknown, view]";
    expect((await cell(code)).shows).toMatch(/^TS7006/);
    folder.configure({ strict: false });
    expect((await cell(code)).shows).toBe("[ 'react b', 'react main' ]");
    folder.configure({ strict: false, jsxImportSource: "preact" });
    expect((await cell(code)).shows).toBe("[ 'preact b', 'preact main' ]");
    folder.remove("tsconfig.json");
    expect((await cell(code)).shows).toMatch(/^TS7006/);
  });

  it("is read again where a file that it extends has changed", async () => {
    folder = new Folder({
      "base.json": '{ "compilerOptions": { "jsxImportSource": "preact" } }',
      "tsconfig.json": '{ "extends": "./base.json" }',
    });
    const cell = await folder.kernel();
    expect((await cell("<b /> as unknown")).shows).toBe("'preact b'");
    folder.write("base.json", "{}");
    expect((await cell("<b /> as unknown")).shows).toBe("'react b'");
  });

  it("holds with the types off, too", async () => {
    folder = new Folder({});
    folder.configure({ jsxImportSource: "preact" });
    const cell = await folder.kernel();
    expect((await cell("%types off\n<b /> as unknown")).shows).toBe("'preact b'");
    folder.configure({});
    expect((await cell("<b /> as unknown")).shows).toBe("'react b'");
  });
});

describe("which tsconfig.json is the nearest", () => {
  it("%cd decides, until the process is a fresh one", async () => {
    folder = new Folder({ "inner/tsconfig.json": '{ "compilerOptions": { "jsxImportSource": "preact" } }' });
    const cell = await folder.kernel();
    expect((await cell("<b /> as unknown")).shows).toBe("'react b'");
    expect((await cell("%cd inner\n<b /> as unknown")).shows).toBe("'preact b'");
    expect((await cell("%cd ..\n<b /> as unknown")).shows).toBe("'react b'");
    expect((await cell("%cd inner\n<b /> as unknown")).shows).toBe("'preact b'");
    expect((await cell("%reset\n<b /> as unknown")).shows).toBe("'react b'");
  });
});

describe("a tsconfig.json that is broken", () => {
  it("is told of once, with file and line, and what it does not say is preset", async () => {
    folder = new Folder({ "tsconfig.json": '{\n  "compilerOptions": {\n    "strict": false,\n' });
    const cell = await folder.kernel();
    const told = `${folder.path}/tsconfig.json:4:1: '}' expected.\nWhat is wrong there has no effect.\n`;
    expect(await cell("<b /> as unknown")).toEqual({ shows: "'react b'", stderr: told });
    expect(await cell("<b /> as unknown")).toEqual({ shows: "'react b'", stderr: "" });
    folder.configure({ jsxImportSource: "preact", tarjet: "es2022" });
    expect(await cell("<b /> as unknown")).toEqual({
      shows: "'preact b'",
      stderr: expect.stringMatching(/tsconfig\.json:1:\d+: Unknown compiler option 'tarjet'\./),
    });
    folder.configure({ jsxImportSource: "preact" });
    expect(await cell("<b /> as unknown")).toEqual({ shows: "'preact b'", stderr: "" });
    folder.configure({ experimentalDecorators: true, emitDecoratorMetadata: true });
    expect(await cell("1")).toEqual({
      shows: "1",
      stderr: expect.stringMatching(/tsconfig\.json: 'emitDecoratorMetadata' is not supported: /),
    });
  });
});
