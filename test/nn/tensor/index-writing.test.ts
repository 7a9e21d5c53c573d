// Writing by index: what x[i] = v does in Python, on the tensor itself and on what it is a view of. What each method
// gives and refuses is compared with PyTorch in parity.test.ts.

import { describe, expect, it } from "vitest";
import { arange, ones, tensor, zeros } from "../../../nn/index.ts";

describe("indexPut_", () => {
  it("writes through a view into its base, and returns the view", () => {
    const x = zeros(3, 4);
    const columns = x.index(":", "1:3");
    expect(columns.indexPut_([tensor([0, 2])], 5)).toBe(columns);
    expect(x.toArray()).toEqual([
      [0, 5, 5, 0],
      [0, 0, 0, 0],
      [0, 5, 5, 0],
    ]);
  });

  it("writes where a mask holds, made of the tensor itself", () => {
    const x = arange(6, { dtype: "float32" }).reshape(2, 3);
    x.indexPut_([x.gt(3)], 0);
    expect(x.toArray()).toEqual([
      [0, 1, 2],
      [3, 0, 0],
    ]);
  });

  it("writes everywhere or nowhere for a single truth value", () => {
    expect(
      zeros(2)
        .indexPut_([tensor(true)], 5)
        .toArray(),
    ).toEqual([5, 5]);
    expect(
      zeros(2)
        .indexPut_([tensor(false)], 5)
        .toArray(),
    ).toEqual([0, 0]);
  });

  it("takes its values from the tensor that it writes to", () => {
    const x = arange(4);
    x.indexPut_([tensor([0, 1, 2, 3])], x.flip(0));
    expect(x.toArray()).toEqual([3, 2, 1, 0]);
    x.indexPut_(["1:"], x.index(":-1"));
    expect(x.toArray()).toEqual([3, 3, 2, 1]);
  });

  it("counts as one write, so that what was derived from the old elements is known to be stale", () => {
    const x = zeros(3);
    const { version } = x.array.storage;
    x.indexPut_([tensor([1])], 1);
    expect(x.array.storage.version).toBe(version + 1);
  });

  it("adds at slices, too", () => {
    expect(ones(3).indexPut_(["1:"], 2, { accumulate: true }).toArray()).toEqual([1, 3, 3]);
  });

  it("refuses a leaf that requires its gradient, and an expanded tensor", () => {
    expect(() => ones([2], { requiresGrad: true }).indexPut_([tensor([0])], 1)).toThrow("leaf Variable");
    expect(() =>
      zeros(1, 3)
        .expand(2, 3)
        .indexPut_([tensor([0])], 1),
    ).toThrow("share one place in memory");
  });
});

it("indexPut leaves the tensor as it was", () => {
  const x = zeros(2);
  expect(x.indexPut([1], 4).toArray()).toEqual([0, 4]);
  expect(x.toArray()).toEqual([0, 0]);
});
