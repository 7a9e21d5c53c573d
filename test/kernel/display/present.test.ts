// What each kind of value shows of itself.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { present } from "../../../kernel/display/present.ts";
import * as torch from "../../../nn/index.ts";

const text = (value: unknown) => present(value).data;

describe("a value without a picture is text, as Node's inspector prints it", () => {
  class Point {
    x = 1;
  }
  it.each([
    ["null", null, "null"],
    ["a number", -0, "-0"],
    ["a string", "it's", `"it's"`],
    ["a BigInt", 10n, "10n"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["a function", function f() {}, "[Function: f]"],
    ["a Map", new Map([["a", 1]]), "Map(1) { 'a' => 1 }"],
    ["a Set", new Set([1]), "Set(1) { 1 }"],
    ["a class instance", new Point(), "Point { x: 1 }"],
    ["instances in an array", [new Point()], "[ Point { x: 1 } ]"],
    ["a typed array", new Float32Array([1, 2]), "Float32Array(2) [ 1, 2 ]"],
    ["bytes", Uint8Array.of(1, 2), "Uint8Array(2) [ 1, 2 ]"],
    ["an empty array", [], "[]"],
    ["an array of arrays", [[1, 2]], "[ [ 1, 2 ] ]"],
    ["an array of empty objects", [{}], "[ {} ]"],
  ])("%s", (_kind, value, shown) => {
    expect(text(value)).toEqual({ "text/plain": shown });
  });

  it("an error, with its stack and its cause", () => {
    const shown = text(new RangeError("too far", { cause: new Error("lost") }))["text/plain"];
    expect(shown).toMatch(/^RangeError: too far\n {4}at /);
    expect(shown).toContain("[cause]: Error: lost");
  });

  it("a value that resists", () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error("no entry");
        },
        getPrototypeOf: () => {
          throw new Error("no entry");
        },
      },
    );
    expect(text(hostile)["text/plain"]).toContain("no entry");
  });

  it("any value at all has a text, and none fails", () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withNullPrototype: true,
          withSparseArray: true,
        }),
        (value) => {
          expect(typeof text(value)["text/plain"]).toBe("string");
        },
      ),
    );
  });
});

describe("a value that knows how it is shown", () => {
  const displayable = (forms: unknown) => ({ [Symbol.for("Jupyter.display")]: () => forms });

  it("gives its forms, and gets a text", () => {
    const { data } = present(displayable({ "text/html": "<b>1</b>" }));
    expect(data["text/html"]).toBe("<b>1</b>");
    expect(data["text/plain"]).toContain("Jupyter.display");
  });

  it("may have a text and metadata of its own", () => {
    const forms = {
      data: { "image/gif": Uint8Array.of(1, 2, 3), "text/plain": "three" },
      metadata: { "image/gif": { width: 1 } },
    };
    expect(present(displayable(forms))).toEqual({
      data: { "image/gif": "AQID", "text/plain": "three" },
      metadata: { "image/gif": { width: 1 } },
    });
  });

  it("may be a function or a class", () => {
    const shown = Object.assign(() => 1, displayable({ "text/plain": "a layer" }));
    expect(text(shown)).toEqual({ "text/plain": "a layer" });
  });

  it("leaves out forms that are missing", () => {
    expect(text(displayable({ "text/html": undefined, "text/plain": "x", "image/png": null }))).toEqual({
      "text/plain": "x",
    });
  });

  it.each([
    [
      "fails",
      () => {
        throw new Error("broken");
      },
      "broken",
    ],
    ["gives no object", () => 3, "has to return an object"],
    ["gives a promise", async () => ({}), "not a promise"],
  ])("is text where it %s, and the text says why", (_how, display, why) => {
    const shown = text({ name: "mine", [Symbol.for("Jupyter.display")]: display })["text/plain"];
    expect(shown).toContain("name: 'mine'");
    expect(shown).toContain(why);
  });
});

describe("an array of records is a table", () => {
  const html = (value: unknown) => String(present(value).data["text/html"]);

  it("with the columns of all rows, numbers to the right", () => {
    expect(
      html([
        { layer: "conv", weights: 432 },
        { layer: "fc", bias: true },
      ]),
    ).toBe(
      '<table><thead><tr><th style="text-align: left">layer</th>' +
        '<th style="text-align: right">weights</th>' +
        '<th style="text-align: left">bias</th></tr></thead><tbody>' +
        '<tr><td style="text-align: left">conv</td><td style="text-align: right">432</td><td style="text-align: left"></td></tr>' +
        '<tr><td style="text-align: left">fc</td><td style="text-align: right"></td><td style="text-align: left">true</td></tr>' +
        "</tbody></table>",
    );
  });

  it("with the shapes of tensors, but for those of few numbers", () => {
    const shown = html([{ weight: torch.zeros(3, 4), bias: torch.ones(2) }]);
    expect(shown).toContain('<td style="text-align: left">float32 [3, 4]</td>');
    expect(shown).toContain('<td style="text-align: left">tensor([1., 1.])</td>');
  });

  it("with its text escaped", () => {
    expect(html([{ "<a>": "<script>&" }])).toContain(
      '<th style="text-align: left">&lt;a&gt;</th></tr></thead><tbody><tr><td style="text-align: left">&lt;script&gt;&amp;</td>',
    );
  });

  it("of bounded length and width, saying what is missing", () => {
    const rows = Array.from({ length: 250 }, () =>
      Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`c${i}`, i])),
    );
    expect(html(rows).match(/<tr>/g)).toHaveLength(101);
    expect(html(rows).match(/<th /g)).toHaveLength(30);
    expect(html(rows)).toContain("… 150 more rows, 10 more columns");
  });

  it("and text beside it", () => {
    expect(present([{ a: 1 }]).data["text/plain"]).toBe("[ { a: 1 } ]");
  });
});

describe("the bytes of a picture are the picture", () => {
  it.each([
    ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]],
    ["image/jpeg", [0xff, 0xd8, 0xff, 0xe0]],
    ["image/gif", [0x47, 0x49, 0x46, 0x38, 0x39]],
  ])("%s", (mime, bytes) => {
    expect(text(Uint8Array.from(bytes))).toEqual({
      [mime]: Buffer.from(bytes).toString("base64"),
      "text/plain": `${mime}, ${bytes.length} bytes`,
    });
  });
});
