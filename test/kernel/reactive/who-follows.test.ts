// Who follows what, over a real kernel: a control is followed by those who read its value, an import cell by those who
// use what it newly imports, and a _name by nobody.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { sharedPage } from "../support/notebook-page.ts";

const page = sharedPage();
beforeEach(async () => {
  const deletedCells = ["k", "a", "b", "c", "d"]; // what the test before has left
  await page.run("mode", "%types off\nglobalThis.ran = ''", { deletedCells });
});

/** Runs cells; each notes that it ran. */
async function runAll(cells: Readonly<Record<string, string>>): Promise<void> {
  for (const [cell, code] of Object.entries(cells)) await page.run(cell, noting(cell, code));
  await ran();
}

const noting = (cell: string, code: string) => `globalThis.ran += "${cell} ";\n${code}`;

/** The cells that have run since it was asked last. */
async function ran(): Promise<string> {
  await page.run("ask", "const told = globalThis.ran.trim(); globalThis.ran = ''; told");
  return page.screen.texts("ask").join("").replaceAll("'", "");
}

/** A person moves the slider that was made last. */
async function move(state: object): Promise<void> {
  const opened = page.conversation.heard.findLast(
    ({ header, content }) =>
      header.msg_type === "comm_open" && Object(content.data).state._model_name === "IntSliderModel",
  );
  const data = { method: "update", state, buffer_paths: [] };
  const content = { comm_id: opened?.content.comm_id, data };
  const id = await page.conversation.client.send("shell", "comm_msg", content);
  await page.conversation.idle(id);
}

const slider = "const k = ui.intSlider({ min: 0, max: 9, value: 1 })";

describe("a control is followed", () => {
  it.each<[who: string, cells: Record<string, string>, follows: string]>([
    ["by a cell that reads its value", { a: "k.value" }, "a"],
    ["by a cell that reads it after an await", { a: "await null; await null; k.value" }, "a"],
    [
      "by a cell that calls a function which reads it, not by the function's cell",
      { a: "const f = () => k.value", b: "f()" },
      "b",
    ],
    ["by those who use what a reader defines", { a: "const twice = k.value * 2", b: "twice + 1" }, "a b"],
    [
      "by a reader that gets it out of a box",
      { a: "const box = ui.hbox([k])", b: "box.children[0].value" },
      "b",
    ],
    ["not by a cell that only shows it", { a: "k" }, ""],
    [
      "not by a cell whose handler reads it",
      { a: "const go = ui.button('go'); go.onClick(() => k.value); go" },
      "",
    ],
    ["not by a cell that listens to it", { a: "k.onChange((value) => value)" }, ""],
    [
      "not by an interact that has it as an argument, but by one whose function reads it",
      { a: "interact(({ x }) => x, { x: k })", b: "interact(({ y }) => y + k.value, { y: true })" },
      "b",
    ],
    [
      "not by a timer that reads it when its cell has ended",
      { a: "setTimeout(() => k.value, 20); await 0" },
      "",
    ],
    ["not by its own cell", { k: `${slider}; k.value` }, ""],
  ])("%s", async (_who, cells, follows) => {
    await runAll({ k: slider, ...cells });
    await page.run("wait", "await new Promise((resolve) => setTimeout(resolve, 50))");
    await move({ value: 5 });
    expect(await ran()).toBe(follows);
  });
});

describe("a control that a running cell sets", () => {
  it("is followed by those who read it, without a word about changes in place", async () => {
    await runAll({ k: slider, a: "k.value" });
    await page.run("b", noting("b", "k.value = 7"));
    expect(await ran()).toBe("b a");
    expect(page.screen.texts("a")).toEqual(["7"]);
    expect(page.screen.texts("b").join("")).not.toContain("in place");
  });

  it("goes once around where two cells set what the other reads", async () => {
    await runAll({
      k: slider,
      j: slider.replace("k", "j"),
      a: "k.value = j.value + 1",
      b: "j.value = k.value + 1",
    });
    await page.run("k2", noting("k2", "k.value = 5"));
    expect(await ran()).toBe("k2 b a");
  });
});

describe("an import cell", () => {
  const before = 'import { sep, join } from "node:path"';
  const users = {
    b: "sep.length",
    c: 'join("a", "b")',
    d: 'typeof basename === "function" && basename("a/b")',
  };

  it("lets only the users of a new name follow", async () => {
    await runAll({ a: before, ...users });
    await page.run("a", noting("a", 'import { sep, join, basename } from "node:path"'));
    expect(await ran()).toBe("a d");
    expect(page.screen.texts("d")).toEqual(["'b'"]);
  });

  it("lets nobody follow when it only runs again, with a whole module or one name", async () => {
    await runAll({
      a: 'import * as path from "node:path"; import { join } from "node:path"',
      b: "path.sep + join",
    });
    await page.run("a", noting("a", 'import * as path from "node:path"; import { join } from "node:path"'));
    expect(await ran()).toBe("a");
  });

  it("lets the users of a local file follow when that has changed, as far as what they use has", async () => {
    const { texts } = page.screen;
    await page.run("where", "process.cwd()");
    const file = join(texts.call(page.screen, "where").join("").replaceAll("'", ""), "changing-file.ts");
    writeFileSync(file, "export const one = 1;\nexport const f = () => 2;\n");
    await runAll({ a: 'import { one, f } from "./changing-file.ts"', b: "one", c: "f()" });
    writeFileSync(file, "export const one = 1;\nexport const f = () => 33;\n");
    await page.run("a", noting("a", 'import { one, f } from "./changing-file.ts"'));
    expect(await ran()).toBe("a c");
    expect(page.screen.texts("c")).toEqual(["33"]);
  });
});

describe("a value changed in place and then copied", () => {
  it("has changed", async () => {
    await runAll({ a: "let xs = [1]", b: "xs.length", c: "xs.push(2); xs = [...xs]; 0" });
    expect(page.screen.texts("b")).toEqual(["2"]);
  });
});

describe("a _name", () => {
  it.each(["auto", "lazy", "off"])("is its cell's own in the mode %s", async (mode) => {
    await page.run("mode", `%reactive ${mode}`);
    await runAll({ a: "const _own = 1; const get = () => _own; _own", b: "const _own = 2; _own + get()" });
    expect(page.screen.texts("b")).toEqual(["3"]);
    await page.run("a", noting("a", "const _own = 5; const other = _own"));
    expect(await ran()).toBe("a");
    await page.run("c", "_own");
    expect(page.screen.texts("c").join("")).toMatch(
      /_own is not defined \(a name that begins with _ is local/,
    );
    await page.run("mode", "%reactive auto");
  });
});
