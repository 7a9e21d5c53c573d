// Cells as a person writes them, through the compiler and the cells' process: what each promises the other.

import { afterAll, describe, expect, it } from "vitest";
import type { CellError } from "../../../kernel/channel/messages.ts";
import { compileCell } from "../../../kernel/language/compile.ts";
import { Notebook } from "./notebook.ts";

const notebook = new Notebook();
afterAll(() => notebook.supervisor.shutdown());

let serial = 1_000_000; // apart from the notebook's own

/** Compiles and runs a cell; the text of its result. */
async function run(source: string): Promise<unknown> {
  const { cell, outcome } = await execute(source);
  if (outcome.status !== "ok") throw new Error(outcome.error.traceback.join("\n"));
  return notebook.of("result", cell)[0]?.bundle.data["text/plain"];
}

async function fail(source: string): Promise<CellError> {
  const { outcome } = await execute(source);
  if (outcome.status === "ok") throw new Error("the cell did not fail");
  return outcome.error;
}

function execute(source: string) {
  serial += 1;
  const file = `cell-${serial - 1_000_000}.ts`;
  const compilation = compileCell(source, { file, constants: new Map() });
  if (compilation.status === "error") throw new Error(compilation.error.traceback.join("\n"));
  const { code, map, definitions } = compilation.cell;
  const defines = definitions.map(({ name }) => name);
  return notebook.supervisor.execute({
    type: "execute",
    cell: serial,
    file,
    source,
    code,
    map,
    defines,
    silent: false,
  });
}

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

  it("is interrupted like any other", async () => {
    const running = execute("console.log('turning'); while (true) {}");
    await notebook.until(() => notebook.printed("stdout").includes("turning"));
    await notebook.supervisor.interrupt();
    expect((await running).outcome.status).toBe("interrupted");
  });
});
