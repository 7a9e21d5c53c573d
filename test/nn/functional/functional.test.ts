// What the layers do not reach: functions with arguments that no layer passes. Expected values are worked out by
// hand; the layers' own tests compare with PyTorch.

import { describe, expect, it } from "vitest";
import * as F from "../../../nn/functional/index.ts";
import { manualSeed, ones, rand, type Tensor, tensor, zeros } from "../../../nn/index.ts";

const floats = (values: Parameters<typeof tensor>[0]) => tensor(values, { dtype: "float32" });

describe("pad", () => {
  it.each([
    [
      "the last dimension",
      [1, 2],
      {},
      [
        [0, 1, 2, 0, 0],
        [0, 3, 4, 0, 0],
      ],
    ],
    [
      "the last dimension first",
      [0, 1, 1, 0],
      {},
      [
        [0, 0, 0],
        [1, 2, 0],
        [3, 4, 0],
      ],
    ],
    [
      "with a value",
      [1, 0],
      { value: 9 },
      [
        [9, 1, 2],
        [9, 3, 4],
      ],
    ],
    ["by a negative number, which crops", [-1, 0], {}, [[2], [4]]],
  ])("%s", (_, padding, options, expected) => {
    expect(
      F.pad(
        floats([
          [1, 2],
          [3, 4],
        ]),
        padding,
        options,
      ).toArray(),
    ).toEqual(expected);
  });
});

describe("softmax and logSoftmax", () => {
  it("agree, and neither overflow", () => {
    const x = floats([
      [0, Math.log(3)],
      [1000, 1000],
    ]);
    expect(
      F.softmax(x, 1).allclose(
        floats([
          [0.25, 0.75],
          [0.5, 0.5],
        ]),
      ),
    ).toBe(true);
    expect(F.logSoftmax(x, 1).exp().allclose(F.softmax(x, 1))).toBe(true);
    expect(F.logSoftmax(floats([0, -200]), 0).toArray()).toEqual([0, -200]);
  });
});

describe("relu", () => {
  it("changes its input only in place", () => {
    const x = floats([-1, 2]);
    expect(F.relu(x).toArray()).toEqual([0, 2]);
    expect(x.toArray()).toEqual([-1, 2]);
    expect(F.relu(x, { inplace: true })).toBe(x);
    expect(x.toArray()).toEqual([0, 2]);
  });
});

describe("convolutions", () => {
  it("take their settings as options", () => {
    const x = floats([[[1, 2, 3, 4]]]);
    const weight = floats([[[1, 10]]]);
    expect(F.conv1d(x, weight).toArray()).toEqual([[[21, 32, 43]]]);
    expect(F.conv1d(x, weight, { stride: 2, bias: floats([0.5]) }).toArray()).toEqual([[[21.5, 43.5]]]);
    expect(F.conv1d(x, weight, { padding: "same" }).toArray()).toEqual([[[21, 32, 43, 4]]]);
  });

  it.each([
    [
      "a stride for each of three dimensions",
      { stride: [1, 1, 1] },
      "conv2d: stride: expected a whole number of at least 1 or 2 of them, got [1, 1, 1]",
    ],
    [
      "half a stride",
      { stride: 0.5 },
      "conv2d: stride: expected a whole number of at least 1 or 2 of them, got 0.5",
    ],
    [
      "'same' with a stride",
      { padding: "same", stride: 2 } as const,
      "padding='same' is not supported for strided convolutions",
    ],
  ])("refuse %s", (_, options, message) => {
    expect(() => F.conv2d(zeros(1, 1, 4, 4), zeros(1, 1, 3, 3), options)).toThrow(message);
  });

  it("read a list of options anew each time", () => {
    const stride = [1, 1];
    const sizeOf = () => F.conv2d(image, weight, { stride }).shape.slice(2);
    const [image, weight] = [zeros(1, 1, 5, 5), zeros(1, 1, 3, 3)];
    expect(sizeOf()).toEqual([3, 3]);
    stride[0] = 2;
    expect(sizeOf()).toEqual([2, 3]);
  });

  it("leave both their inputs alone", () => {
    const [x, weight] = [ones(1, 1, 3, 3), ones(1, 1, 2, 2)];
    F.conv2d(x, weight, { padding: "same" });
    expect(x.equal(ones(1, 1, 3, 3)) && weight.equal(ones(1, 1, 2, 2))).toBe(true);
  });
});

describe("batchNorm", () => {
  const x = floats([
    [1, 2],
    [3, 6],
  ]);

  it("normalises by the batch when training, with weight or bias alone", () => {
    const plain = F.batchNorm(x, undefined, undefined, { training: true, eps: 0 });
    expect(plain.toArray()).toEqual([
      [-1, -1],
      [1, 1],
    ]);
    const weighted = F.batchNorm(x, undefined, undefined, { training: true, eps: 0, weight: floats([2, 3]) });
    expect(weighted.toArray()).toEqual([
      [-2, -3],
      [2, 3],
    ]);
    const shifted = F.batchNorm(x, undefined, undefined, { training: true, eps: 0, bias: floats([1, 0]) });
    expect(shifted.toArray()).toEqual([
      [0, -1],
      [2, 1],
    ]);
  });

  it("moves the running statistics, the variance by its unbiased estimate", () => {
    const [mean, variance] = [zeros(2), ones(2)];
    F.batchNorm(x, mean, variance, { training: true, momentum: 0.5 });
    expect(mean.toArray()).toEqual([1, 2]);
    expect(variance.toArray()).toEqual([1.5, 4.5]);
  });

  it("needs running statistics in evaluation", () => {
    expect(() => F.batchNorm(x, undefined, undefined)).toThrow("expected runningMean and runningVar");
  });
});

describe("dropout", () => {
  it("keeps the mean, in training only", () => {
    manualSeed(0);
    const dropped = F.dropout(ones(10000), { p: 0.25 });
    expect(Math.abs(dropped.mean().item() - 1)).toBeLessThan(0.02);
    expect(new Set(dropped.data)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    const x = ones(3);
    expect(F.dropout(x, { training: false })).toBe(x);
    expect(F.dropout(x, { p: 1 }).toArray()).toEqual([0, 0, 0]);
  });
});

describe("pooling", () => {
  it("divides by the divisor that is given, whatever was given before", () => {
    const mean = (divisorOverride?: number) => F.avgPool2d(ones(1, 1, 2, 2), 2, { divisorOverride }).item();
    expect([undefined, 8, -2, undefined].map(mean)).toEqual([1, 0.5, -2, 1]);
  });

  it("refuses what is no image", () => {
    expect(() => F.maxPool2d(zeros(2, 3), 2)).toThrow(
      "Expected 3D (unbatched) or 4D (batched) input to maxPool2d, but got input of size: [2, 3]",
    );
  });
});

describe("an empty batch", () => {
  it.each([
    [
      "batchNorm",
      (mean: Tensor, variance: Tensor) => F.batchNorm(zeros(0, 2, 3), mean, variance, { training: true }),
    ],
    [
      "instanceNorm",
      (mean: Tensor, variance: Tensor) =>
        F.instanceNorm(zeros(0, 2, 3), { runningMean: mean, runningVar: variance }),
    ],
  ])("leaves the running statistics of %s as they are", (_, normalize) => {
    const [mean, variance] = [floats([1, 2]), floats([3, 4])];
    expect([...normalize(mean, variance).shape]).toEqual([0, 2, 3]);
    expect([mean.toArray(), variance.toArray()]).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

describe("interpolate", () => {
  it.each([
    ["neither size nor factor", {}, "either size or scaleFactor should be defined"],
    ["both", { size: 2, scaleFactor: 2 }, "either size or scaleFactor should be defined"],
    ["corners for the nearest", { size: 2, alignCorners: true }, "align_corners option can only be set with"],
    [
      "a factor of nothing",
      { scaleFactor: 0 },
      "interpolate: scaleFactor: expected one or more numbers above 0, got 0",
    ],
    ["linear for images", { size: 2, mode: "linear" }, "mode linear takes inputs of 3 dimensions"],
  ] as const)("refuses %s", (_, options, message) => {
    expect(() => F.interpolate(zeros(1, 1, 2, 2), options)).toThrow(message);
  });
});

describe("pixelUnshuffle", () => {
  it("undoes pixelShuffle", () => {
    const x = rand(2, 12, 3, 4);
    expect(F.pixelUnshuffle(F.pixelShuffle(x, 2), 2).equal(x)).toBe(true);
  });
});

describe("embedding", () => {
  it("learns nothing in the row of padding, counted from the end or not", () => {
    for (const paddingIdx of [1, -2]) {
      const table = rand([3, 2], { requiresGrad: true });
      F.embedding(
        tensor([
          [0, 1],
          [1, 1],
          [2, 2],
        ]),
        table,
        { paddingIdx },
      )
        .sum()
        .backward();
      expect(table.grad?.toArray()).toEqual([
        [1, 1],
        [0, 0],
        [2, 2],
      ]);
    }
  });

  it("shortens the rows that it looks up, in the table itself", () => {
    const table = floats([
      [3, 4],
      [0.3, 0.4],
      [6, 8],
    ]);
    const found = F.embedding(tensor([1, 0, 0]), table, { maxNorm: 1 });
    const expected = floats([
      [0.6, 0.8],
      [0.3, 0.4],
      [6, 8],
    ]);
    expect(table.allclose(expected)).toBe(true);
    expect(
      found.allclose(
        floats([
          [0.3, 0.4],
          [0.6, 0.8],
          [0.6, 0.8],
        ]),
      ),
    ).toBe(true);
  });

  it("takes indices of any shape", () => {
    const table = floats([
      [1, 2],
      [3, 4],
    ]);
    expect(F.embedding(tensor(1), table).toArray()).toEqual([3, 4]);
    expect(F.embedding(tensor([[0], [1]]), table).toArray()).toEqual([[[1, 2]], [[3, 4]]]);
  });
});
