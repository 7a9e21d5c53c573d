// Transposed convolution against its definition: every element of the input adds its share to the places that the
// kernel reaches from it.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DType } from "../../../nn/array/dtype.ts";
import { full } from "../../../nn/array/ndarray.ts";
import {
  type TransposedConvolutionOptions,
  transposedConvolution,
} from "../../../nn/operations/transposed-convolution.ts";
import { arrayOf, expectClose, references } from "../support/compare.ts";
import * as naive from "../support/naive.ts";
import { indices } from "../support/strided.ts";

const axis = fc
  .record({
    size: fc.integer({ min: 1, max: 7 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.integer({ min: 0, max: 4 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    outputPadding: fc.nat(2),
  })
  .filter(({ outputPadding, stride, dilation }) => outputPadding < Math.max(stride, dilation))
  .filter((each) => lengthOf(each) >= 1);

/** PyTorch, nn.ConvTranspose2d, section Shape. */
function lengthOf(axis: {
  size: number;
  kernel: number;
  stride: number;
  padding: number;
  dilation: number;
  outputPadding: number;
}): number {
  const { size, kernel, stride, padding, dilation, outputPadding } = axis;
  return (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + outputPadding + 1;
}

const problems = fc
  .record({
    batch: fc.integer({ min: 0, max: 2 }),
    groups: fc.integer({ min: 1, max: 3 }),
    channelsIn: fc.integer({ min: 1, max: 3 }),
    channelsOut: fc.integer({ min: 1, max: 3 }),
    axes: fc.array(axis, { minLength: 1, maxLength: 2 }),
    withBias: fc.boolean(),
    dtype: fc.constantFrom<DType>("float32", "float64"),
  })
  .chain(({ batch, groups, channelsIn, channelsOut, axes, withBias, dtype }) =>
    fc.record({
      x: references([batch, groups * channelsIn, ...axes.map(({ size }) => size)]),
      weight: references([groups * channelsIn, channelsOut, ...axes.map(({ kernel }) => kernel)]),
      bias: withBias ? references([groups * channelsOut]) : fc.constant(undefined),
      sizes: fc.constant(axes.map(lengthOf)),
      dtype: fc.constant(dtype),
      options: fc.constant<TransposedConvolutionOptions>({
        stride: axes.map(({ stride }) => stride),
        padding: axes.map(({ padding }) => padding),
        dilation: axes.map(({ dilation }) => dilation),
        outputPadding: axes.map(({ outputPadding }) => outputPadding),
        groups,
      }),
    }),
  );

function scatter(
  x: naive.Reference,
  weight: naive.Reference,
  bias: naive.Reference | undefined,
  sizes: readonly number[],
  { stride, padding, dilation, groups }: TransposedConvolutionOptions,
): naive.Reference {
  const [batch = 0, channels = 0] = x.shape;
  const [, perGroup = 0, ...kernel] = weight.shape;
  const shape = [batch, perGroup * groups, ...sizes];
  const sums = new Map<string, number>();
  for (const [n = 0, c = 0, ...place] of indices(x.shape)) {
    const group = Math.floor(c / (channels / groups));
    for (const [out = 0, ...tap] of indices([perGroup, ...kernel])) {
      const target = place.map(
        (i, dim) => i * (stride[dim] ?? 1) - (padding[dim] ?? 0) + (tap[dim] ?? 0) * (dilation[dim] ?? 1),
      );
      const key = [n, group * perGroup + out, ...target].join();
      const share = naive.at(x, [n, c, ...place]) * naive.at(weight, [c, out, ...tap]);
      sums.set(key, (sums.get(key) ?? 0) + share);
    }
  }
  return naive.tabulate(shape, (index) => {
    return (sums.get(index.join()) ?? 0) + (bias ? naive.at(bias, [index[1] ?? 0]) : 0);
  });
}

describe("transposed convolution", () => {
  it("agrees with the definition in one and two dimensions", () => {
    fc.assert(
      fc.property(problems, ({ x, weight, bias, sizes, dtype, options }) => {
        const inputs = [arrayOf(x, dtype), arrayOf(weight, dtype), arrayOf(bias, dtype)] as const;
        const result = transposedConvolution.forward(inputs, options);
        expectClose(result, scatter(x, weight, bias, sizes, options), weight.values.length * 4);
        expect(result.dtype).toBe(dtype);
      }),
      { numRuns: 150 },
    );
  });

  const plain = { stride: [1], padding: [0], dilation: [1], outputPadding: [0], groups: 1 };
  it.each([
    ["channels that do not fit", [1, 3, 4], [2, 3, 3], plain, "to have 2 channels, but got 3"],
    ["an output without elements", [1, 2, 2], [2, 3, 1], { ...plain, padding: [1] }, "output of size [0]"],
    [
      "too much padding of the output",
      [1, 2, 4],
      [2, 3, 3],
      { ...plain, outputPadding: [1] },
      "smaller than either stride or dilation",
    ],
    ["too few dimensions", [2, 4], [2, 3, 3], plain, "got shapes [2, 4] and [2, 3, 3]"],
  ])("refuses %s", (_, x, weight, options, message) => {
    const inputs = [full(x, 1, "float32"), full(weight, 1, "float32")] as const;
    expect(() => transposedConvolution.forward(inputs, options)).toThrow(message);
  });
});
