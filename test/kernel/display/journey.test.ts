// The journey through a network. Counts of known networks are those that torchinfo and the papers print.

import { describe, expect, it } from "vitest";
import { journey, shapes } from "../../../kernel/display/network/journey.ts";
import { present } from "../../../kernel/display/present.ts";
import * as torch from "../../../nn/index.ts";

const total = (stops: ReturnType<typeof journey>, key: "parameters" | "multiplyAdds") =>
  stops.reduce((sum, stop) => sum + stop[key], 0);

describe("display.shapes", () => {
  it("counts ResNet-18 as torchinfo does", () => {
    const stops = torch.noGrad(() => journey(torch.blocks.resnet18(), torch.zeros(1, 3, 224, 224)));
    expect(total(stops, "parameters")).toBe(11_689_512);
    expect(total(stops, "multiplyAdds") / 1e9).toBeCloseTo(1.81, 2);
    expect(stops.at(-1)).toMatchObject({ name: "fc", outputShape: [1, 1000], parameters: 513_000 });
  });

  it("names every layer, its shape and its numbers, parents first", () => {
    const block = new torch.blocks.DepthwiseSeparableConv(4, 2, 6);
    const { data } = present(shapes(block, torch.zeros(2, 4, 5, 5)));
    // 8 * 9 + 8 and 8 * 6 + 6 parameters, at 2 * 25 places each
    expect(data["text/plain"]).toBe(
      [
        "===============================================================",
        "Layer                   Output shape  Parameters  Multiply-adds",
        "===============================================================",
        "DepthwiseSeparableConv  [2, 6, 5, 5]          --             --",
        "  depthwise: Conv2d     [2, 8, 5, 5]          80          4,000",
        "  pointwise: Conv2d     [2, 6, 5, 5]          54          2,700",
        "===============================================================",
        "Input: [2, 4, 5, 5]",
        "Total parameters: 134",
        "Total multiply-adds: 6,700",
        "===============================================================",
      ].join("\n"),
    );
    expect(data["text/html"]).not.toMatch(/<script|<svg/);
  });

  it("counts what is called twice once, and leaves the modes as they were", () => {
    const relu = new torch.nn.ReLU();
    const layer = new torch.nn.Linear(3, 3);
    const model = new torch.nn.Sequential(layer, relu, layer, relu);
    const stops = journey(model, torch.zeros(2, 5, 3));
    expect(stops.map(({ parameters }) => parameters)).toEqual([0, 12, 0, 0, 0]);
    expect(stops.map(({ multiplyAdds }) => multiplyAdds)).toEqual([0, 120, 0, 120, 0]);
    expect(model.modules().every(({ training }) => training)).toBe(true);
  });
});
