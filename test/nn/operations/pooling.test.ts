import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromValues, full, valuesOf } from "../../../nn/array/ndarray.ts";
import { avgPool, maxPool, type PoolingOptions } from "../../../nn/operations/pooling.ts";
import { arrayOf, expectClose, references } from "../support/compare.ts";
import * as naive from "../support/naive.ts";
import { indices } from "../support/strided.ts";

const axis = fc
  .record({
    size: fc.integer({ min: 1, max: 9 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.nat(2),
    dilation: fc.integer({ min: 1, max: 2 }),
  })
  .filter(({ kernel, padding }) => padding <= kernel / 2)
  .filter(({ size, kernel, padding, dilation }) => size + 2 * padding > dilation * (kernel - 1));

const problems = fc
  .record({ axes: fc.array(axis, { minLength: 1, maxLength: 2 }), countIncludePad: fc.boolean() })
  .chain(({ axes, countIncludePad }) =>
    fc.record({
      x: references([2, 3, ...axes.map(({ size }) => size)]),
      options: fc.constant<PoolingOptions>({
        kernelSize: axes.map(({ kernel }) => kernel),
        stride: axes.map(({ stride }) => stride),
        padding: axes.map(({ padding }) => padding),
        dilation: axes.map(({ dilation }) => dilation),
        ceilMode: false,
        countIncludePad,
      }),
    }),
  );

/** The values of a window that lie inside, for each place of the output, which has as many as fit. */
function pool(
  x: naive.Reference,
  options: PoolingOptions,
  dilation: readonly number[],
  combine: (values: readonly number[]) => number,
) {
  const sizes = options.kernelSize.map((kernel, dim) => {
    const padded = (x.shape[dim + 2] ?? 0) + 2 * (options.padding[dim] ?? 0);
    let count = 0;
    while (count * (options.stride[dim] ?? 1) + (kernel - 1) * (dilation[dim] ?? 1) < padded) count++;
    return count;
  });
  return naive.tabulate([...x.shape.slice(0, 2), ...sizes], ([n = 0, channel = 0, ...place]) => {
    const positions = indices(options.kernelSize).map((tap) =>
      place.map(
        (p, dim) =>
          p * (options.stride[dim] ?? 1) +
          (tap[dim] ?? 0) * (dilation[dim] ?? 1) -
          (options.padding[dim] ?? 0),
      ),
    );
    const inside = positions.filter((position) =>
      position.every((p, dim) => p >= 0 && p < (x.shape[dim + 2] ?? 0)),
    );
    return combine(inside.map((position) => naive.at(x, [n, channel, ...position])));
  });
}

describe("pooling", () => {
  it("maxPool takes the largest value of each window", () => {
    fc.assert(
      fc.property(problems, ({ x, options }) => {
        expectClose(
          maxPool.forward([arrayOf(x)], options),
          pool(x, options, options.dilation, (values) => Math.max(...values)),
        );
      }),
    );
  });

  it("avgPool takes the mean of each window, padding counted as zeros or not at all", () => {
    fc.assert(
      fc.property(problems, ({ x, options: { dilation, ...rest } }) => {
        const options = { ...rest, dilation: dilation.map(() => 1) };
        const area = options.kernelSize.reduce((product, size) => product * size, 1);
        const expected = pool(
          x,
          options,
          options.dilation,
          (values) =>
            values.reduce((sum, value) => sum + value, 0) / (options.countIncludePad ? area : values.length),
        );
        expectClose(avgPool.forward([arrayOf(x)], options), expected, 1, 1e-6);
      }),
    );
  });

  const line = fromValues([1, 2, 3, 4, 5, 6], [1, 1, 6], "float32");
  const options: PoolingOptions = {
    kernelSize: [3],
    stride: [2],
    padding: [0],
    dilation: [1],
    ceilMode: false,
    countIncludePad: true,
  };
  // results of PyTorch 1.13
  it.each([
    { change: { ceilMode: true }, largest: [3, 5, 6], mean: [2, 4, 5.5] },
    { change: { ceilMode: true, padding: [1] }, largest: [2, 4, 6, 6], mean: [1, 3, 5, 3] },
    {
      change: { ceilMode: true, padding: [1], countIncludePad: false },
      largest: [2, 4, 6, 6],
      mean: [1.5, 3, 5, 6],
    },
  ])("with $change gives what PyTorch gives", ({ change, largest, mean }) => {
    expect([...valuesOf(maxPool.forward([line], { ...options, ...change }))]).toEqual(largest);
    expect([...valuesOf(avgPool.forward([line], { ...options, ...change }))]).toEqual(mean);
  });

  it("lets NaN win", () => {
    const x = fromValues([1, Number.NaN, 3], [1, 1, 3], "float32");
    expect([...valuesOf(maxPool.forward([x], { ...options, stride: [1] }))]).toEqual([Number.NaN]);
  });

  it("names what does not fit", () => {
    expect(() => maxPool.forward([line], { ...options, padding: [2] })).toThrow(
      "pad should be at most half of kernel size, but got pad=[2] and kernel_size=[3]",
    );
    expect(() => maxPool.forward([full([1, 1, 2], 0, "float32")], options)).toThrow(
      "an input of shape [1, 1, 2] is too small for a kernel of [3]",
    );
    expect(() => maxPool.forward([line], { ...options, stride: [0] })).toThrow(
      "stride takes 1 whole numbers of at least 1, got [0]",
    );
    expect(() => avgPool.forward([full([6], 0, "float32")], options)).toThrow(
      "expected an input of 3 or 4 dimensions, got shape [6]",
    );
  });
});
