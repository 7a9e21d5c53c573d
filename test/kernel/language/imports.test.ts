// Imports: loaded ahead of the cell's other statements, bound as names of the notebook.

import { describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

const packages = {
  fs: { default: { sep: "/" }, readFile: () => "text", "a name": 1 },
  data: { default: [1, 2], "module.exports": { kind: "cjs" } },
  side: {},
};

async function shown(...cells: string[]): Promise<unknown> {
  return (await new Notebook(packages).runAll(cells)).shown[0];
}

describe("import declarations", () => {
  it.each([
    ["a default", "import fs from 'fs'", "fs.sep", "/"],
    ["a name", "import { readFile } from 'fs'", "readFile()", "text"],
    ["a name under another", "import { readFile as read } from 'fs'", "read()", "text"],
    ["a name that is a string", "import { 'a name' as one } from 'fs'", "one", 1],
    ["a namespace", "import * as fs from 'fs'", "fs.readFile()", "text"],
    ["a default and names", "import fs, { readFile } from 'fs'", "fs.sep + readFile()", "/text"],
    ["a default and a namespace", "import fs, * as all from 'fs'", "fs === all.default", true],
    ["what a CommonJS module exports", "import data = require('data')", "data.kind", "cjs"],
  ])("bind %s, in the cell itself and in later cells", async (_what, declaration, expression, value) => {
    expect(await shown(`${declaration}\n${expression}`)).toBe(value);
    expect(await shown(declaration, expression)).toBe(value);
  });

  it("can be declared again, as everything", async () => {
    expect(
      await shown(
        "const fs = 1",
        "import fs from 'fs'\nimport * as all from 'fs'",
        "const all = fs\nall.sep",
      ),
    ).toBe("/");
  });

  it("are loaded before what stands above them runs, in their order", async () => {
    const notebook = new Notebook(packages);
    await notebook.run(
      "const early = readFile()\nimport { readFile } from 'fs'\nimport 'side'; import d from 'data'\nd",
    );
    expect(notebook.scope.early).toBe("text");
    expect(notebook.imported.map(({ specifier }) => specifier)).toEqual(["fs", "side", "data"]);
  });

  it("load a module for its effects alone, and for what it re-exports", async () => {
    const notebook = new Notebook(packages);
    await notebook.run("import 'side'\nexport * from 'data'\nexport { readFile } from 'fs'");
    expect(notebook.imported.map(({ specifier }) => specifier)).toEqual(["side", "data", "fs"]);
  });

  it("load nothing for types", async () => {
    const notebook = new Notebook(packages);
    await notebook.run(
      "import type { A } from 'types'\nimport { type B, type C } from 'types'\nexport type { D } from 'types'\nimport type E = require('types')\nlet x: A | B | C",
    );
    expect(notebook.imported).toEqual([]);
  });

  it("pass their attributes on", async () => {
    const notebook = new Notebook(packages);
    await notebook.run("import data from 'data' with { type: 'json' }");
    expect(notebook.imported).toEqual([
      { specifier: "data", required: [], options: { with: { type: "json" } } },
    ]);
  });

  it("have to exist if the cell reads them as values", async () => {
    await expect(new Notebook(packages).run("import { readFil } from 'fs'\nreadFil()")).rejects.toThrow(
      "fs exports no readFil",
    );
  });

  it("need not exist otherwise: they may be types", async () => {
    const notebook = new Notebook(packages);
    await notebook.run("import { Stats, readFile } from 'fs'\nlet s: Stats | typeof readFile");
    expect(notebook.imported).toEqual([{ specifier: "fs", required: [], options: undefined }]);
    expect(Object.keys(notebook.scope)).toEqual(["readFile", "s"]);
  });
});
