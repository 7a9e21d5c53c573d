import { afterAll, describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

const notebook = new Notebook();
afterAll(() => notebook.supervisor.shutdown());

describe("a run", () => {
  it("shows the value of its last expression", async () => {
    expect(await notebook.value("$cell.result(6 * 7)")).toBe("42");
  });

  it("shows nothing for undefined", async () => {
    expect(await notebook.value("$cell.result(undefined)")).toBeUndefined();
  });

  it("shows no result when it is silent", async () => {
    const { cell } = await notebook.run("$cell.result(1)", { silent: true });
    expect(notebook.of("result", cell)).toEqual([]);
  });

  it("leaves its names to later cells", async () => {
    await notebook.run("$.seen = [1, 2]; $.add = (x) => $.seen.push(x)");
    expect(await notebook.value("$.add(3); $cell.result($.seen)")).toBe("[ 1, 2, 3 ]");
  });

  it("lets an old function see a name defined anew", async () => {
    await notebook.run("$.rate = 1; $.price = () => $.rate * 10");
    await notebook.run("$.rate = 2");
    expect(await notebook.value("$cell.result($.price())")).toBe("20");
  });

  it("finds globals, and tells of a name that is nowhere", async () => {
    expect(await notebook.value("$cell.result($.Math.max(1, 2))")).toBe("2");
    expect(await notebook.error("$.missing")).toMatchObject({
      name: "ReferenceError",
      message: "missing is not defined",
    });
  });

  it("awaits", async () => {
    expect(await notebook.value("$cell.result(await Promise.resolve(7))")).toBe("7");
  });

  it("ends with an error that the engine finds in the text", async () => {
    expect(await notebook.error("let a = 1; let a = 2;")).toMatchObject({ name: "SyntaxError" });
  });

  it("runs one at a time, in the order of the requests", async () => {
    const first = notebook.run("await new Promise((r) => setTimeout(r, 20)); $.log = ['first']");
    const second = notebook.run("$.log.push('second'); $cell.result($.log)");
    expect((await first).outcome.status).toBe("ok");
    const { cell } = await second;
    expect(notebook.of("result", cell)[0]?.bundle.data["text/plain"]).toBe("[ 'first', 'second' ]");
  });
});
