import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DType } from "../../../nn/array/dtype.ts";
import { full } from "../../../nn/array/ndarray.ts";
import { transpose } from "../../../nn/array/views.ts";
import { batchNorm, layerNorm } from "../../../nn/operations/normalization.ts";
import { arrayOf, expectClose, references } from "../support/compare.ts";
import * as naive from "../support/naive.ts";

const size = fc.integer({ min: 1, max: 9 });
const dtypes = ["float32", "float64"] satisfies DType[];
const eps = 1e-5;

describe.each(dtypes)("batchNorm in %s", (dtype) => {
  it("normalises each channel, scaled and shifted if asked", () => {
    const cases = fc
      .record({ shape: fc.array(size, { minLength: 2, maxLength: 4 }), affine: fc.boolean() })
      .chain(({ shape, affine }) => {
        const channels = [shape[1] ?? 1];
        return fc.record({
          x: references(shape),
          mean: references(channels),
          spread: references(channels),
          affine: affine ? fc.tuple(references(channels), references(channels)) : fc.constant(undefined),
        });
      });
    fc.assert(
      fc.property(cases, ({ x, mean, spread, affine }) => {
        const variance = { ...spread, values: spread.values.map((value) => value * value + 0.1) };
        const statistics = [arrayOf(mean, dtype), arrayOf(variance, dtype)] as const;
        const parameters = [arrayOf(affine?.[0], dtype), arrayOf(affine?.[1], dtype)] as const;
        const inputs = [arrayOf(x, dtype), ...statistics, ...parameters] as const;
        const expected = naive.tabulate(x.shape, (index) => {
          const channel = [index[1] ?? 0];
          const normal =
            (naive.at(x, index) - naive.at(mean, channel)) / Math.sqrt(naive.at(variance, channel) + eps);
          return affine ? normal * naive.at(affine[0], channel) + naive.at(affine[1], channel) : normal;
        });
        expectClose(batchNorm.forward(inputs, { eps }), expected, 10, 1e-6);
      }),
    );
  });
});

describe.each(dtypes)("layerNorm in %s", (dtype) => {
  it("normalises over the last dimensions, scaled and shifted if asked", () => {
    const cases = fc
      .record({
        outer: fc.array(size, { maxLength: 2 }),
        inner: fc.array(size, { minLength: 1, maxLength: 2 }),
        parameters: fc.nat(2),
      })
      .chain(({ outer, inner, parameters }) =>
        fc.record({
          x: references([...outer, ...inner]),
          parameters: fc.tuple(...Array.from({ length: parameters }, () => references(inner))),
        }),
      );
    fc.assert(
      fc.property(cases, ({ x, parameters }) => {
        const [weight, bias] = parameters;
        const normalizedShape = weight?.shape ?? x.shape.slice(-1);
        const rank = x.shape.length - normalizedShape.length;
        const dims = [...x.shape.keys()].slice(rank);
        const mean = naive.reduce(x, dims, true, naive.mean);
        const variance = naive.reduce(x, dims, true, (values) => naive.variance(values, 0));
        const expected = naive.tabulate(x.shape, (index) => {
          const [row, column] = [index.map((i, dim) => (dim < rank ? i : 0)), index.slice(rank)];
          const normal =
            (naive.at(x, index) - naive.at(mean, row)) / Math.sqrt(naive.at(variance, row) + eps);
          return normal * (weight ? naive.at(weight, column) : 1) + (bias ? naive.at(bias, column) : 0);
        });
        const inputs = [arrayOf(x, dtype), arrayOf(weight, dtype), arrayOf(bias, dtype)] as const;
        expectClose(layerNorm.forward(inputs, { normalizedShape, eps }), expected, 10, 1e-5);
      }),
    );
  });
});

describe("normalisation", () => {
  it("takes inputs of any strides", () => {
    fc.assert(
      fc.property(references([3, 5, 4]), (x) => {
        const turned = transpose(arrayOf(x), 0, 2);
        const [float32, float64] = [turned, transpose(arrayOf(x, "float64"), 0, 2)].map((each) =>
          layerNorm.forward([each], { normalizedShape: [3], eps }),
        );
        if (!float32 || !float64) throw new Error("two results were made");
        expectClose(float32, { shape: [4, 5, 3], values: [...float64.storage.data()] });
      }),
      { numRuns: 5 },
    );
  });

  it("names what does not fit", () => {
    const [x, three, four] = [
      full([2, 4, 3], 1, "float32"),
      full([3], 1, "float32"),
      full([4], 1, "float32"),
    ];
    expect(() => batchNorm.forward([x, three, three], { eps })).toThrow(
      "for an input of shape [2, 4, 3] expected parameters of shape [4], got [3]",
    );
    expect(() => batchNorm.forward([three, three, three], { eps })).toThrow(
      "at least 2 dimensions, got shape [3]",
    );
    expect(() => layerNorm.forward([x], { normalizedShape: [4], eps })).toThrow(
      "Given normalized_shape=[4], expected input with shape [*, 4], but got input of size[2, 4, 3]",
    );
    expect(() => layerNorm.forward([x, four], { normalizedShape: [3], eps })).toThrow(
      "expected parameters of shape [3], got [4]",
    );
    expect(() => layerNorm.forward([full([3], 1, "int64")], { normalizedShape: [3], eps })).toThrow(
      "one floating dtype, got int64",
    );
  });
});
