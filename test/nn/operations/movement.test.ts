import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromValues, full, type NDArray, valuesOf } from "../../../nn/array/ndarray.ts";
import { narrow, select } from "../../../nn/array/views.ts";
import { cat, copy, stack } from "../../../nn/operations/movement.ts";
import { type PadOptions, pad } from "../../../nn/operations/padding.ts";
import { expectClose, referenceOf } from "../support/compare.ts";
import * as naive from "../support/naive.ts";
import { stridedViews } from "../support/strided.ts";

describe("copy, cat and stack", () => {
  it("copy any view", () => {
    fc.assert(
      fc.property(stridedViews, (x) => {
        const copied = copy.forward([x], {});
        expectClose(copied, referenceOf(x));
        expect(copied.storage).not.toBe(x.storage);
      }),
    );
  });

  it("cat puts its arrays side by side, stack on a dimension of their own", () => {
    const views = stridedViews.filter(({ shape }) => shape.length > 0);
    fc.assert(
      fc.property(
        views.chain((x) => fc.tuple(fc.constant(x), fc.nat(x.shape.length - 1))),
        ([x, dim]) => {
          const size = x.shape[dim] ?? 0;
          const joined = cat.forward([x, x, narrow(x, dim, 0, 0)], { dim });
          for (const start of [0, size]) expectClose(narrow(joined, dim, start, size), referenceOf(x));
          const stacked = stack.forward([x, x, x], { dim });
          for (const index of [0, 1, 2]) expectClose(select(stacked, dim, index), referenceOf(x));
        },
      ),
    );
  });

  it("meet in a common dtype, and name shapes that do not fit", () => {
    const [a, b] = [full([2, 2], 1, "int64"), full([2, 3], 1, "float32")];
    expect(cat.forward([a, b], { dim: 1 }).dtype).toBe("float32");
    expect(() => cat.forward([a, b], { dim: 0 })).toThrow(
      "shapes must agree except in dimension 0, got [2, 2] and [2, 3]",
    );
    expect(() => stack.forward([a, b], { dim: 0 })).toThrow(
      "expected to be of equal size, got [2, 2] and [2, 3]",
    );
  });
});

describe("pad", () => {
  /** Which element of the input a place in the padded output shows; undefined is the fill value. */
  const origin: Record<PadOptions["mode"], (i: number, size: number) => number | undefined> = {
    constant: (i, size) => (i >= 0 && i < size ? i : undefined),
    reflect: (i, size) => (i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i),
    replicate: (i, size) => Math.min(Math.max(i, 0), size - 1),
    circular: (i, size) => (i + size) % size,
  };
  const modes = ["constant", "reflect", "replicate", "circular"] as const;
  it.each(modes)("%s shows the elements that the mode says", (mode) => {
    const cases = stridedViews
      .filter(({ shape }) => shape.length >= 2 && shape.every((size) => size > 0))
      .chain((x) => {
        const [height = 1, width = 1] = x.shape.slice(-2);
        const most = (size: number) =>
          ({ constant: 3, reflect: size - 1, replicate: 3, circular: size })[mode];
        const lengths = (size: number) => fc.tuple(fc.nat(most(size)), fc.nat(most(size)));
        return fc.record({ x: fc.constant(x), across: lengths(width), down: lengths(height) });
      });
    fc.assert(
      fc.property(cases, ({ x, across, down }) => {
        const padded = pad.forward([x], { padding: [...across, ...down], mode, value: -7 });
        const source = referenceOf(x);
        const [height = 1, width = 1] = x.shape.slice(-2);
        const shape = [...x.shape.slice(0, -2), height + down[0] + down[1], width + across[0] + across[1]];
        const expected = naive.tabulate(shape, (index) => {
          const [row = 0, column = 0] = index.slice(-2);
          const from = [origin[mode](row - down[0], height), origin[mode](column - across[0], width)];
          const inside = from.filter((i) => i !== undefined);
          return inside.length === 2 ? naive.at(source, [...index.slice(0, -2), ...inside]) : -7;
        });
        expectClose(padded, expected);
      }),
    );
  });

  const line = fromValues([1, 2, 3], [3], "float32");
  const padded = (padding: number[], mode: PadOptions["mode"] = "constant"): NDArray =>
    pad.forward([line], { padding, mode, value: 0 });
  it("crops where a constant's length is negative", () => {
    expect([...valuesOf(padded([-1, 1]))]).toEqual([2, 3, 0]);
    expect([...valuesOf(padded([1, -2]))]).toEqual([0, 1]);
  });

  it("says how long a border may be", () => {
    expect(() => padded([3, 0], "reflect")).toThrow(
      'mode "reflect" cannot pad dimension 0 of shape [3] by (3, 0); each must be from 0 to 2',
    );
    expect(() => padded([0, 4], "circular")).toThrow("each must be from 0 to 3");
    expect(() => padded([1, 1, 1, 1])).toThrow(
      "two lengths for each of the last dimensions (at most 2), got [1, 1, 1, 1]",
    );
  });
});
