import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

const directory = mkdtempSync(join(tmpdir(), "lamella-traceback-"));
const notebook = new Notebook({ directory });
afterAll(() => notebook.supervisor.shutdown());

describe("a traceback", () => {
  it("shows the error, the line with a caret, and the way there in cells", async () => {
    await notebook.run("$.half = (x) => {\n  return x.value / 2;\n};"); // cell 1
    const error = await notebook.error("const nothing = undefined;\n$.half(nothing);"); // cell 2
    expect(error.name).toBe("TypeError");
    expect(error.traceback).toEqual([
      "TypeError: Cannot read properties of undefined (reading 'value')",
      "",
      "  1 | $.half = (x) => {",
      "> 2 |   return x.value / 2;",
      "    |            ^",
      "  3 | };",
      "",
      "    at $.half (cell [1]:2:12)",
      "    at cell [2]:2:3",
    ]);
  });

  it("goes through awaits", async () => {
    const error = await notebook.error(
      "async function later() {\n  await null;\n  throw new RangeError('far');\n}\nawait later();",
    );
    expect(error.traceback.slice(-2)).toEqual(["    at later (cell [3]:3:9)", "    at async cell [3]:5:1"]);
  });

  it("agrees with error.stack and with what console prints", async () => {
    const { cell } = await notebook.run(
      "const error = new Error('same');\nconsole.log(error.stack);\nconsole.log(error);",
    );
    const stack = "Error: same\n    at cell [4]:1:15\n";
    expect(notebook.printed("stdout", cell)).toBe(stack + stack);
  });

  it("names what caused the error, and what caused that", async () => {
    const error = await notebook.error(`
      const root = new TypeError("root");
      const middle = new Error("middle", { cause: root });
      throw new Error("top", { cause: middle });`);
    const heads = error.traceback.filter((line) => /^\S/.test(line) && !line.startsWith(">"));
    expect(heads).toEqual(["Error: top", "Caused by Error: middle", "Caused by TypeError: root"]);
  });

  it("leaves out frames of the language and Node, and counts those of a package on one line", async () => {
    const folder = join(directory, "node_modules", "twice");
    await notebook.run(`
      const { mkdirSync, writeFileSync } = await $cell.import("node:fs");
      mkdirSync(${JSON.stringify(folder)}, { recursive: true });
      writeFileSync(${JSON.stringify(join(folder, "index.js"))},
        "const inner = (f) => f(); exports.twice = (f) => { inner(f); return inner(f); }");
      $.twice = (await $cell.import("twice")).twice;`);
    const error = await notebook.error('$.twice(() => {\n  [1].forEach(() => JSON.parse("{"));\n});');
    expect(error.traceback.filter((line) => line.startsWith("    "))).toEqual([
      "    |                          ^",
      "    at cell [7]:2:26",
      "    at cell [7]:2:7",
      "    … 2 frames in twice",
      "    at cell [7]:1:3",
    ]);
  });

  it("shows the person's text of a local TypeScript file", async () => {
    writeFileSync(
      join(directory, "shapes.ts"),
      "enum Side {\n  Left = 1,\n}\ninterface Shape {\n  a: number;\n}\n\nexport function area(shape: Shape | null): number {\n  return shape!.a * Side.Left;\n}\n",
    );
    const error = await notebook.error('(await $cell.import("./shapes.ts")).area(null)');
    expect(error.traceback).toContain(">  9 |   return shape!.a * Side.Left;");
    expect(error.traceback).toContain("    at Module.area (shapes.ts:9:17)");
  });

  it("maps the place of a text that the engine refuses", async () => {
    const error = await notebook.error("const a = 1;\nlet b = 2; let b = 3;");
    expect(error.traceback).toEqual([
      "SyntaxError: Identifier 'b' has already been declared",
      "",
      "  1 | const a = 1;",
      "> 2 | let b = 2; let b = 3;",
      "    |                ^",
      "",
      "    at cell [9]:2:16",
    ]);
  });
});

describe("whatever is thrown", () => {
  const cases = [
    { thrown: "'text'", name: "Uncaught", message: "text" },
    { thrown: "undefined", name: "Uncaught", message: "undefined" },
    { thrown: "null", name: "Uncaught", message: "null" },
    { thrown: "{ code: 7 }", name: "Uncaught", message: "{ code: 7 }" },
    { thrown: "Symbol('s')", name: "Uncaught", message: "Symbol(s)" },
    { thrown: "Object.assign(new Error('m'), { name: 'Own' })", name: "Own", message: "m" },
    { thrown: "new (class Special extends Error { name = 'Special' })('m')", name: "Special", message: "m" },
    { thrown: "new Proxy({}, { get() { throw new Error('trap') } })", name: "Uncaught", message: "{}" },
    {
      thrown: "Object.defineProperty(new Error('m'), 'cause', { get() { throw 1 } })",
      name: "Error",
      message: "m",
    },
    { thrown: "Object.defineProperty(new Error('m'), 'stack', { value: 5 })", name: "Error", message: "m" },
    {
      thrown: "new (await $cell.import('node:vm')).Script('new TypeError(`m`)').runInNewContext()",
      name: "TypeError",
      message: "m",
    },
    {
      thrown: "new AggregateError([new Error('one'), 'two'], 'many')",
      name: "AggregateError",
      message: "many",
    },
  ];
  it.each(cases)("$thrown is told as $name: $message", async ({ thrown, name, message }) => {
    const error = await notebook.error(`throw ${thrown}`);
    expect(error).toMatchObject({ name, message });
    expect(error.traceback[0]).toBe(`${name}: ${message}`);
  });
});
