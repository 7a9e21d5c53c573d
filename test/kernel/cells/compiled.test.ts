// Cells as a person writes them, through the compiler and the cells' process: what each promises the other.

import { afterAll, describe, expect, it } from "vitest";
import { CompiledNotebook } from "./compiled-notebook.ts";

const notebook = new CompiledNotebook();
afterAll(() => notebook.supervisor.shutdown());
const { show: run, fail, execute } = notebook;

describe("a compiled cell", () => {
  it("maps positions through types, imports and rewriting to the person's text", async () => {
    const source = [
      'import { join } from "node:path";', // 1
      "interface Point { x: number; y: number }",
      "type Maybe<T> = T | undefined;",
      "enum Axis { X, Y }",
      'const wave = "👋"; const deep = (p: Maybe<Point>): number => {', // 5
      "  return p!.x + Axis.Y;",
      "};",
      'join("a", "b");',
      "deep({ x: 1, y: 2 }); await null; deep(undefined);",
    ].join("\n");
    const error = await fail(source);
    expect(error.name).toBe("TypeError");
    expect(error.traceback).toContain("> 6 |   return p!.x + Axis.Y;");
    expect(error.traceback.slice(-2)).toEqual(["    at deep (cell [1]:6:13)", "    at cell [1]:9:35"]);
  });

  it("shows a decorator that fails at its place, without the helpers of decorators", async () => {
    await run(
      "const fail = (_: unknown, { name }: DecoratorContext) => {\n  throw new Error('no ' + String(name));\n};",
    );
    const { traceback } = await fail("class A {\n  @fail method() {}\n}");
    expect(traceback[0]).toBe("Error: no method");
    expect(traceback).toContain("> 2 |   throw new Error('no ' + String(name));");
    expect(
      traceback.filter((line) => line.startsWith("    at ")).map((line) => line.replace(/\[\d+\]/, "[n]")),
    ).toEqual(["    at fail (cell [n]:2:9)", "    at cell [n]:2:9"]);
  });

  const cells: { what: string; before?: string; cell: string; shows: string | undefined }[] = [
    { what: "shows its last expression", cell: "const six: number = 6; six * 7", shows: "42" },
    { what: "shows nothing after a semicolon", cell: "42;", shows: undefined },
    {
      what: "redeclares in another kind",
      before: "const kind = 1",
      cell: "function kind() { return 2 } kind()",
      shows: "2",
    },
    {
      what: "sees an earlier cell's names",
      before: "let counter = 1",
      cell: "counter += 1; counter",
      shows: "2",
    },
    {
      what: "shares classes",
      before: "class Animal { constructor(readonly name: string) {} }",
      cell: "new Animal('cat')",
      shows: "Animal { name: 'cat' }",
    },
    { what: "awaits at top level", cell: "await Promise.resolve('done')", shows: "'done'" },
    { what: "imports for itself", cell: 'import { sep } from "node:path"; sep', shows: "'/'" },
    {
      what: "imports for later cells",
      before: 'import * as path from "node:path"',
      cell: "path.posix.sep",
      shows: "'/'",
    },
    { what: "asks the type of a missing name safely", cell: "typeof missing", shows: "'undefined'" },
    {
      what: "finds the notebook's globals",
      cell: "[display, html, md, svg, tex, progress, clearOutput, prompt, confirm].map((f) => typeof f).join() === Array(9).fill('function').join()",
      shows: "true",
    },
    {
      what: "disposes what it uses when it ends",
      before:
        "const log: string[] = []; using r = { [Symbol.dispose]() { log.push('gone') } }; log.push('used');",
      cell: "log",
      shows: "[ 'used', 'gone' ]",
    },
  ];
  it.each(cells)("$what", async ({ before, cell, shows }) => {
    if (before !== undefined) await run(before);
    expect(await run(cell)).toBe(shows);
  });

  it("tells of each name whether its value has changed", async () => {
    const cell = "const same = { a: [1] }; let other = Math.random(); const made = () => 1;";
    const names = ["same", "other", "made"];
    expect((await execute(cell)).defined).toEqual(names.map((name) => ({ name, changed: true })));
    expect((await execute(cell)).defined).toEqual([
      { name: "same", changed: false },
      { name: "other", changed: true },
      { name: "made", changed: true },
    ]);
  });

  it("tells that an undefined name is not defined", async () => {
    expect(await fail("const a = 1;\nnowhere + a")).toMatchObject({
      name: "ReferenceError",
      traceback: expect.arrayContaining(["> 2 | nowhere + a", "    | ^"]),
    });
  });

  describe("speaks of the names as the person wrote them", () => {
    const setup = "const three = 3, o: any = { deep: {} }, nothing: any = undefined;";
    const messages: readonly (readonly [code: string, message: string])[] = [
      ["three()", "three is not a function"],
      ["three`x`", "three is not a function"],
      ["o.deep.run()", "o.deep.run is not a function"],
      ["o.deep['run']()", "o.deep.run is not a function"],
      ["new three()", "three is not a constructor"],
      ["new o.deep()", "o.deep is not a constructor"],
      ["[...three]", "three is not iterable"],
      ["for (const each of o) {}", "o is not iterable"],
      ["{ const { a } = nothing }", "Cannot destructure property 'a' of 'nothing' as it is undefined."],
      ["nothing.x", "Cannot read properties of undefined (reading 'x')"],
      ["import('node:fs')()", "import(...) is not a function"],
      ["import.meta.missing()", "import.meta.missing is not a function"],
    ];
    it.each(messages)("%s", async (code, message) => {
      await run(setup);
      const error = await fail(code);
      expect(error).toMatchObject({ name: "TypeError", message });
      expect(error.traceback[0]).toBe(`TypeError: ${message}`);
      const caught = "try { CODE } catch (e) { console.log(e.message, '|', e.stack) }".replace("CODE", code);
      const { cell } = await execute(caught);
      expect(notebook.printed("stdout", cell)).toMatch(`${message} | TypeError: ${message}\n    at `);
    });

    it("in what a promise was rejected with, and in the name of a method", async () => {
      await run(`${setup} o.method = () => three();`);
      const { cell } = await execute(
        "const reason = await Promise.resolve().then(() => o.method()).catch((e) => e); console.log(reason);",
      );
      expect(notebook.printed("stdout", cell)).toMatch(
        /^TypeError: three is not a function\n {4}at o\.method \(cell/,
      );
    });

    it.each([
      "failing().catch((e) => e.message)",
      "failing().catch(({ message }) => message)",
      "failing().catch(messageOf)",
      "failing().then(undefined, messageOf)",
      "failing().then(undefined, function (e) { return e.message })",
      "(async () => three())().catch((e) => e.message)",
      "Promise.resolve().then(() => three(), messageOf).catch?.(messageOf)",
    ])("in what a function is told that waits for a failure: %s", async (code) => {
      await run(`${setup} const messageOf = (e) => e.message; const failing = async () => three()`);
      expect(await run(`await ${code}`)).toBe("'three is not a function'");
    });

    it("and leaves what is no promise as it is", async () => {
      await run("const chain = { catch: (...given) => given, then: (...given) => given.length }");
      expect(await run("chain.catch(5, 6)")).toBe("[ 5, 6 ]");
      expect(await run("chain.catch(...[5])")).toBe("[ 5 ]");
      expect(await run("chain.then(1)")).toBe("1");
    });

    it("and leaves the person's own messages alone", async () => {
      const error = await fail("throw new TypeError('$.store.book is not a path')");
      expect(error.message).toBe("$.store.book is not a path");
    });
  });

  it("assigns no name that nothing has declared", async () => {
    const error = await fail("let seen = 1;\nseeen = 2");
    expect(error).toMatchObject({ name: "ReferenceError", message: "seeen is not defined" });
    expect(error.traceback).toContain("> 2 | seeen = 2");
    expect(await run("typeof seeen")).toBe("'undefined'");
  });

  it("is interrupted like any other", async () => {
    const running = execute("console.log('turning'); while (true) {}");
    await notebook.until(() => notebook.printed("stdout").includes("turning"));
    await notebook.supervisor.interrupt();
    expect((await running).outcome.status).toBe("interrupted");
  });
});
