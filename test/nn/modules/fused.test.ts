// Layers in one operation (a convolution with its normalisation, residual and ReLU; two linear layers with a GELU in
// between) against the same layers one by one, which run when gradients are recorded. And what keeps them apart.

import { beforeEach, describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import type { ConvOptions } from "../../../nn/modules/convolution.ts";
import { callInOrder, convolveAndNormalize, convolveSeparably } from "../../../nn/modules/fused.ts";

const { nn } = torch;

function normalization(channels: number): torch.nn.BatchNorm2d {
  const norm = new nn.BatchNorm2d(channels);
  norm.loadStateDict({
    weight: torch.randn(channels),
    bias: torch.randn(channels),
    running_mean: torch.randn(channels),
    running_var: torch.rand(channels).add(0.5),
    num_batches_tracked: torch.tensor(3),
  });
  norm.eval();
  return norm;
}

function convolution(channelsIn: number, channelsOut: number, size: number, options: ConvOptions = {}) {
  return new nn.Conv2d(channelsIn, channelsOut, size, { bias: false, ...options });
}

/** `actual` may differ by what rounding and Winograd's transforms lose. */
function expectNear(actual: torch.Tensor, expected: torch.Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  const largest = expected.numel() === 0 ? 0 : expected.abs().max().item();
  expect(torch.allclose(actual, expected, { rtol: 1e-4, atol: 1e-5 * Math.max(1, largest) })).toBe(true);
}

beforeEach(() => torch.manualSeed(1));

describe("a convolution and its normalisation", () => {
  it.each([
    ["1 x 1", [2, 20, 9, 11], convolution(20, 35, 1)],
    ["by Winograd's large form", [1, 17, 14, 13], convolution(17, 19, 3, { padding: 1 })],
    ["by Winograd's small form", [2, 16, 7, 7], convolution(16, 20, 3, { padding: 1 })],
    ["gathered", [2, 6, 14, 14], convolution(6, 50, 3, { stride: 2, padding: 1 })],
    ["in groups", [2, 12, 10, 10], convolution(12, 24, 3, { groups: 3, dilation: 2, padding: 2 })],
    ["depthwise", [2, 8, 12, 17], convolution(8, 8, 3, { groups: 8, padding: "same" })],
    ["one column wide", [1, 5, 7, 1], convolution(5, 7, 1)],
    ["of nothing", [0, 5, 7, 7], convolution(5, 7, 3)],
  ] as const)("%s", (_, shape, conv) => {
    const norm = normalization(conv.outChannels);
    const x = torch.randn(shape);
    const residual = torch.randn([...torch.noGrad(() => conv(x)).shape]);
    const relu = new nn.ReLU();
    for (const after of [{}, { relu }, { residual }, { residual, relu }]) {
      const apart = convolveAndNormalize(x, conv, norm, after);
      const atOnce = torch.noGrad(() => convolveAndNormalize(x, conv, norm, after));
      expect(apart.gradFn).toBeDefined();
      expectNear(atOnce, apart);
    }
  });

  it("take a residual that is not contiguous, and leave it alone", () => {
    const [conv, norm] = [convolution(4, 6, 1), normalization(6)];
    const x = torch.randn(1, 4, 5, 5);
    const residual = torch.randn(1, 5, 5, 6).permute(0, 3, 1, 2);
    const before = residual.clone();
    const result = torch.noGrad(() => convolveAndNormalize(x, conv, norm, { residual }));
    expectNear(result, convolveAndNormalize(x, conv, norm, { residual }));
    expect(torch.equal(residual, before)).toBe(true);
  });

  it("let NaN through the ReLU", () => {
    const x = torch.full([1, 1, 1, 5], Number.NaN);
    const result = torch.noGrad(() =>
      convolveAndNormalize(x, convolution(1, 4, 1), normalization(4), { relu: new nn.ReLU() }),
    );
    expect([...result.data].every(Number.isNaN)).toBe(true);
  });
});

describe("layers in a row", () => {
  const row = () => [
    convolution(3, 8, 3),
    normalization(8),
    new nn.ReLU(),
    convolution(8, 4, 1),
    normalization(4),
  ];

  it("give what they give one by one", () => {
    const [layers, x] = [row(), torch.randn(2, 3, 9, 9)];
    expectNear(
      torch.noGrad(() => callInOrder(layers, x)),
      callInOrder(layers, x),
    );
  });

  it.each([0, 1, 2])("stay apart where a hook listens to layer %i", (position) => {
    const [layers, x] = [row(), torch.randn(2, 3, 9, 9)];
    const seen: torch.Tensor[] = [];
    layers[position]?.registerForwardHook((_module, _inputs, output) => void seen.push(output));
    torch.noGrad(() => callInOrder(layers, x));
    expect(seen).toHaveLength(1);
    const expected = layers.slice(0, position + 1).reduce((out, layer) => layer(out), x);
    for (const output of seen) expectNear(output, expected);
  });

  it("stay apart in training, which moves the running statistics", () => {
    const norm = normalization(8);
    norm.train();
    const layers = [convolution(3, 8, 3), norm];
    const before = norm.num_batches_tracked?.item();
    torch.noGrad(() => callInOrder(layers, torch.randn(2, 3, 9, 9)));
    expect(norm.num_batches_tracked?.item()).toBe((before ?? 0) + 1);
  });

  it("stay apart where a class has a forward of its own", () => {
    class Doubled extends nn.Conv2d {
      override forward(x: torch.Tensor): torch.Tensor {
        return super.forward(x).mul(2);
      }
    }
    const layers = [new Doubled(3, 4, 1, { bias: false }), normalization(4)];
    const x = torch.randn(1, 3, 5, 5);
    expectNear(
      torch.noGrad(() => callInOrder(layers, x)),
      callInOrder(layers, x),
    );
  });

  it.each([
    ["channels that do not fit", [1, 4, 9, 9], "Conv2d(3, 8"],
    ["an image that is too small", [1, 3, 2, 2], "Conv2d(3, 8"],
  ])("name the layer for %s", (_, shape, message) => {
    expect(() => torch.noGrad(() => callInOrder(row(), torch.randn(shape)))).toThrow(message);
  });
});

describe("two linear layers with a GELU in between", () => {
  it.each([
    ["a matrix, some rows at a time", [1000, 20], 300, "none"],
    ["channels moved last", [2, 9, 30, 8], 48, "none"],
    ["one row", [16], 700, "tanh"],
    ["nothing", [0, 16], 32, "none"],
  ] as const)("give the same bits for %s", (_, shape, hidden, approximate) => {
    const depth = shape.at(-1) ?? 0;
    const layers = [new nn.Linear(depth, hidden), new nn.GELU({ approximate }), new nn.Linear(hidden, 7)];
    const x = torch.randn([...shape]);
    const turned = x.dim() === 4 ? x.transpose(1, 2) : x;
    const atOnce = torch.noGrad(() => callInOrder(layers, turned));
    expect(torch.equal(atOnce, callInOrder(layers, turned))).toBe(true);
  });

  it("stay apart where a hook listens", () => {
    const layers = [new nn.Linear(4, 16), new nn.GELU(), new nn.Linear(16, 3)];
    const seen: number[] = [];
    layers[1]?.registerForwardHook((_module, _inputs, output) => void seen.push(output.numel()));
    torch.noGrad(() => callInOrder(layers, torch.randn(5, 4)));
    expect(seen).toEqual([5 * 16]);
  });

  it("name the layer whose input does not fit", () => {
    const layers = [new nn.Linear(4, 16), new nn.GELU(), new nn.Linear(15, 3)];
    const message =
      "Linear(in_features=15, out_features=3, bias=True): expected input [..., 15], got [5, 16]";
    expect(() => torch.noGrad(() => callInOrder(layers, torch.randn(5, 4)))).toThrow(message);
  });
});

describe("a depthwise and a pointwise convolution", () => {
  const pair = (options = {}) => [
    new nn.Conv2d(6, 12, 3, { padding: 1, groups: 6, ...options }),
    new nn.Conv2d(12, 5, 1, options),
  ];

  it.each([
    ["with biases", pair(), [2, 6, 9, 11]],
    ["without biases", pair({ bias: false }), [2, 6, 9, 11]],
    ["with a stride", pair({ stride: 2, padding: 0 }), [1, 6, 9, 9]],
    ["padded by reflection", pair({ paddingMode: "reflect" }), [1, 6, 9, 9]],
    ["padded to the same size", pair({ padding: "same" }), [1, 6, 4, 4]],
    ["of a single image", pair(), [6, 9, 11]],
    ["of nothing", pair(), [0, 6, 9, 11]],
  ] as const)("give the same bits %s", (_, [depthwise, pointwise], shape) => {
    if (!depthwise || !pointwise) throw new Error("a pair has two layers");
    const x = torch.randn([...shape]);
    const atOnce = torch.noGrad(() => convolveSeparably(x, depthwise, pointwise));
    expect(torch.equal(atOnce, convolveSeparably(x, depthwise, pointwise))).toBe(true);
  });

  it("forget what they were like before inputs, options or parameters changed", () => {
    const block = new torch.blocks.DepthwiseSeparableConv(4, 2, 3);
    const agree = (x: torch.Tensor): void => {
      const { depthwise, pointwise } = block;
      const bit = torch.equal(
        torch.noGrad(() => block(x)),
        pointwise(depthwise(x)),
      );
      expect(bit).toBe(true);
    };
    const [small, large] = [torch.randn(1, 4, 5, 5), torch.randn(2, 4, 9, 7)];
    for (const x of [small, large, small]) agree(x);
    torch.noGrad(() => block.pointwise.weight.mul_(2));
    agree(small);
    block.depthwise.weight = new nn.Parameter(torch.randn(8, 1, 3, 3));
    block.pointwise.bias = undefined;
    agree(small);
    block.pointwise.weight = new nn.Parameter(torch.randn(6, 8, 1, 1));
    agree(large);
    Object.assign(block.pointwise, { stride: [2, 1] });
    agree(large);
    block.depthwise.weight = new nn.Parameter(torch.randn(9, 1, 3, 3));
    expect(() => torch.noGrad(() => block(small))).toThrow("Conv2d(4, 8");
    const { weight } = block.pointwise;
    const strides = [1, 2, 1].map(
      (stride) => torch.nn.functional.conv2d(large.repeat(1, 2, 1, 1), weight, { stride }).shape,
    );
    expect(strides).toEqual([
      [2, 6, 9, 7],
      [2, 6, 5, 4],
      [2, 6, 9, 7],
    ]);
  });

  it.each([0, 1])("stay apart where a hook listens to layer %i", (position) => {
    const block = new torch.blocks.DepthwiseSeparableConv(4, 2, 3);
    const layer = [block.depthwise, block.pointwise][position];
    const seen: torch.Tensor[] = [];
    layer?.registerForwardHook((_module, _inputs, output) => void seen.push(output));
    torch.noGrad(() => block(torch.randn(1, 4, 5, 5)));
    expect(seen.map(({ shape }) => shape[1])).toEqual([[8], [3]][position]);
  });

  it.each([
    ["channels that do not fit", [1, 5, 9, 9], "Conv2d(4, 8, kernel_size=(3, 3)"],
    ["an image that is too small", [1, 4, 0, 9], "Conv2d(4, 8"],
  ])("name the layer for %s", (_, shape, message) => {
    const block = new torch.blocks.DepthwiseSeparableConv(4, 2, 3, { padding: 0 });
    expect(() => torch.noGrad(() => block(torch.randn(shape)))).toThrow(message);
  });
});
