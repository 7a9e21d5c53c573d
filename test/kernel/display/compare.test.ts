// What modules cost, side by side. The numbers are the documentation's formulas, worked out by hand.

import { describe, expect, it } from "vitest";
import { compare } from "../../../kernel/display/chart/compare.ts";
import { present } from "../../../kernel/display/present.ts";
import * as torch from "../../../nn/index.ts";
import { pngOf } from "./png.ts";

const { nn, blocks } = torch;
const x = torch.zeros(2, 16, 23, 23);
const places = 2 * 23 * 23;

describe("a normal convolution beside a depthwise separable one", () => {
  const normal = new nn.Conv2d(16, 32, 3, { padding: 1 });
  const separable = new blocks.DepthwiseSeparableConv(16, 1, 32);
  const bundle = present(compare({ normal, separable }, x));

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

  it("is a chart of two panels, whose description is the table", () => {
    expect(Object.keys(bundle.data)).toEqual(["application/vnd.vegalite.v5+json", "image/png", "text/plain"]);
    expect(bundle.data["application/vnd.vegalite.v5+json"]).toMatchObject({
      description: bundle.data["text/plain"],
      data: { values: [{ parametersLabel: "4,640" }, { parametersLabel: "704, 6.6× fewer" }] },
      hconcat: [{}, {}],
    });
  });

  it("has bars as long as the amounts", () => {
    const { width, height, at } = pngOf(bundle);
    const inked = (color: string) =>
      Array.from({ length: height }, (_, y) =>
        Array.from({ length: width / 2 }, (_, x) => at(x, y).join()).filter((pixel) => pixel === color),
      ).reduce((most, row) => Math.max(most, row.length), 0);
    expect(inked("122,136,154,255") / inked("47,111,192,255")).toBeCloseTo(4640 / 704, 0);
  });
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
