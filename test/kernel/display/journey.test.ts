// The journey through a network. Counts of known networks are those that torchinfo and the papers print.

import { describe, expect, it } from "vitest";
import { journey } from "../../../kernel/display/network/costs.ts";
import { shapes } from "../../../kernel/display/network/journey.ts";
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

  // Each has the three layers [conv, norm, fc], and uses them in its own way.
  class Layers extends torch.nn.Module {
    conv = new torch.nn.Conv2d(3, 4, 3);
    norm = new torch.nn.BatchNorm2d(4);
    fc = new torch.nn.Linear(4, 2);
    forward(x: torch.Tensor): torch.Tensor {
      return this.fc(this.norm(this.conv(x)).mean([2, 3]));
    }
  }
  const F = torch.nn.functional;
  class Functional extends Layers {
    override forward(x: torch.Tensor) {
      const { conv, norm, fc } = this;
      const y = F.conv2d(x, conv.weight, { bias: conv.bias });
      const { running_mean: mean, running_var: variance, weight, bias } = norm;
      if (!mean || !variance || !weight || !bias) throw new Error("a norm without numbers");
      const z = F.batchNorm(y, mean, variance, { weight, bias });
      return F.linear(z.mean([2, 3]), fc.weight, { bias: fc.bias });
    }
  }
  class Viewed extends Layers {
    override forward(x: torch.Tensor) {
      const y = this.norm(this.conv(x)).mean([2, 3]);
      const bias = this.fc.bias;
      if (!bias) throw new Error("no bias");
      return y.matmul(this.fc.weight.t()).add(bias.unsqueeze(0).expand(x.shape[0] ?? 1, 2));
    }
  }
  class Within extends Layers {
    inner = new Reader();
    override forward(x: torch.Tensor) {
      return this.inner(this.norm(this.conv(x)), this.fc);
    }
  }
  class Reader extends torch.nn.Module {
    forward(x: torch.Tensor, fc: torch.nn.Linear) {
      return fc(x.mean([2, 3]));
    }
  }
  const conv = 3 * 4 * 9 + 4;
  const [norm, fc] = [8, 10];

  it.each([
    ["calls them", new Layers(), ["", "conv", "norm", "fc"]],
    ["uses their parameters by functions", new Functional(), ["", "conv", "norm", "fc"]],
    ["uses views of their parameters", new Viewed(), ["", "conv", "norm", "fc", "fc"]],
    ["hands one to another", new Within(), ["", "conv", "norm", "inner", "fc"]],
  ])("counts the parameters of layers once, whoever uses them: a network that %s", (_how, model, names) => {
    const stops = journey(model, torch.zeros(2, 3, 6, 6));
    expect(stops.map(({ name }) => name)).toEqual(names);
    expect(total(stops, "parameters")).toBe(conv + norm + fc);
    expect(total(stops, "multiplyAdds")).toBe(2 * (16 * conv + norm + fc));
    const byName = Map.groupBy(stops, ({ name }) => name);
    for (const [name, size] of Object.entries({ conv, norm, fc })) {
      expect(total(byName.get(name) ?? [], "parameters")).toBe(size);
    }
  });

  it("tells of parameters that are shared by whom they are counted, and what is not used", () => {
    class Tied extends torch.nn.Module {
      embedding = new torch.nn.Embedding(5, 3);
      head = new torch.nn.Linear(3, 5, { bias: false });
      spare = new torch.nn.Linear(2, 2);
      constructor() {
        super();
        this.head.weight = this.embedding.weight;
      }
      forward(x: torch.Tensor) {
        return this.head(this.embedding(x));
      }
    }
    const text = String(present(shapes(new Tied(), torch.zeros(1, 4).to("int64"))).data["text/plain"]);
    const lines = text
      .split("\n")
      .slice(3, 7)
      .map((line) => line.split(/ {2,}/).filter(Boolean));
    expect(lines).toEqual([
      ["Tied", "[1, 4, 5]", "--", "--"],
      ["embedding: Embedding", "[1, 4, 3]", "15", "15"],
      ["head: Linear", "[1, 4, 5]", "(again)", "60"],
      ["spare: Linear", "(not used)", "6", "--"],
    ]);
    expect(text).toContain("Total parameters: 21");
  });

  it.each<readonly [string, torch.nn.Module, number]>([
    ["ConvNeXt's block, which scales by a parameter of its own", new torch.blocks.CNBlock(8, 1e-6, 0), 8],
    ["ResNeXt's block", new torch.blocks.Bottleneck(16, 4, { groups: 2 }), 16],
    ["ResidualBlock", new torch.blocks.ResidualBlock(16, 8), 16],
  ])("counts all parameters of %s", (_what, model, channels) => {
    const stops = journey(model, torch.zeros(1, channels, 8, 8));
    expect(total(stops, "parameters")).toBe(model.parameters().reduce((sum, each) => sum + each.numel(), 0));
  });

  it("refuses what is no tensor", () => {
    expect(() => shapes(new torch.nn.ReLU(), [1, 2]).toString()).toThrow(
      "display.shapes: expected an input tensor x",
    );
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
