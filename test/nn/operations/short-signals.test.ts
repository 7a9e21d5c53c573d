// Many short signals are convolved together, as the rows of one image: in float32 as in float64, which takes them one by one,
// by the definition.

import { describe, expect, it } from "vitest";
import { F, manualSeed, randn } from "../../../nn/index.ts";
import { areShortSignals } from "../../../nn/operations/convolution-plan.ts";
import { prepareConvolution } from "../../../nn/operations/prepared-convolution.ts";

describe.each([1, 2, 3, 4, 5, 6, 7, 9, 10])("of length %i", (length) => {
  it.each([
    { batch: 701, channels: [16, 24], kernel: 3, options: { padding: 1 } },
    { batch: 3000, channels: [16, 12], kernel: 1, options: {} },
    { batch: 701, channels: [32, 20], kernel: 3, options: { padding: 4, dilation: 3, stride: 2 } },
    { batch: 701, channels: [32, 32], kernel: 4, options: { padding: 2, groups: 2 } },
  ])("kernels of $kernel, $options", ({ batch, channels: [from = 0, to = 0], kernel, options }) => {
    manualSeed(length);
    const groups = options.groups ?? 1;
    const [x, weight, bias] = [randn(batch, from, length), randn(to, from / groups, kernel), randn(to)];
    const result = F.conv1d(x, weight, { ...options, bias });
    const expected = F.conv1d(x.double(), weight.double(), { ...options, bias: bias.double() });
    expect(result.double().sub(expected).abs().max().item()).toBeLessThan(1e-4);
    const { stride = 1, padding = 0, dilation = 1 } = options;
    const lists = { stride: [stride], padding: [padding], dilation: [dilation], groups };
    const { problem, shape } = prepareConvolution(x.shape, weight.array, lists);
    expect(areShortSignals(problem)).toBe(![8, 10, 11, 12].includes(shape[2] ?? 0));
  });
});
