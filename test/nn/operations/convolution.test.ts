import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DType } from "../../../nn/array/dtype.ts";
import { full } from "../../../nn/array/ndarray.ts";
import { permute, transpose } from "../../../nn/array/views.ts";
import { arena } from "../../../nn/memory/arena.ts";
import { convolution } from "../../../nn/operations/convolution.ts";
import { convolutionPlan } from "../../../nn/operations/convolution-plan.ts";
import { cutRow } from "../../../nn/operations/tiles.ts";
import { arrayOf, expectClose, referenceOf, references } from "../support/compare.ts";
import * as naive from "../support/naive.ts";

const axis = fc
  .record({
    size: fc.integer({ min: 1, max: 24 }),
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.integer({ min: 0, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
  })
  .filter(({ size, kernel, padding, dilation }) => size + 2 * padding > dilation * (kernel - 1));

const problems = (dimensions: number) =>
  fc
    .record({
      batch: fc.integer({ min: 0, max: 2 }),
      groups: fc.integer({ min: 1, max: 3 }),
      channelsIn: fc.integer({ min: 1, max: 4 }),
      channelsOut: fc.integer({ min: 1, max: 8 }),
      axes: fc.array(axis, { minLength: dimensions, maxLength: dimensions }),
      withBias: fc.boolean(),
    })
    .chain(({ batch, groups, channelsIn, channelsOut, axes, withBias }) =>
      fc.record({
        x: references([batch, groups * channelsIn, ...axes.map(({ size }) => size)]),
        weight: references([groups * channelsOut, channelsIn, ...axes.map(({ kernel }) => kernel)]),
        bias: withBias ? references([groups * channelsOut]) : fc.constant(undefined),
        options: fc.constant({
          stride: axes.map(({ stride }) => stride),
          padding: axes.map(({ padding }) => padding),
          dilation: axes.map(({ dilation }) => dilation),
          groups,
        }),
      }),
    );

describe("convolution", () => {
  const cases = ([1, 2] as const).flatMap((dimensions) =>
    (["float32", "float64"] as const).map((dtype) => ({
      dimensions,
      dtype,
      numRuns: dtype === "float32" ? 120 : 30,
    })),
  );
  it.each(cases)(
    "in $dimensions dimensions, $dtype, agrees with the definition",
    ({ dimensions, dtype, numRuns }) => {
      fc.assert(
        fc.property(problems(dimensions), ({ x, weight, bias, options }) => {
          const [image, kernels] = [arrayOf(x, dtype), arrayOf(weight, dtype)];
          const result = convolution.forward([image, kernels, arrayOf(bias, dtype)], options);
          expectClose(result, naive.convolution(x, weight, bias, options), 4);
        }),
        { numRuns },
      );
    },
  );

  const square = { stride: [1, 1], padding: [1, 1], dilation: [1, 1], groups: 1 };
  const methods = [
    { method: "direct", x: [2, 2, 12, 33], weight: [14, 2, 3, 3], options: square },
    { method: "direct", x: [1, 12, 9, 9], weight: [8, 12, 1, 1], options: { ...square, padding: [0, 0] } },
    { method: "gathered", x: [2, 3, 7, 7], weight: [100, 3, 3, 3], options: square },
    {
      method: "gathered",
      x: [2, 6, 9, 9],
      weight: [92, 3, 3, 3],
      options: { ...square, stride: [2, 2], groups: 2 },
    },
    { method: "winograd", x: [2, 32, 5, 13], weight: [34, 32, 3, 3], options: square },
    {
      method: "winograd",
      x: [1, 33, 18, 16],
      weight: [32, 33, 3, 3],
      options: { ...square, padding: [0, 0] },
    },
    { method: "winograd", x: [3, 17, 7, 7], weight: [16, 17, 3, 3], options: square },
    { method: "depthwise", x: [2, 6, 19, 37], weight: [6, 1, 3, 3], options: { ...square, groups: 6 } },
    {
      method: "depthwise",
      x: [1, 4, 11, 13],
      weight: [12, 1, 5, 5],
      options: { ...square, stride: [2, 1], groups: 4 },
    },
  ];
  it.each(methods)(
    "is $method for $x and $weight, with the same result",
    ({ method, x, weight, options }) => {
      const { groups, stride, padding } = options;
      const [rows, columns] = [0, 1].map((dim) => ({
        size: x[dim + 2] ?? 0,
        kernel: weight[dim + 2] ?? 0,
        stride: stride[dim] ?? 1,
        padding: padding[dim] ?? 0,
        dilation: 1,
      }));
      if (!rows || !columns) throw new Error("there are two axes");
      const [channelsOut = 0, channelsIn = 0] = weight;
      const problem = {
        batch: x[0] ?? 0,
        groups,
        channelsIn,
        channelsOut: channelsOut / groups,
        rows,
        columns,
      };
      expect(convolutionPlan(problem).method.name).toBe(method);
      fc.assert(
        fc.property(
          references(x),
          references(weight),
          references([weight[0] ?? 0]),
          (image, kernels, bias) => {
            const result = convolution.forward([arrayOf(image), arrayOf(kernels), arrayOf(bias)], options);
            expectClose(
              result,
              naive.convolution(image, kernels, bias, options),
              method === "winograd" ? 60 : 8,
            );
          },
        ),
        { numRuns: 2 },
      );
    },
  );

  it.each(methods)(
    "gives back what it needed on the way: $x and $weight, permuted",
    ({ x, weight, options }) => {
      const [n = 0, channels = 0, rows = 0, columns = 0] = x;
      const image = permute(full([n, rows, columns, channels], 1, "float32"), [0, 3, 1, 2]);
      const kernels = transpose(
        full(weight.toSpliced(2, 2, weight[3] ?? 0, weight[2] ?? 0), 1, "float32"),
        2,
        3,
      );
      const once = () => convolution.forward([image, kernels], options).storage.release();
      once(); // makes the plan and packs the kernels, which stay
      const before = arena.statistics().liveBlocks;
      once();
      expect(arena.statistics().liveBlocks).toBe(before);
    },
  );

  it("takes inputs of any strides", () => {
    const options = { stride: [1, 1], padding: [1, 0], dilation: [1, 1], groups: 1 };
    fc.assert(
      fc.property(references([2, 7, 9, 3]), references([2, 3, 3, 2]), (x, weight) => {
        const turned = transpose(arrayOf(x), 1, 3);
        const kernels = transpose(arrayOf(weight), 1, 2);
        const expected = naive.convolution(referenceOf(turned), referenceOf(kernels), undefined, options);
        expectClose(convolution.forward([turned, kernels], options), expected, 4);
      }),
      { numRuns: 10 },
    );
  });

  const plain = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1 };
  const mistakes: {
    name: string;
    x: number[];
    weight: number[];
    bias?: number[];
    options: typeof plain;
    message: string;
  }[] = [
    {
      name: "channels",
      x: [1, 3, 5, 5],
      weight: [4, 2, 3, 3],
      options: plain,
      message:
        "Given groups=1, weight of size [4, 2, 3, 3], expected input[1, 3, 5, 5] to have 2 channels, but got 3 channels instead",
    },
    {
      name: "a kernel larger than the input",
      x: [1, 1, 2, 2],
      weight: [1, 1, 3, 3],
      options: plain,
      message: "the padded input (2) is smaller than the kernel (3)",
    },
    {
      name: "groups",
      x: [1, 4, 5, 5],
      weight: [3, 2, 1, 1],
      options: { ...plain, groups: 2 },
      message: "3 output channels cannot be cut into 2 groups",
    },
    {
      name: "a bias",
      x: [1, 1, 5, 5],
      weight: [3, 1, 1, 1],
      bias: [2],
      options: plain,
      message: "expected a bias of shape [3], got [2]",
    },
    {
      name: "a stride",
      x: [1, 1, 5, 5],
      weight: [3, 1, 1, 1],
      options: { ...plain, stride: [0, 1] },
      message: "stride takes 2 whole numbers of at least 1, got [0, 1]",
    },
    {
      name: "dimensions",
      x: [1, 5, 5],
      weight: [3, 1, 1, 1],
      options: plain,
      message: "got shapes [1, 5, 5] and [3, 1, 1, 1]",
    },
  ];
  it.each(mistakes)("names $name that do not fit", ({ x, weight, bias, options, message }) => {
    const ones = (shape: readonly number[]) => full(shape, 1, "float32");
    const inputs = [ones(x), ones(weight), bias && ones(bias)] as const;
    expect(() => convolution.forward(inputs, options)).toThrow(message);
  });

  it("refuses arrays of different dtypes", () => {
    const [x, weight] = (["float32", "float64"] satisfies DType[]).map((dtype) =>
      full([1, 1, 1, 1], 1, dtype),
    );
    if (!x || !weight) throw new Error("two arrays were made");
    expect(() => convolution.forward([x, weight], plain)).toThrow(
      "expected arrays of one dtype, got float32, float64",
    );
  });
});

describe("a row of pixels cut into tiles", () => {
  it("is covered without a hole, and no tile leaves it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (length) => {
        const covered = new Set<number>();
        for (const { start, width } of cutRow(length)) {
          for (let i = start; i < start + width; i++) covered.add(i);
        }
        expect([...covered].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
      }),
    );
  });
});
