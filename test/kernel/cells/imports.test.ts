import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

/** A folder as a person has it: a notebook's, with its own files and packages. */
const directory = mkdtempSync(join(tmpdir(), "lamella-imports-"));
const files: Record<string, string> = {
  "package.json": '{ "type": "commonjs" }', // what `npm init` writes; local TypeScript is ES modules all the same
  "shape.ts":
    "export enum Side { Left = 1, Right }\nexport const sides: number = 2;\nexport class Box { constructor(readonly width: number) {} }",
  "folder/index.ts": "import { sides } from '../shape';\nexport const doubled = sides * 2;",
  "view.tsx": "export const view: string = <main />;",
  "other-view.tsx": "/** @jsxImportSource other */\nexport const view: string = <main />;",
  "node_modules/react/package.json":
    '{ "name": "react", "type": "module", "exports": { "./jsx-runtime": "./jsx.js" } }',
  "node_modules/react/jsx.js": "export const jsx = (tag) => tag.toUpperCase();",
  "node_modules/other/package.json":
    '{ "name": "other", "type": "module", "exports": { "./jsx-runtime": "./jsx.js" } }',
  "node_modules/other/jsx.js": "export const jsx = (tag) => 'other ' + tag;",
  "decorated.ts":
    "const twice = (f: () => number) => () => 2 * f();\nexport class Box { @twice size() { return 4 } accessor width = 1 }",
  "wanting.ts": "import '@far/off/file.js';",
  "broken.ts": "export const x: number = ;",
  "data.json": '{ "answer": 42 }',
  "plain.mjs": "export const plain = 'js';",
  "other.ts": "import { display } from 'lamella/notebook'; export const show = display;",
  "endless.mjs":
    "if (!globalThis.again) { globalThis.again = 1; console.log('endless'); while (true) {} } export const end = 1;",
  "endless.cjs":
    "if (!globalThis.more) { globalThis.more = 1; console.log('endless'); while (true) {} } exports.end = 2;",
  "waiting.ts":
    "if (!globalThis.late) { globalThis.late = 1; console.log('endless'); await new Promise(() => {}); } export const end = 3;",
  "user-of-endless.ts": "import { end } from './endless2.mjs'; export { end };",
  "endless2.mjs":
    "if (!globalThis.deep) { globalThis.deep = 1; console.log('endless'); while (true) {} } export const end = 4;",
  "node_modules/common/package.json": '{ "name": "common", "main": "main.js" }',
  "node_modules/common/main.js": "module.exports = Object.fromEntries([['computed', () => 1]]);",
  "node_modules/modern/package.json":
    '{ "name": "modern", "type": "module", "exports": { ".": "./m.js", "./sub": "./s.js" } }',
  "node_modules/modern/m.js": "export const name = 'modern'; export default 7;",
  "node_modules/modern/s.js": "export const sub = true;",
  "node_modules/@scope/leaky/package.json":
    '{ "name": "@scope/leaky", "type": "module", "exports": "./l.js" }',
  "node_modules/@scope/leaky/l.js": "import 'not-there';",
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(directory, name)), { recursive: true });
  writeFileSync(join(directory, name), text);
}

const notebook = new Notebook({ directory });
afterAll(() => notebook.supervisor.shutdown());

const importing = (specifier: string, names: string[] = []) =>
  `await $cell.import(${JSON.stringify(specifier)}, ${JSON.stringify(names)})`;

describe("a cell imports", () => {
  const cases = [
    {
      what: "Node's own modules",
      code: `(${importing("node:path", ["join"])}).join("a", "b")`,
      shows: "'a/b'",
    },
    { what: "them without the prefix", code: `(${importing("path", ["join"])}).sep`, shows: "'/'" },
    {
      what: "an ES module package",
      code: `(${importing("modern", ["name", "default"])}).default`,
      shows: "7",
    },
    {
      what: "a path that the package exports",
      code: `(${importing("modern/sub", ["sub"])}).sub`,
      shows: "true",
    },
    {
      what: "a CommonJS package, computed names too",
      code: `(${importing("common", ["computed"])}).computed()`,
      shows: "1",
    },
    {
      what: "local TypeScript with enums and parameter properties",
      code: `((m) => [m.Side.Right, new m.Box(3).width])(${importing("./shape.ts")})`,
      shows: "[ 2, 3 ]",
    },
    { what: "it without its ending", code: `(${importing("./shape", ["sides"])}).sides`, shows: "2" },
    {
      what: "it under the name of its JavaScript",
      code: `(${importing("./shape.js", ["sides"])}).sides`,
      shows: "2",
    },
    { what: "a folder's index", code: `(${importing("./folder", ["doubled"])}).doubled`, shows: "4" },
    { what: "TypeScript with JSX", code: `(${importing("./view.tsx", ["view"])}).view`, shows: "'MAIN'" },
    {
      what: "TypeScript with JSX of another runtime",
      code: `(${importing("./other-view.tsx", ["view"])}).view`,
      shows: "'other main'",
    },
    {
      what: "TypeScript with decorators",
      code: `[new (${importing("./decorated.ts", ["Box"])}).Box()].map((box) => [box.size(), box.width])`,
      shows: "[ [ 8, 1 ] ]",
    },
    { what: "JavaScript", code: `(${importing("./plain.mjs", ["plain"])}).plain`, shows: "'js'" },
    { what: "JSON", code: `(${importing("./data.json", ["default"])}).default.answer`, shows: "42" },
    {
      what: "a file by its URL",
      code: `(${importing(pathToFileURL(join(directory, "plain.mjs")).href)}).plain`,
      shows: "'js'",
    },
    {
      what: "a file by its absolute path",
      code: `(${importing(join(directory, "plain.mjs"))}).plain`,
      shows: "'js'",
    },
    {
      what: "the kernel's notebook functions",
      code: `(${importing("lamella/notebook", ["display", "html"])}).display === display`,
      shows: "true",
    },
    {
      what: "a file that imports them",
      code: `(${importing("./other.ts", ["show"])}).show === display`,
      shows: "true",
    },
    {
      what: "tslab's form of them",
      code: `typeof (${importing("tslab", ["display"])}).display.html`,
      shows: "'function'",
    },
    {
      what: "the same module once",
      code: `(${importing("modern")}) === (${importing("modern")})`,
      shows: "true",
    },
  ];
  it.each(cases)("$what", async ({ code, shows }) => {
    expect(await notebook.value(`$cell.result(${code})`)).toBe(shows);
  });

  it("with require, too", async () => {
    expect(await notebook.value("$cell.result(require('common').computed())")).toBe("1");
    expect(await notebook.value("$cell.result(require('./data.json').answer)")).toBe("42");
    expect(await notebook.value("$cell.result(require('./shape').sides)")).toBe("2");
  });
});

describe("a cell that changes the working directory", () => {
  it("imports from the notebook's folder all the same", async () => {
    await notebook.run("process.chdir('/')");
    expect(await notebook.value(`$cell.result((${importing("./plain.mjs")}).plain)`)).toBe("'js'");
    expect(await notebook.value("$cell.result($cell.meta.dirname)")).toBe(`'${directory}'`);
  });
});

describe("an import that fails says why:", () => {
  const cases = [
    {
      what: "a package that is not installed",
      code: importing("absent"),
      message: `Package "absent" is not installed. This line ahead of the cell installs it in ${directory}:\n    %npm install absent`,
    },
    {
      what: "a file of a scoped package that is not installed",
      code: importing("@far/away/file.js"),
      message: expect.stringContaining("npm install @far/away"),
    },
    {
      what: "a package that a local file misses",
      code: importing("./wanting.ts"),
      message: expect.stringContaining('Package "@far/off" is not installed'),
    },
    {
      what: "a package that itself misses one",
      code: importing("@scope/leaky"),
      message: expect.stringContaining("Cannot find package 'not-there'"),
    },
    {
      what: "a file that is not there",
      code: importing("./absent"),
      message: expect.stringContaining(join(directory, "absent")),
    },
    {
      what: "a name that is not exported",
      code: importing("modern", ["nome"]),
      message: 'Module "modern" has no export "nome". It exports: default, name',
    },
    {
      what: "TypeScript that cannot be parsed",
      code: importing("./broken.ts"),
      message: expect.stringContaining("export const x: number = ;"),
    },
  ];
  it.each(cases)("$what", async ({ code, message }) => {
    expect(await notebook.error(code)).toMatchObject({ message });
  });
});

describe("an import that was interrupted", () => {
  const cases = [
    { what: "in an ES module", file: "./endless.mjs", shows: "1" },
    { what: "in a CommonJS module", file: "./endless.cjs", shows: "2" },
    { what: "while TypeScript awaits", file: "./waiting.ts", shows: "3" },
    { what: "in a module's own import", file: "./user-of-endless.ts", shows: "4" },
  ];
  it.each(cases)("$what can be repeated", async ({ file, shows }) => {
    const count = () => notebook.printed("stdout").split("endless").length;
    const before = count();
    const run = notebook.run(importing(file));
    await notebook.until(() => count() > before);
    await notebook.supervisor.interrupt();
    expect((await run).outcome.status).toBe("interrupted");
    expect(await notebook.value(`$cell.result((${importing(file, ["end"])}).end)`)).toBe(shows);
    expect(await notebook.value(`$cell.result((${importing(file)}) === (${importing(file)}))`)).toBe("true");
  });
});

describe("import.meta of a cell", () => {
  it("places the cell in the notebook's folder", async () => {
    const url = pathToFileURL(join(directory, "cell-")).href;
    expect(await notebook.value("$cell.result($cell.meta.url)")).toMatch(`'${url}`);
    expect(await notebook.value("$cell.result($cell.meta.dirname)")).toBe(`'${directory}'`);
    expect(await notebook.value("$cell.result($cell.meta.filename)")).toMatch(`'${directory}/cell-`);
  });

  it("resolves as imports do", async () => {
    const resolved = pathToFileURL(join(directory, "node_modules/modern/m.js")).href;
    expect(await notebook.value("$cell.result($cell.meta.resolve('modern'))")).toBe(`'${resolved}'`);
  });
});
