// A reactive notebook over a real kernel: what front-ends hear when a cell or its ancestor runs again. A small
// model of a front-end keeps what stands below each cell, by the rules of JupyterLab.

import { describe, expect, it } from "vitest";
import { outline } from "../support/conversation.ts";
import { freshPage } from "../support/notebook-page.ts";

const page = freshPage();
const { screen } = page;
const label = (cell: string) => screen.label(cell);

describe("a notebook with cell ids", () => {
  it("lets the cells that use a changed name follow, in order, within the request", async () => {
    await page.runAll({ a: "let x = 1", b: "const y = x + 1; y", c: "x + y" });
    expect(screen.texts("c")).toEqual(["3"]);
    const { published, reply } = await page.run("a", "let x = 10");
    expect(reply.content.status).toBe("ok");
    expect(outline(published)).toEqual([
      "status busy",
      "execute_input",
      "update_display_data",
      "update_display_data",
      "status idle",
    ]);
    expect([screen.texts("b"), screen.texts("c")]).toEqual([["11"], ["21"]]);
  });

  it("stops at a value that has not changed", async () => {
    await page.runAll({ a: "let x = 1", b: "const odd = x % 2; odd", c: "Math.random() + odd" });
    const before = screen.texts("c");
    await page.run("a", "let x = 3");
    expect(screen.texts("c")).toEqual(before);
  });

  it("writes a cell anew that prints, without doubling anything", async () => {
    await page.runAll({ a: "let x = 1", b: 'console.log("x is " + x); x * 2' });
    await page.run("a", "let x = 5");
    expect(screen.texts("b")).toEqual(["x is 5\n", "10"]);
    await page.run("a", "let x = 6");
    expect(screen.texts("b")).toEqual(["x is 6\n", "12"]);
  });

  it("lets displays keep their places", async () => {
    await page.runAll({ a: "let x = 1", b: "display(x); display(x + 1); x + 2" });
    const { published } = await page.run("a", "let x = 5");
    expect(outline(published).filter((each) => each.startsWith("update"))).toHaveLength(3);
    expect(screen.texts("b")).toEqual(["5", "6", "7"]);
  });

  it.each([
    ["has a result no more", "x > 2 ? undefined : x", ["1"], []],
    ["has a result now", "x > 2 ? x : undefined", [], ["5"]],
  ])("shows a cell that %s", async (_what, code, before, after) => {
    await page.runAll({ a: "let x: number = 1", b: code });
    expect(screen.texts("b")).toEqual(before);
    await page.run("a", "let x: number = 5");
    expect(screen.texts("b")).toEqual(after);
  });

  it("shows an error of a cell that follows there, and lets its own users wait", async () => {
    await page.runAll({
      a: "let x: number = 1",
      b: 'if (x > 2) throw new RangeError("no " + x); const y = x; y',
      c: "y * 2",
    });
    const { reply } = await page.run("a", "let x: number = 5");
    expect(reply.content.status).toBe("ok");
    expect(screen.texts("b")).toEqual(["RangeError: no 5"]);
    expect(screen.texts("c")[0]).toMatch(/^stale: waits for cell \[\d+\], which failed\n2$/);
    await page.run("a", "let x: number = 2");
    expect([screen.texts("b"), screen.texts("c")]).toEqual([["2"], ["4"]]);
  });

  it("runs cells once that the front-end has already sent", async () => {
    const cells = {
      a: "let x = 1",
      b: "globalThis.runs = (globalThis.runs ?? 0) + 1; const y = x; y",
      c: "y + globalThis.runs",
    };
    const typed = Object.entries(cells).map(([id, code]): [string, string] => [id, `%types off\n${code}`]);
    for (const [id, code] of typed) await page.run(id, code);
    expect(screen.texts("c")).toEqual(["2"]);
    const sent: string[] = [];
    for (const [id, code] of typed) sent.push(await page.send(id, code.replace("x = 1", "x = 5")));
    await Promise.all(sent.map((id) => page.conversation.end(id)));
    expect(screen.texts("c")).toEqual(["7"]);
  });

  it("re-checks types when the text of a definer has changed", async () => {
    await page.runAll({ a: "let x = 1", b: "x.toFixed(1)" });
    await page.run("a", 'let x = "one"');
    expect(screen.texts("b")[0]).toMatch(/^TS2551: Property 'toFixed' does not exist/);
  });

  it("marks what is stale in lazy mode, and runs it when it is asked for", async () => {
    await page.run("m", "%reactive lazy");
    await page.runAll({ a: "let x = 1", b: "const y = x + 1; y", c: "y" });
    await page.run("a", "let x = 10");
    expect(screen.texts("b")).toEqual([`stale: x of ${label("a")} changed\n2`]);
    expect(screen.texts("c")).toEqual([`stale: waits for ${label("b")}\n2`]);
    await page.run("c", "y");
    expect([screen.texts("b"), screen.texts("c")]).toEqual([["11"], ["11"]]);
  });

  it("lists, runs and explains stale cells", async () => {
    await page.runAll({ a: "let x = 1", b: "// @lazy\nconst y = x + 1; y" });
    await page.run("a", "let x = 10");
    await page.run("q", "%stale");
    expect(screen.texts("q")).toEqual([`${label("b")}: x of ${label("a")} changed\n`]);
    await page.run("q", "%run stale");
    expect(screen.texts("b")).toEqual(["11"]);
    await page.run("q", `%why ${label("b").match(/\d+/)}`);
    expect(screen.texts("q")).toEqual([`${label("b")} ran again because x of ${label("a")} changed.\n`]);
  });

  it("forgets the names of a deleted cell, and tells their users", async () => {
    await page.runAll({ a: "let x = 1", b: "x + 1" });
    await page.run("c", "typeof x", { deletedCells: ["a"] });
    expect(screen.texts("c")).toEqual(["'undefined'"]);
    expect(screen.texts("b")[0]).toContain(`x of ${label("a")} was deleted`);
  });

  it("says once that a name has another owner, and that a value was changed in place", async () => {
    await page.runAll({ a: "let xs = [1]", b: "xs.push(2)" });
    expect(screen.texts("b")[1]).toContain(`changes xs of ${label("a")} in place`);
    await page.run("c", "let xs = [3]");
    expect(screen.texts("c")).toEqual([`xs belongs to ${label("c")} now, before to ${label("a")}.\n`]);
  });

  it("does not run in circles", async () => {
    await page.runAll({ a: "let p = 1", b: "let q = p + 1", c: "let p = q + 1; p" });
    expect(screen.texts("c").join("")).toContain(
      `${label("c")} uses q of ${label("b")}; ${label("b")} uses p of ${label("c")}`,
    );
    expect(screen.texts("c")).toContain("3");
  });

  it("never triggers a cell that reads and redefines a name", async () => {
    await page.runAll({ a: "let n = 1", b: "n += 1; n" });
    expect(screen.texts("b").at(-1)).toBe("2");
    await page.run("b", "n += 1; n");
    expect(screen.texts("b").at(-1)).toBe("3");
  });

  it("stops at an interrupt, and leaves the rest stale", async () => {
    await page.runAll({
      a: "let x: number = 1",
      b: "if (x > 2) { console.log('on'); await new Promise(() => {}); } const y = x; y",
      c: "y + x",
    });
    const id = await page.send("a", "let x: number = 5");
    await page.conversation.until(() => screen.texts("b")[0] === "on\n");
    await page.conversation.ask("interrupt_request", {}, { channel: "control" });
    const { reply } = await page.conversation.end(id);
    expect(reply.content.status).toBe("ok");
    expect(screen.texts("b")[1]).toContain("Interrupted");
    expect(screen.texts("c")[0]).toMatch(/^stale: /);
  });
});

describe("a notebook without cell ids, or with the mode off", () => {
  it.each<[string, object]>([
    ["without cell ids", {}],
    ["with the mode off", { metadata: { cellId: "b" } }],
  ])("is plain Jupyter %s", async (_what, options) => {
    await page.run("m", "%reactive off");
    const run1 = (code: string) => page.conversation.ask("execute_request", { code }, options);
    await run1("let x = 1");
    const { published } = await run1("x");
    expect(outline(published)).toEqual(["status busy", "execute_input", "execute_result", "status idle"]);
    const again = await run1("let x = 2");
    expect(outline(again.published)).toEqual(["status busy", "execute_input", "status idle"]);
  });
});
