// What a reader finds on the page made of a run notebook, and what the page must never hold.

import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ansiToHtml } from "../../../kernel/headless/ansi.ts";
import { markdownPage } from "../../../kernel/headless/markdown.ts";
import type { Cell, Notebook, Output } from "../../../kernel/headless/notebook.ts";
import { renderReport } from "../../../kernel/headless/report.ts";
import type { JsonObject } from "../../../kernel/wire/message.ts";
import { code, markdown } from "./cells.ts";

const notebooks = resolve(import.meta.dirname, "../../../notebooks");
const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const value = (data: JsonObject, metadata: JsonObject = {}): Output => ({
  output_type: "display_data",
  data,
  metadata,
});

function report(...cells: Cell[]): string {
  const notebook: Notebook = { cells, metadata: { language_info: { name: "typescript" } } };
  return renderReport(notebook, { directory: notebooks, title: "untitled.ipynb" });
}

describe("the page", () => {
  it("is titled by the first heading, or by the file when there is none", () => {
    expect(report(markdown("# Projections & shapes"))).toContain("<title>Projections &amp; shapes</title>");
    expect(report(markdown("no heading"))).toContain("<title>untitled.ipynb</title>");
  });

  it("lists its sections, with anchors that stay apart when titles repeat", () => {
    const html = report(markdown("# Lesson\n## Conv-2D\n## Conv-2D"));
    expect(html).toContain('<a href="#conv-2d">Conv-2D</a>');
    expect(html).toContain('<a href="#conv-2d-2">Conv-2D</a>');
    expect(html.match(/<h2 id="[^"]+"/g)).toEqual(['<h2 id="conv-2d"', '<h2 id="conv-2d-2"']);
  });

  it("lists them as they read, below its title", () => {
    const html = report(markdown("# Lesson\nBegin.\n\n## `ReLU` & *more*\n## $x^2$ [there](https://x)"));
    expect(html).toContain('<a href="#relu-more">ReLU &amp; more</a>');
    expect(html).toContain('<a href="#x-2-there">x^2 there</a>');
    expect(html).toMatch(
      /<h1 [^>]*>Lesson<\/h1><\/section>\s*<nav .*<\/nav>\s*<section class="text">\s*<p>Begin/,
    );
    expect(report(code("1"), markdown("## A\n## B\n# C"))).toMatch(/<main>\s*<nav /);
  });

  it.each([
    ["repeats another", "## A\n## A\n## A-2\n## A 2", ["a", "a-2", "a-2-2", "a-2-3"]],
    ["has no letters", "## !\n## ?", ["section", "section-2"]],
  ])("keeps a title apart that %s", (_name, text, ids) => {
    const html = report(markdown(text));
    expect([...html.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id)).toEqual(ids);
  });

  it("forbids every request, every script and every other address", () => {
    expect(report()).toContain(
      "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    );
  });

  it("colours code and shows the count of its run", () => {
    const html = report(code("const a = 1 < 2;"));
    expect(html).toContain('<span class="hljs-keyword">const</span>');
    expect(html).toContain("&lt;");
    expect(html).toContain('<span class="count">7</span>');
  });
});

describe("a run that failed", () => {
  const error: Output = { output_type: "error", ename: "RangeError", evalue: "no <b>\nmore", traceback: [] };
  const meant = { ...code("throw 1", error), metadata: { tags: ["raises-exception"] } };

  it("is said below the title, with a link to the cell", () => {
    const html = report(markdown("# Lesson"), code("1"), code(" "), meant, code("f()", error), code("g()"));
    const [, anchor] =
      /<h1 .*<\/section>\s*<p class="failure".*<a href="#([^"]+)">cell 3 of 4</.exec(html) ?? [];
    expect(html).toContain("<code>RangeError: no &lt;b&gt;</code>. The cell after it did not run.");
    expect(html).toMatch(new RegExp(`<section class="cell" id="${anchor}">.*f</span>`));
  });

  it("is not one with an error that is shown on purpose", () => {
    expect(report(markdown("# Lesson"), meant)).not.toContain('role="alert"');
  });
});

it("colours a class name whole, digits and all", () => {
  expect(report(code("new nn.Conv2d(1)"))).toContain('<span class="hljs-title class_">Conv2d</span>');
});

describe("an output", () => {
  const cases: [string, Output, string][] = [
    ["a stream", { output_type: "stream", name: "stdout", text: "a < b\n" }, "<pre>a &lt; b\n</pre>"],
    ["text", value({ "text/plain": "torch.Size([2])" }), "<pre>torch.Size([2])</pre>"],
    [
      "HTML",
      value({ "text/html": "<b>x</b>", "text/plain": "x" }),
      '<div class="output value"><b>x</b></div>',
    ],
    [
      "a picture, described by its text and as wide as its metadata says",
      value({ "image/png": `${pixel}\n`, "text/plain": "1 x 1" }, { "image/png": { width: 40 } }),
      `<img src="data:image/png;base64,${pixel}" width="40" alt="1 x 1" />`,
    ],
    [
      "a chart as its drawing, not its specification",
      value({
        "application/vnd.vegalite.v5+json": { mark: "bar" },
        "image/svg+xml": "<svg/>",
        "text/plain": "c",
      }),
      '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="c" />',
    ],
    ["Markdown", value({ "text/markdown": "*x*" }), "<p><em>x</em></p>"],
    ["TeX", value({ "text/latex": "$x^2$" }), "<msup><mi>x</mi><mn>2</mn></msup>"],
    [
      "an error, its colours kept",
      { output_type: "error", ename: "E", evalue: "bad", traceback: ["\x1b[31mE: bad\x1b[0m", "  at cell"] },
      '<pre><span class="ansi-red">E: bad</span>\n  at cell</pre>',
    ],
  ];
  it.each(cases)("shows %s", (_name, output, expected) => {
    expect(report(code("x", output)).replace(/ style="[^"]*"/g, "")).toContain(expected);
  });
});

describe("Markdown", () => {
  const render = (text: string) => markdownPage().render(text);

  it.each([
    ["in the line", "weights $C_{out}$ here", "<msub><mi>C</mi>"],
    ["on display, over lines", "$$\na * b\n* c\n$$", 'display="block"'],
  ])("sets math %s", (_name, text, expected) => {
    expect(render(text)).toContain(expected);
    expect(render(text)).not.toContain("<em>");
  });

  it.each(["from $5 to $6", "`$x$`", "\\$x$"])("leaves dollars alone in %s", (text) => {
    expect(render(text)).not.toContain("<math");
  });

  it("carries attached pictures and those beside the notebook inside the page", () => {
    const attached = { "dot.png": { "image/png": pixel } };
    expect(report(markdown("![dot](attachment:dot.png)", attached))).toContain(
      `data:image/png;base64,${pixel}`,
    );
    expect(report(markdown("![view](pictures/lighthouse.jpg)"))).toMatch(
      /<img src="data:image\/jpeg;base64,\/9j/,
    );
  });

  it("turns a picture of elsewhere, or one that is missing, into a link", () => {
    for (const address of ["https://example.org/a.png", join("pictures", "none.png")]) {
      const html = report(markdown(`![seen](${address})`));
      expect(html).toContain(`<a href="${address}">seen</a>`);
      expect(html).not.toContain("<img");
    }
  });
});

describe("a terminal's text", () => {
  it.each([
    ["plain & simple", "plain &amp; simple"],
    [
      "\x1b[1;32mok\x1b[39m!\x1b[0m.",
      '<span class="ansi-green ansi-bold">ok</span><span class="ansi-bold">!</span>.',
    ],
    ["\x1b[96mbright\x1b[m", '<span class="ansi-cyan">bright</span>'],
    ["\x1b[2Kcleared", "cleared"],
    ["10 %\r100 %\ndone\r\n", "100 %\ndone\n"],
    ["10 %\r", "10 %\r"],
  ])("%j", (text, html) => {
    expect(ansiToHtml(text)).toBe(html);
  });
});
