// The blocks of the documentation against the same blocks in PyTorch, after the same seed: text, keys and shapes of
// the state, and outputs in training and in evaluation.

import { describe, expect, it } from "vitest";
import { noGrad } from "../../../nn/autograd/gradient-mode.ts";
import * as blocks from "../../../nn/blocks/index.ts";
import { manualSeed, ones, randn } from "../../../nn/tensor/creation.ts";
import cases from "../../fixtures/blocks.json" with { type: "json" };
import { expectClose } from "../support/fixture.ts";
import { makeBlock } from "../support/make-block.ts";

describe("blocks give what PyTorch's give", () => {
  it.each(cases)("$block $arguments $options", (each) => {
    manualSeed(each.seed);
    const block = makeBlock({ ...each, name: each.block });
    expect(String(block)).toBe(each.text);
    const shapes = Object.entries(block.stateDict()).map(([key, value]) => [key, [...value.shape]]);
    expect(Object.fromEntries(shapes)).toEqual(each.state);
    noGrad(() => {
      expectClose(block(randn(each.shape)), each.training, { atol: 1e-5 });
      expectClose(block.eval()(randn(each.shape)), each.evaluation, { atol: 1e-5 });
    });
  });
});

describe("the documentation page", () => {
  it("has a depthwise separable convolution that gives [2, 32, 23, 23]", () => {
    const model = new blocks.DepthwiseSeparableConv(16, 1, 32);
    expect(String(model(randn(2, 16, 23, 23)).size())).toBe("torch.Size([2, 32, 23, 23])");
  });

  it("counts the weights of a normal and a separable convolution", () => {
    const separable = new blocks.DepthwiseSeparableConv(16, 1, 32);
    const weights = separable.namedParameters().filter(([name]) => name.endsWith("weight"));
    expect(weights.map(([, weight]) => weight.numel())).toEqual([16 * 3 * 3, 16 * 32]);
  });

  it("has a residual block whose padding 'same' does not go with strides", () => {
    expect(() => new blocks.ResidualBlock(4, 4, { stride: 2 })).toThrow(
      "padding='same' is not supported for strided convolutions",
    );
  });

  it("has a bottleneck with four times as many channels as planes", () => {
    expect(blocks.Bottleneck.expansion).toBe(4);
    expect([...new blocks.Bottleneck(64, 16)(randn(1, 64, 4, 4)).shape]).toEqual([1, 64, 4, 4]);
  });
});

describe("the convolutions of residual networks", () => {
  it("are made without bias, and keep the size but for the stride", () => {
    expect(String(blocks.conv3x3(8, 16, { stride: 2, groups: 4 }))).toBe(
      "Conv2d(8, 16, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), groups=4, bias=False)",
    );
    expect([...blocks.conv3x3(2, 3, { dilation: 2 })(randn(1, 2, 7, 6)).shape]).toEqual([1, 3, 7, 6]);
    expect(String(blocks.conv1x1(8, 4))).toBe("Conv2d(8, 4, kernel_size=(1, 1), stride=(1, 1), bias=False)");
  });
});

describe("StochasticDepth", () => {
  it("drops whole samples and scales the others, in training only", () => {
    manualSeed(1);
    const layer = new blocks.StochasticDepth(0.5);
    const samples = layer(ones(200, 3, 2))
      .mean([1, 2])
      .toArray();
    expect(new Set(Array.isArray(samples) ? samples : [])).toEqual(new Set([0, 2]));
    expect(layer.eval()(ones(3)).toArray()).toEqual([1, 1, 1]);
  });

  it("with probability one drops everything, and refuses what is no probability", () => {
    expect(new blocks.StochasticDepth(1)(ones(2)).toArray()).toEqual([0, 0]);
    expect(() => new blocks.StochasticDepth(-0.1)).toThrow(
      "probability has to be between 0 and 1, but got -0.1",
    );
  });
});
