import { afterAll, describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

const notebook = new Notebook();
afterAll(() => notebook.supervisor.shutdown());

/** The displays of one cell: MIME type and content of the richest form, whether it is an update, and of which. */
async function displays(body: string) {
  const { cell, outcome } = await notebook.run(body);
  expect(outcome).toEqual({ status: "ok" });
  return notebook.of("display", cell).map(({ bundle, update, id }) => ({ data: bundle.data, update, id }));
}

describe("display", () => {
  it("shows a value in the middle of a cell", async () => {
    expect(await displays("display(6 * 7)")).toMatchObject([{ data: { "text/plain": "42" }, update: false }]);
  });

  it("gives a place whose content can change, also from a later cell", async () => {
    const [shown] = await displays("$.place = display('a')");
    const updates = await displays("$.place.update('b')");
    expect(updates).toMatchObject([{ data: { "text/plain": "'b'" }, update: true, id: shown?.id }]);
  });

  it("takes a name of the person's own, and shows anew when it is used again", async () => {
    const shown = await displays("display(1, { id: 'mine' }); display(2, { id: 'mine' })");
    expect(shown).toMatchObject([
      { id: "mine", update: false },
      { id: "mine", update: false },
    ]);
  });

  it("can be cleared, at once or with the next output", async () => {
    const { cell } = await notebook.run("clearOutput(); clearOutput({ wait: true })");
    expect(notebook.of("clear", cell).map(({ wait }) => wait)).toEqual([false, true]);
  });
});

describe("progress", () => {
  const cases = [
    { items: "3", values: "[ 0, 1, 2 ]", last: "of 3" },
    { items: "['a', 'b']", values: "[ 'a', 'b' ]", last: "2 of 2" },
    { items: "new Set([1])", values: "[ 1 ]", last: "1 of 1" },
    { items: "(function* () { yield 1; yield 2; })()", values: "[ 1, 2 ]", last: "2" },
    { items: "[]", values: "[]", last: "0 of 0" },
  ];
  it.each(cases)("goes through $items and ends at $last", async ({ items, values, last }) => {
    const shown = await displays(`$.values = [...progress(${items}, { label: "<Epoch>" })]`);
    expect(await notebook.value("$cell.result($.values)")).toBe(values);
    expect(shown[0]).toMatchObject({ update: false });
    expect(shown.at(-1)).toMatchObject({ update: true, id: shown[0]?.id });
    expect(shown.at(-1)?.data["text/plain"]).toMatch(new RegExp(`^<Epoch> .*${last} \\([^)]+\\)$`));
    expect(shown.at(-1)?.data["text/html"]).toContain("&lt;Epoch&gt;");
  });

  it("goes through what comes in time", async () => {
    const shown = await displays(
      "for await (const i of progress((async function* () { yield 1; yield 2; })(), { total: 4 })) i;",
    );
    expect(shown.at(-1)?.data["text/plain"]).toMatch(/ 2 of 4 /);
  });

  it.each([
    ["a break", "for (const i of progress(5)) if (i === 2) break;"],
    ["an error", "try { for (const i of progress(5)) if (i === 2) throw new Error(); } catch {}"],
  ])("says where %s stopped", async (_how, body) => {
    expect((await displays(body)).at(-1)?.data["text/plain"]).toMatch(/ 2 of 5 \(.*stopped\)$/);
  });

  it("keeps one place for those that run within another", async () => {
    const shown = await displays("for (const a of progress(20)) for (const b of progress(2)) b;");
    expect(new Set(shown.map(({ id }) => id)).size).toBe(2);
    expect(shown.filter(({ update }) => !update)).toHaveLength(2);
  });

  it("shows no more than the eye can follow", async () => {
    const shown = await displays("for (const i of progress(100_000)) i;");
    expect(shown.length).toBeLessThan(50);
  });
});

describe("progress that is interrupted", () => {
  it.each([
    ["a loop", "for (const i of progress(5)) { if (i === 2) { console.log('under way'); while (true) {} } }"],
    [
      "a loop that waits",
      "for await (const i of progress(5)) { if (i === 2) { console.log('under way'); await new Promise(() => {}); } }",
    ],
  ])("says where %s stopped, with those around it", async (_name, loop) => {
    const said = () => notebook.printed("stdout").split("under way").length;
    const before = said();
    const run = notebook.run(`for (const a of progress(7)) { ${loop} }`);
    await notebook.until(() => said() > before);
    await notebook.supervisor.interrupt();
    const { cell } = await run;
    const last = notebook.of("display", cell).slice(-2);
    expect(last.map(({ update }) => update)).toEqual([true, true]);
    expect(last[0]?.bundle.data["text/plain"]).toMatch(/ 2 of 5 \(.*stopped\)$/);
    expect(last[1]?.bundle.data["text/plain"]).toMatch(/ 0 of 7 \(.*stopped\)$/);
    expect((await displays("for (const i of progress(2)) i;")).filter(({ update }) => !update)).toHaveLength(
      1,
    );
  });
});

describe("progress in a console", () => {
  /** What stands on the console's lines in the end. */
  async function lines(body: string): Promise<string[]> {
    const { cell } = await notebook.run(body, { isConsole: true });
    expect(notebook.of("display", cell)).toEqual([]);
    const text = notebook
      .of("stream", cell)
      .map((event) => event.text)
      .join("");
    return text.split("\n").map((line) => line.split("\r").at(-1)?.replace("\x1b[K", "") ?? "");
  }

  it.each([
    ["one loop", "for (const i of progress(3, { label: 'epoch' })) i;", /^epoch █{20} 3 of 3 \(.*\)$/],
    [
      "loops within each other",
      "for (const a of progress(2)) for (const b of progress(4)) b;",
      /^█{20} 2 of 2 /,
    ],
    ["a loop that stops", "for (const a of progress(4)) if (a === 1) break;", / 1 of 4 \(.*stopped\)$/],
  ])("is one line, written over by %s", async (_name, body, last) => {
    const [line, ...rest] = await lines(body);
    expect(line).toMatch(last);
    expect(rest).toEqual([""]);
  });
});

describe("curves", () => {
  it("grow in their place, ten times a second at most, to the last step", async () => {
    const shown = await displays(`
      const place = curves({ title: "Loss" });
      for (let i = 0; i < 500; i += 1) place.add({ loss: 1 / (i + 1) });
      await new Promise((done) => setTimeout(done, 400));
    `);
    expect(shown.length).toBeLessThan(10);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(1);
    const spec = JSON.stringify(shown.at(-1)?.data["application/vnd.vegalite.v5+json"]);
    expect(spec.match(/\\n\d+,[\d.]+/g)).toHaveLength(500); // a row of the CSV for each step
  });
});

describe("tslab's display", () => {
  const kinds = [
    { call: "html('<b>x</b>')", mime: "text/html", content: "<b>x</b>" },
    { call: "markdown('# x')", mime: "text/markdown", content: "# x" },
    { call: "latex('$x$')", mime: "text/latex", content: "$x$" },
    { call: "javascript('1')", mime: "text/javascript", content: "1" },
    { call: "text('x')", mime: "text/plain", content: "x" },
    {
      call: 'svg(\'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\')',
      mime: "image/svg+xml",
      content: expect.stringContaining("<svg"),
    },
    { call: "png(Uint8Array.of(1, 2, 3))", mime: "image/png", content: "AQID" },
    { call: "jpeg(Uint8Array.of(1))", mime: "image/jpeg", content: "AQ==" },
    { call: "gif(Uint8Array.of(1))", mime: "image/gif", content: "AQ==" },
    { call: "pdf(Buffer.from([1]))", mime: "application/pdf", content: "AQ==" },
    { call: "raw('application/x-own', 'text')", mime: "application/x-own", content: "text" },
  ];
  it.each(kinds)("$call", async ({ call, mime, content }) => {
    const shown = await displays(`(await $cell.import("tslab")).display.${call}`);
    expect(shown).toMatchObject([
      { update: false, data: { [mime]: content, "text/plain": expect.any(String) } },
    ]);
  });

  it("newDisplay() overwrites its own place", async () => {
    const shown = await displays(`
      const place = (await $cell.import("tslab")).newDisplay();
      place.text("one");
      place.text("two");`);
    expect(shown).toMatchObject([{ update: false }, { update: true, id: shown[0]?.id }]);
  });
});

describe("a display as a cell's last expression", () => {
  it("is not shown twice", async () => {
    const { cell } = await notebook.run("$cell.result(display(1))");
    expect(notebook.of("display", cell)).toHaveLength(1);
    expect(notebook.of("result", cell)).toEqual([]);
  });
});

describe("display.image and display.featureMaps", () => {
  it.each(["image", "featureMaps"])("display.%s shows a picture of a tensor", async (method) => {
    const tensor = "(await $cell.import('lamella', ['rand'])).rand([3, 8, 8])";
    const shown = await displays(`display.${method}(${tensor})`);
    const [, png = ""] = /base64,([^"]+)"/.exec(String(shown[0]?.data["text/html"])) ?? [];
    expect(Buffer.from(png, "base64").subarray(1, 4).toString()).toBe("PNG");
  });
});
