// The methods that look at the same memory in another shape or order, and what they refuse.

import { describe, expect, it } from "vitest";
import { arange, tensor, zeros } from "../../../nn/tensor/creation.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";

const matrix = () =>
  tensor(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    { dtype: "float32" },
  );

describe("views", () => {
  const x = () => arange(24).reshape(2, 3, 4);

  it.each<[string, (x: Tensor) => Tensor, readonly number[], number]>([
    ["reshape with one size left open", (t) => t.reshape(-1, 6), [4, 6], 0],
    ["view", (t) => t.view([6, 4]), [6, 4], 0],
    ["flatten", (t) => t.flatten(), [24], 0],
    ["flatten some", (t) => t.flatten(1), [2, 12], 0],
    ["permute", (t) => t.permute(2, 0, 1), [4, 2, 3], 0],
    ["transpose", (t) => t.transpose(0, -1), [4, 3, 2], 0],
    ["unsqueeze", (t) => t.unsqueeze(-1), [2, 3, 4, 1], 0],
    ["squeeze", (t) => t.unsqueeze(0).squeeze(), [2, 3, 4], 0],
    ["squeeze of another size", (t) => t.squeeze(1), [2, 3, 4], 0],
    ["expand", (t) => t.unsqueeze(0).expand(5, -1, -1, -1), [5, 2, 3, 4], 0],
    ["narrow", (t) => t.narrow(1, 1, 2), [2, 2, 4], 4],
    ["select", (t) => t.select(1, -1), [2, 4], 8],
    ["slice with a step", (t) => t.slice(2, 1, -1, 2), [2, 3, 1], 1],
    ["index", (t) => t.index(1, ":", "1:3"), [3, 2], 13],
    ["index from the end", (t) => t.index("...", -1), [2, 3], 3],
    ["index with a new dimension", (t) => t.index(null, 0), [1, 3, 4], 0],
    ["index every second", (t) => t.index(0, "::2"), [2, 4], 0],
  ])("%s", (_, view, shape, first) => {
    const base = x();
    const result = view(base);
    expect([...result.shape]).toEqual(shape);
    expect(result.contiguous().data[0]).toBe(first);
    base.add_(100);
    expect(result.contiguous().data[0]).toBe(first + 100); // the memory is shared
  });

  it("reshape copies only when it must", () => {
    const transposed = x().transpose(0, 1);
    expect(() => transposed.view(24)).toThrow("Use .reshape(...) instead");
    expect(transposed.reshape(24).toArray()).toEqual(transposed.clone().flatten().toArray());
  });

  it("T and mT transpose", () => {
    expect([...matrix().T.shape]).toEqual([3, 2]);
    expect([...zeros(2, 3, 4).mT.shape]).toEqual([2, 4, 3]);
  });

  it("unbind, flip, t", () => {
    expect(
      matrix()
        .unbind()
        .map((row) => row.toArray()),
    ).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(matrix().flip(1).toArray()).toEqual([
      [3, 2, 1],
      [6, 5, 4],
    ]);
    expect(matrix().t().toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  it.each([
    [
      "sizes that do not add up",
      () => x().split([1, 2], 2),
      "split: the sizes [1, 2] must add up to 4, the size of dimension 2 of shape [2, 3, 4]",
    ],
    ["no chunks", () => x().chunk(0), "chunks: expected a whole number of at least 1, got 0"],
    [
      "too few repeats",
      () => x().repeat(2),
      "repeat: expected a number for each dimension of shape [2, 3, 4], got [2]",
    ],
    [
      "shifts without dimensions",
      () => x().roll([1, 2], 0),
      "Roll: expected one shift for each dimension, got shifts [1, 2] and dims [0]",
    ],
    [
      "a size that is not there to keep",
      () => x().expand(-1, 2, 3, 4),
      "expand: -1 keeps the size of a dimension",
    ],
    [
      "a diagonal of one dimension",
      () => x().diagonal(0, 1, 1),
      "diagonal: expected two different dimensions, got 1 and 1",
    ],
    ["flipping twice", () => x().flip(0, -3), "flip: a dimension appears more than once in [0, -3]"],
    [
      "a shape that does not fit",
      () => x().reshape(5, -1),
      "reshape: shape '[5, -1]' is invalid for input of size 24",
    ],
    [
      "a shape with fewer elements",
      () => x().reshape(2, 4),
      "reshape: shape '[2, 4]' is invalid for input of size 24",
    ],
    [
      "elements where there are none",
      () => zeros(0, 3).reshape(2, 2),
      "reshape: shape '[2, 2]' is invalid for input of size 0",
    ],
    [
      "an open size beside one of 0",
      () => zeros(0, 3).reshape(0, -1),
      "reshape: cannot reshape tensor of 0 elements into shape [0, -1] because the unspecified dimension size -1",
    ],
    ["sizes below -1", () => x().reshape(-4, -6), "reshape: invalid shape dimension -4"],
    [
      "parts of a dimension that are not the whole, also of no elements",
      () => zeros(3, 0).unflatten(0, [2, 2]),
      "unflatten: Provided sizes [2, 2] don't multiply up to the size of dim 0 (3) in the input tensor",
    ],
    [
      "an open part that would not be whole",
      () => zeros(4).unflatten(0, [-1, 3]),
      "unflatten: Provided sizes [-1, 3] don't multiply up to the size of dim 0 (4) in the input tensor",
    ],
    [
      "two open sizes",
      () => x().reshape(-1, -1),
      "reshape: only one dimension can be inferred, got [-1, -1]",
    ],
    [
      "a position out of bounds",
      () => x().select(1, 3),
      "index 3 is out of bounds for dimension 1 with size 3",
    ],
    [
      "too many indices",
      () => x().index(0, 0, 0, 0),
      "index: too many indices (4) for a tensor of shape [2, 3, 4]",
    ],
    [
      "a slice that is none",
      () => x().index("a:b"),
      'index: expected a slice such as "1:3", "::2" or "...", got "a:b"',
    ],
    [
      "a dimension that is not there",
      () => x().size(3),
      "Dimension out of range (expected to be in range of [-3, 2], but got 3)",
    ],
    [
      "item of many",
      () => x().item(),
      "item: a tensor with 24 elements cannot be converted to a number (shape [2, 3, 4])",
    ],
  ])("refuse %s", (_, act, message) => expect(act).toThrow(message));
});
