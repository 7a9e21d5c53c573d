// The tagged templates of a cell.

import { describe, expect, it } from "vitest";
import { present } from "../../../kernel/display/present.ts";
import { html, md, svg, tex } from "../../../kernel/display/rich-text.ts";
import { pngOf } from "./png.ts";

describe("html", () => {
  it("escapes the text put in", () => {
    expect(String(html`<b title="${'"'}">${"<i>&'"}</b>`)).toBe('<b title="&quot;">&lt;i&gt;&amp;&#39;</b>');
  });

  it("takes HTML as it is, and lists element by element", () => {
    const items = ["a", "<"].map((each) => html`<li>${each}</li>`);
    expect(String(html`<ul>${items}</ul>`)).toBe("<ul><li>a</li><li>&lt;</li></ul>");
  });

  it("escapes what is of another language", () => {
    expect(String(html`${md`a < b`}`)).toBe("a &lt; b");
  });

  it("shows as HTML, with its source as text", () => {
    expect(present(html`<b>1</b>`).data).toEqual({ "text/html": "<b>1</b>", "text/plain": "<b>1</b>" });
  });
});

describe("md", () => {
  it("takes Markdown and numbers as they are", () => {
    expect(present(md`**${1 + 1}** ${"*x*"}`).data["text/markdown"]).toBe("**2** *x*");
  });
});

describe("tex", () => {
  it("keeps its backslashes and shows as a formula", () => {
    expect(present(tex`\frac{1}{${2}}`).data["text/latex"]).toBe("$$\\frac{1}{2}$$");
  });
});

describe("svg", () => {
  const red = svg`<svg width="20" height="10"><rect width="20" height="10" fill="${"red"}"/></svg>`;

  it("travels with a PNG, twice as many pixels for sharp screens", () => {
    const bundle = present(red);
    const { width, height, at } = pngOf(bundle);
    expect([width, height]).toEqual([40, 20]);
    expect(at(20, 10)).toEqual([255, 0, 0, 255]);
    expect(bundle.data["text/html"]).toMatch(/ width="20" height="10" alt="SVG picture, 20 × 10 pixels">$/);
  });

  it("has its title as alternative text", () => {
    const titled = svg`<svg width="20" height="10"><title>${"A & B"}</title></svg>`;
    expect(present(titled).data["text/html"]).toContain('alt="A &amp; B"');
  });

  it("gets the namespace that it needs as a picture of its own", () => {
    expect(present(red).data["image/svg+xml"]).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="20"/,
    );
  });

  it("keeps half-transparent colours", () => {
    const half = svg`<svg width="4" height="4"><rect width="4" height="4" fill="#ff8000" fill-opacity="0.5"/></svg>`;
    const [red = 0, green = 0, blue = 0, alpha = 0] = pngOf(present(half)).at(4, 4);
    expect([red, blue, alpha]).toEqual([255, 0, 128]);
    expect(Math.abs(green - 128)).toBeLessThanOrEqual(1);
  });

  it("draws text in a font that is there on every machine", () => {
    const word = svg`<svg width="60" height="20"><text x="0" y="16" font-size="16">MMM σ</text></svg>`;
    const { width, height, at } = pngOf(present(word));
    const inked = Array.from(
      { length: width * height },
      (_, i) => at(i % width, Math.floor(i / width))[3] ?? 0,
    ).filter((alpha) => alpha > 0);
    expect(inked.length).toBeGreaterThan(200);
  });

  it("is text where it is none, and the text says why", () => {
    const { data } = present(svg`<svg><rect</svg>`);
    expect(Object.keys(data)).toEqual(["text/plain"]);
    expect(data["text/plain"]).toContain("SVG data parsing failed");
  });
});
