// Local files that change while the notebook is open.

import { mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

const directory = mkdtempSync(join(tmpdir(), "lamella-changes-"));
const notebook = new Notebook({ directory });
afterAll(() => notebook.supervisor.shutdown());

let time = 1_000_000; // seconds; each write is later than the one before, however fast the test runs

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name);
    writeFileSync(path, text);
    time += 1;
    utimesSync(path, time, time);
  }
}

/** What an expression over the imported module, `m`, shows. */
function shown(specifier: string, expression: string): Promise<unknown> {
  return notebook.value(`const m = await $cell.import("${specifier}"); $cell.result(${expression})`);
}

describe("a local file that has changed", () => {
  beforeEach(() => notebook.run("globalThis.evaluated = []"));

  const forms = [
    { name: "form.ts", text: (n: number) => `export const n: number = ${n}; evaluated.push(n);` },
    { name: "form.tsx", text: (n: number) => `export const n: number = ${n}; evaluated.push(n);` },
    { name: "form.mjs", text: (n: number) => `export const n = ${n}; evaluated.push(n);` },
    { name: "form.cjs", text: (n: number) => `exports.n = ${n}; evaluated.push(exports.n);` },
  ];
  it.each(forms)("is loaded anew, once: $name", async ({ name, text }) => {
    for (const n of [1, 2, 3]) {
      write({ [name]: text(n) });
      expect(await shown(`./${name}`, "m.n")).toBe(String(n));
      expect(await shown(`./${name}`, "m.n")).toBe(String(n));
    }
    expect(await notebook.value("$cell.result(evaluated)")).toBe("[ 1, 2, 3 ]");
  });

  it("is loaded anew: JSON", async () => {
    for (const n of [1, 2]) {
      write({ "data.json": `{ "n": ${n} }` });
      expect(await shown("./data.json", "m.default.n")).toBe(String(n));
    }
  });

  it("is loaded anew when it lies behind others, and these with it, but nothing else", async () => {
    write({
      "top.ts":
        "import { n } from './middle.ts'; import { beside } from './beside.ts'; export { n, beside }; evaluated.push('top');",
      "middle.ts": "export * from './bottom'; evaluated.push('middle');",
      "bottom.ts": "export const n = 1; evaluated.push('bottom');",
      "beside.ts": "export const beside = {}; evaluated.push('beside');",
    });
    expect(await shown("./top.ts", "($.beside = m.beside, m.n)")).toBe("1");
    write({ "bottom.ts": "export const n = 2; evaluated.push('bottom');" });
    expect(await shown("./top.ts", "[m.n, m.beside === $.beside]")).toBe("[ 2, true ]");
    expect(await notebook.value("$cell.result(evaluated.join(' '))")).toBe(
      "'bottom middle beside top bottom middle top'",
    );
  });

  it("is found by a file that was loaded with the old one, after another cell has loaded the new one", async () => {
    write({
      "one.ts": "export { n } from './shared.ts';",
      "two.ts": "export { n } from './shared.ts';",
      "shared.ts": "export const n = 1;",
    });
    expect(await shown("./one.ts", "m.n")).toBe("1");
    write({ "shared.ts": "export const n = 2;" });
    expect(await shown("./two.ts", "m.n")).toBe("2");
    expect(await shown("./one.ts", "m.n")).toBe("2");
  });

  it("is loaded anew with a file that imports it and that it imports", async () => {
    const even = "import { odd } from './odd.ts'; export const even = (n) => n === 0 ? SAYS : odd(n - 1);";
    write({
      "even.ts": even.replace("SAYS", "'yes'"),
      "odd.ts": "import { even } from './even.ts'; export const odd = (n) => n === 0 ? 'no' : even(n - 1);",
    });
    expect(await shown("./odd.ts", "m.odd(3)")).toBe("'yes'");
    write({ "even.ts": even.replace("SAYS", "'indeed'") });
    expect(await shown("./odd.ts", "m.odd(3)")).toBe("'indeed'");
  });

  it("can be put right after it failed, and tells its place by its own name", async () => {
    write({
      "faulty.ts": "import { n } from './part.ts'; export const m = n;",
      "part.ts": "export const n = ;",
    });
    await expect(notebook.error('await $cell.import("./faulty.ts")')).resolves.toMatchObject({
      name: "SyntaxError",
    });
    write({ "part.ts": "export const n: number = 1;\nthrow new Error('thrown');" });
    const { traceback } = await notebook.error('await $cell.import("./faulty.ts")');
    expect(traceback).toContain("    at part.ts:2:7");
    write({ "part.ts": "export const n = 4;" });
    expect(await shown("./faulty.ts", "m.m")).toBe("4");
  });

  it("stays as it was for those who have imported it before", async () => {
    write({ "kept.ts": "export const n = 1;" });
    await notebook.run('$.kept = await $cell.import("./kept.ts")');
    write({ "kept.ts": "export const n = 2;" });
    expect(await shown("./kept.ts", "[$.kept.n, m.n]")).toBe("[ 1, 2 ]");
  });
});
