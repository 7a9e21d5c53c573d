// The methods that reduce: arguments, defaults and what they give. The arithmetic itself is tested with the
// operations.

import { describe, expect, it } from "vitest";
import { tensor } from "../../../nn/tensor/creation.ts";

const matrix = () =>
  tensor(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    { dtype: "float32" },
  );

describe("reductions", () => {
  it.each([
    ["sum", matrix().sum(), 21],
    ["sum along a dimension", matrix().sum(0), [5, 7, 9]],
    ["sum along several", matrix().sum([0, 1], { keepdim: true }), [[21]]],
    ["mean", matrix().mean(-1), [2, 5]],
    ["var, unbiased", matrix().var(1), [1, 1]],
    ["var of the population", matrix().var(0, { correction: 0 }), [2.25, 2.25, 2.25]],
    ["std", matrix().std(0, { correction: 0 }), [1.5, 1.5, 1.5]],
    ["max", matrix().max(), 6],
    ["argmax", matrix().argmax(), 5],
    ["argmin along a dimension", matrix().argmin(1, { keepdim: true }), [[0], [0]]],
    ["all", matrix().gt(0).all(), true],
    ["any along a dimension", matrix().gt(5).any(1), [false, true]],
    ["softmax", tensor([0, 0], { dtype: "float32" }).softmax(0), [0.5, 0.5]],
    ["softmax of large numbers", tensor([1000, 1000], { dtype: "float32" }).softmax(0), [0.5, 0.5]],
  ])("%s", (_, result, values) => expect(result.toArray()).toEqual(values));

  it("max along a dimension gives values and where they are", () => {
    const { values, indices } = matrix().max(1);
    expect([values.toArray(), indices.toArray()]).toEqual([
      [3, 6],
      [2, 2],
    ]);
  });
});
