// The methods that change a tensor, and what they refuse.

import { describe, expect, it } from "vitest";
import { ones, tensor, zeros } from "../../../nn/tensor/creation.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";

describe("in place", () => {
  it("changes the tensor and its views, and returns it", () => {
    const x = zeros(2, 3);
    const row = x.select(0, 1);
    expect(row.add_(1)).toBe(row);
    expect(x.toArray()).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
    x.mul_(tensor([1, 2, 3]))
      .sub_(0.5)
      .div_(0.5)
      .clamp_({ max: 4 })
      .relu_();
    expect(x.toArray()).toEqual([
      [0, 0, 0],
      [1, 3, 4],
    ]);
    x.transpose(0, 1).select(0, 0).fill_(9);
    expect(x.toArray()).toEqual([
      [9, 0, 0],
      [9, 3, 4],
    ]);
    x.copy_(tensor([7])).zero_();
    expect(x.sum().item()).toBe(0);
  });

  it("counts writes, so that what was derived from the old elements is known to be stale", () => {
    const x = zeros(2);
    const before = x.array.storage.version;
    x.add_(1).fill_(2);
    expect(x.array.storage.version).toBe(before + 2);
  });

  it.each([
    [
      "a result of another shape",
      () => zeros(2).add_(zeros(2, 2)),
      "output with shape [2] doesn't match the broadcast shape [2, 2]",
    ],
    [
      "fractions in integers",
      () => tensor([1]).add_(0.5),
      "result type float32 can't be cast to the desired output type int64",
    ],
    [
      "to add integers to truth values",
      () => tensor([true, false]).add_(tensor([1, 2])),
      "Add in place: result type int64 can't be cast to the desired output type bool",
    ],
    ["to multiply truth values by a number", () => tensor([true]).mul_(2), "result type int64 can't be cast"],
    [
      "a fraction of integers",
      () => tensor([1, 2]).add_(tensor([3, 4]), { alpha: 0.5 }),
      "for integral tensors alpha must be a whole number, got 0.5",
    ],
    [
      "to clamp without bounds",
      () => zeros(2).clamp_({}),
      "clamp_: expected at least one of min and max, got neither",
    ],
    [
      "random values in integers",
      () => tensor([1]).uniform_(),
      "uniform_: expected a floating point tensor, got int64",
    ],
    [
      "an expanded tensor",
      () => zeros(2, 1).expand(2, 3).add_(1),
      "Add in place: several elements of this expanded tensor of shape [2, 3] share one place in memory; clone() it",
    ],
    [
      "a leaf that requires its gradient",
      () => ones([2], { requiresGrad: true }).add_(1),
      "a leaf Variable that requires grad is being used in an in-place operation.",
    ],
    [
      "a view of such a leaf",
      () => ones([2], { requiresGrad: true }).select(0, 0).add_(1),
      "a view of a leaf Variable that requires grad",
    ],
  ])("refuses %s", (_, act, message) => expect(act).toThrow(message));
});

describe("gradients through what several operations make", () => {
  const changed: [string, (x: Tensor) => Tensor, number[]][] = [
    ["clamp_ between tensors", (x) => x.clamp_(zeros(3), 2), [1, 0, 0]],
    ["round_ to decimals", (x) => x.round_({ decimals: 1 }).add(x), [0, 0, 0]],
  ];
  it.each(changed)("%s", (_, change, expected) => {
    const x = tensor([1.25, -2.5, 3.75], { requiresGrad: true });
    change(x.clone()).sum().backward();
    expect(x.grad?.toArray()).toEqual(expected);
  });

  it("scatter that multiplies", () => {
    const x = tensor([1.5, 2.5], { requiresGrad: true });
    x.scatter(0, tensor([0]), 2, { reduce: "multiply" })
      .sum()
      .backward();
    expect(x.grad?.toArray()).toEqual([2, 1]);
  });
});
