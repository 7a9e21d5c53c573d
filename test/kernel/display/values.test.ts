// What kinds of values show of themselves: one line for each, with the text that a person sees.

import { describe, expect, it } from "vitest";
import { present } from "../../../kernel/display/present.ts";
import { html, md, svg, tex } from "../../../kernel/display/rich-text.ts";
import * as torch from "../../../nn/index.ts";

class Point {
  x = 1;
  #hidden = 2;
  get sum() {
    return this.x + this.#hidden;
  }
}

const circular: Record<string, unknown> = { name: "a" };
circular.self = circular;
const deep = { a: { b: { c: { d: { e: { f: 1 } } } } } };
const bytesOf = (text: string) => new TextEncoder().encode(text);
const square = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"></svg>';
const arquero = { columnNames: () => ["a"], objects: () => [{ a: 1 }], toString: () => "frame" };
const polars = { columns: ["a"], toRecords: () => [{ a: 1 }] };

/** the value, the richest of its forms, and its text or a part of it */
const cases: readonly (readonly [kind: string, value: unknown, mime: string, text: string | RegExp])[] = [
  ["undefined", undefined, "text/plain", "undefined"],
  ["null", null, "text/plain", "null"],
  ["a boolean", true, "text/plain", "true"],
  ["a number", 0.1, "text/plain", "0.1"],
  ["NaN", Number.NaN, "text/plain", "NaN"],
  ["a BigInt", 12n, "text/plain", "12n"],
  ["text", "a\nb", "text/plain", "'a\\nb'"],
  ["a symbol", Symbol.iterator, "text/plain", "Symbol(Symbol.iterator)"],
  ["a function", Math.max, "text/plain", "[Function: max]"],
  ["a class", Point, "text/plain", "[class Point]"],
  ["an instance", new Point(), "text/plain", "Point { x: 1 }"],
  ["a date", new Date(0), "text/plain", "1970-01-01T00:00:00.000Z"],
  ["a regular expression", /a+/g, "text/plain", "/a+/g"],
  ["an array", [1, "a"], "text/plain", "[ 1, 'a' ]"],
  ["an array with holes", Array(3), "text/plain", "[ <3 empty items> ]"],
  ["a long array", Array(300).fill(0), "text/plain", /200 more items/],
  ["a Map", new Map([[1, "a"]]), "text/plain", "Map(1) { 1 => 'a' }"],
  ["a Set", new Set(["a"]), "text/plain", "Set(1) { 'a' }"],
  ["a WeakMap", new WeakMap(), "text/plain", "WeakMap { <items unknown> }"],
  ["a typed array", Int16Array.of(1, -1), "text/plain", "Int16Array(2) [ 1, -1 ]"],
  ["a buffer", new ArrayBuffer(2), "text/plain", /^ArrayBuffer \{ .*<00 00>/],
  ["a promise that is kept", Promise.resolve(1), "text/plain", "Promise { 1 }"],
  ["a promise that waits", new Promise(() => undefined), "text/plain", "Promise { <pending> }"],
  ["an error", new TypeError("wrong"), "text/plain", /^TypeError: wrong\n {4}at /],
  ["a circle", circular, "text/plain", "<ref *1> { name: 'a', self: [Circular *1] }"],
  ["something deep", deep, "text/plain", /\[Object\]/],
  ["records", [{ a: 1 }], "text/html", "[ { a: 1 } ]"],
  ["a frame of Arquero", arquero, "text/html", "[ { a: 1 } ]"],
  ["a frame of Polars", polars, "text/html", "[ { a: 1 } ]"],
  ["HTML", html`<b>${"<"}</b>`, "text/html", "<b>&lt;</b>"],
  ["Markdown", md`**a**`, "text/markdown", "**a**"],
  ["a formula", tex`\frac{1}{2}`, "text/latex", "$$\\frac{1}{2}$$"],
  ["an SVG", svg`<svg width="2" height="2"></svg>`, "image/svg+xml", "SVG picture, 2 × 2 pixels"],
  ["the bytes of an SVG", bytesOf(square), "image/svg+xml", "SVG picture, 2 × 2 pixels"],
  ["the bytes of a JPEG", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), "image/jpeg", "image/jpeg, 4 bytes"],
  [
    "its own way",
    { [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "mine" }) },
    "text/plain",
    "mine",
  ],
  ["a tensor of few numbers", torch.ones(2), "text/plain", "tensor([1., 1.])"],
  ["a tensor of many", torch.ones(100), "text/html", /^tensor\(\[1\., 1\./],
  ["a size", torch.ones(1, 2, 3, 4).size(), "text/html", "torch.Size([1, 2, 3, 4])"],
  ["a layer", new torch.nn.Linear(2, 3), "text/plain", /^Linear\(in_features=2, out_features=3/],
];

describe("a value shows itself", () => {
  it.each(cases)("%s", (_kind, value, mime, text) => {
    const { data } = present(value);
    expect(Object.keys(data)).toContain(mime);
    if (mime === "text/plain") expect(Object.keys(data)).toEqual(["text/plain"]);
    if (typeof text === "string") expect(data["text/plain"]).toBe(text);
    else expect(data["text/plain"]).toMatch(text);
  });

  it("and no HTML of ours holds a script or an SVG", () => {
    for (const [, value] of cases) {
      const markup = present(value).data["text/html"];
      expect(markup ?? "").not.toMatch(/<script|<svg|javascript:/i);
    }
  });
});
