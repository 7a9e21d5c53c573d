// What becomes of single statements in cells, shown by running them: calls, lines without semicolons, using, assignments,
// names that are nowhere, and catching.

import { describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";
import { table } from "./table.ts";

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
