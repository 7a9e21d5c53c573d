// Types react too, over a real kernel and compiler: what stands below a cell when the types that it takes from others
// change, and which cells run.

import { beforeEach, describe, expect, it } from "vitest";
import { freshPage } from "../support/notebook-page.ts";

const page = freshPage();
beforeEach(async () => {
  await page.run(
    "start",
    "Object.assign(globalThis, { ran: [] }); const note = (cell: string) => Reflect.get(globalThis, 'ran').push(cell)",
  );
});

const shown = (cell: string) => page.screen.texts(cell).join("\n");

/** How often each cell has run that notes it. */
async function runs(): Promise<string> {
  await page.run("ask", "// @off\nReflect.get(globalThis, 'ran').join(' ')");
  return shown("ask").replaceAll("'", "");
}

describe("when the text of a cell has changed", () => {
  it("a cell that uses only its type shows that it is ill-typed, and does not run", async () => {
    await page.runAll({
      a: "interface Point { x: number }",
      b: "note('b'); const p: Point = { x: 1 }; p.x",
      c: "p.x + 1",
    });
    await page.run("a", "interface Point { x: string }");
    expect(shown("b")).toMatch(/^TS2322: Type 'number' is not assignable to type 'string'/);
    expect(shown("c")).toContain(`waits for ${page.screen.label("b")}, which failed`);
    expect(await runs()).toBe("b");
    await page.run("a", "interface Point { x: number; y?: number }");
    expect([shown("b"), shown("c")]).toEqual(["1", "2"]);
  });

  it("a cell that is right still does not run for a type alone", async () => {
    await page.runAll({ a: "type Size = number", b: "note('b'); const s: Size = 1; s" });
    await page.run("a", "type Size = number | string");
    expect(await runs()).toBe("b");
    expect(shown("b")).toBe("1");
  });

  it("types react through cells that stay right", async () => {
    await page.runAll({
      a: "type Size = number",
      b: "const area = (s: Size) => s",
      c: "note('c'); const n: number = area(2); n",
    });
    await page.run("a", "type Size = number | string");
    expect(shown("c")).toMatch(/^TS2322: Type 'Size' is not assignable to type 'number'/);
  });

  it("a cell whose value has not changed is checked all the same", async () => {
    await page.runAll({ a: "const n: number = 1", b: "const m: number = n; m" });
    await page.run("a", "const n: number | string = 1 as number | string");
    expect(shown("b")).toMatch(/^TS2322: Type 'string \| number' is not assignable/);
  });

  it("an ill-typed cell runs neither for a value nor for a control until it is right", async () => {
    await page.runAll({ a: "let n = 1", d: "let step = 1", b: "note('b'); n.toFixed(step)" });
    await page.run("a", "let n = 'one'");
    await page.run("d", "let step = 2");
    expect(shown("b")).toMatch(/^TS2551/);
    expect(await runs()).toBe("b");
    await page.run("a", "let n = 3");
    expect(shown("b")).toBe("'3.00'");
    expect(await runs()).toBe("b b");
  });

  it("a lazy cell keeps its output, and is checked when it is asked to run", async () => {
    await page.runAll({ a: "let n = 1", b: "// @lazy\nn.toFixed(1)" });
    await page.run("a", "let n = 'one'");
    expect(shown("b")).toBe(`stale: n of ${page.screen.label("a")} changed\n'1.0'`);
    await page.run("do", "%run stale");
    expect(shown("b")).toMatch(/^TS2551/);
  });

  it("with %types warn, what is wrong stands above the new output, once", async () => {
    await page.run("mode", "%types warn");
    await page.runAll({ a: "let n: any = 1; let k = 1", b: "const m: number = k; n" });
    await page.run("a", "let n: any = 2; let k = 'k'");
    const [warning, result] = page.screen.texts("b");
    expect(warning).toMatch(/^TS2322: Type 'string' is not assignable to type 'number'/);
    expect(result).toBe("2");
  });
});

describe("a name whose cell has failed", () => {
  const failed = () => ` is declared in ${page.screen.label("a")}, which failed)`;
  const wrong = "const wrong: number = 'one'";

  it.each([
    ["by its types", `const net = 1; ${wrong}`, "net", "TS2304: Cannot find name 'net'. (net"],
    [
      "before it defined it",
      "throw new Error('no'); const net = 1",
      "net",
      "TS2304: Cannot find name 'net'. (net",
    ],
    [
      "and which is a type",
      `type Size = number; ${wrong}`,
      "let s: Size",
      "TS2304: Cannot find name 'Size'. (Size",
    ],
    [
      "and which is a namespace",
      `import * as torch from 'lamella'; ${wrong}`,
      "let x: torch.Tensor",
      "TS2503: Cannot find namespace 'torch'. (torch",
    ],
    [
      "in a shorthand",
      `const net = 1; ${wrong}`,
      "({ net })",
      "TS18004: No value exists in scope for the shorthand property 'net'. Either declare one or provide an initializer. (net",
    ],
  ])("%s is unknown, and the cell that declares it is named", async (_how, a, b, message) => {
    await page.runAll({ a, b });
    expect(shown("b")).toBe(message + failed());
  });

  it("is not missing where it has a value from before", async () => {
    await page.runAll({ a: "const net = 1" });
    await page.runAll({ a: `const net = 1; ${wrong}`, b: "net" });
    expect(shown("b")).toBe("1");
  });

  it.each<[what: string, cells: Readonly<Record<string, string>>, deleted: string[]]>([
    ["declares it no more", { a: "1" }, []],
    ["has no syntax now", { a: "const net = ;" }, []],
    ["is deleted", {}, ["a"]],
  ])("is only unknown when the cell %s", async (_what, cells, deletedCells) => {
    await page.runAll({ a: `const net = 1; ${wrong}`, ...cells });
    await page.run("b", "net", { deletedCells });
    expect(shown("b")).toBe("TS2304: Cannot find name 'net'.");
  });
});

describe("when a cell is deleted", () => {
  it("its names are unknown to the types, and those who use its types are told", async () => {
    await page.runAll({
      a: "interface Point { x: number }; const one = 1",
      b: "const p: Point = { x: 1 }; p.x",
      c: "one",
    });
    await page.run("d", "one", { deletedCells: ["a"] });
    expect(shown("d")).toMatch(/^TS2304: Cannot find name 'one'/);
    expect(shown("b")).toMatch(/^TS2304: Cannot find name 'Point'/);
    expect(shown("c")).toMatch(/^stale: one of cell \[\d+\] was deleted/);
  });
});
