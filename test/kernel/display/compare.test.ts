// What modules cost, side by side. The numbers are the documentation's formulas, worked out by hand.

import { describe, expect, it } from "vitest";
import { compare } from "../../../kernel/display/chart/compare.ts";
import { present } from "../../../kernel/display/present.ts";
import * as torch from "../../../nn/index.ts";

const { nn, blocks } = torch;
const x = torch.zeros(2, 16, 23, 23);
const places = 2 * 23 * 23;

describe("a normal convolution beside a depthwise separable one", () => {
  const normal = new nn.Conv2d(16, 32, 3, { padding: 1 });
  const separable = new blocks.DepthwiseSeparableConv(16, 1, 32);
  const bundle = present(compare({ normal, separable }, x));
  const markup = String(bundle.data["text/html"]);

  it("is a table of parameters, multiply-adds and how many times fewer", () => {
    // 32 x 16 x 3 x 3 weights and 32 biases; 16 x 3 x 3 and 16, then 16 x 32 and 32
    const [many, few] = [4608 + 32, 144 + 16 + 512 + 32];
    const multiplyAdds = (parameters: number) => (parameters * places).toLocaleString("en-US").padStart(13);
    expect(String(bundle.data["text/plain"]).split("\n")).toEqual([
      "           Parameters              Multiply-adds              Output shape",
      `normal          4,640              ${multiplyAdds(many)}              [2, 32, 23, 23]`,
      `separable         704  6.6× fewer  ${multiplyAdds(few)}  6.6× fewer  [2, 32, 23, 23]`,
    ]);
  });

  it("is a picture in words that stay as large as the page's", () => {
    expect(Object.keys(bundle.data)).toEqual(["text/html", "text/plain"]);
    const words = markup
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ")
      .trim();
    expect(words).toBe(
      "Parameters normal 4,640 separable 704 6.6× fewer Multiply-adds normal 4.91 M separable 744,832 6.6× fewer " +
        "Output shape all [2, 32, 23, 23]",
    );
  });

  it("has bars as long as the amounts", () => {
    const lengths = [...markup.matchAll(/;width:([\d.]+)px/g)].map(([, length]) => Number(length));
    expect(lengths).toHaveLength(4);
    for (const pair of [lengths.slice(0, 2), lengths.slice(2)])
      expect((pair[0] ?? 0) / (pair[1] ?? 1)).toBeCloseTo(4640 / 704, 1);
  });
});

it("names each shape where they differ, and is not moved by names", () => {
  const one = new nn.Conv2d(16, 8, 1);
  const shown = String(
    present(compare({ "<b>": one, padded: new nn.Conv2d(16, 8, 1, { padding: 1 }) }, x)).data["text/html"],
  );
  expect(shown).toContain("&lt;b&gt;</td>");
  expect(shown).toMatch(/\[2, 8, 23, 23\].*\[2, 8, 25, 25\]/);
});

it("tells what costs more, and what costs as much", () => {
  const pointwise = () => new nn.Conv2d(16, 16, 1, { bias: false });
  const twice = new nn.Sequential(pointwise(), pointwise());
  const text = present(compare({ once: pointwise(), again: pointwise(), twice }, x)).data["text/plain"];
  expect(text).toMatch(/again .* as many .* as many/);
  expect(text).toMatch(/twice .* 2× more .* 2× more/);
});

it.each([
  [{}, "expected at least one module, got none"],
  [{ mine: 3 }, 'expected modules, got number for "mine"'],
])("refuses %j", (modules, message) => {
  expect(() => compare(modules, x)).toThrow(`display.compare: ${message}`);
});
