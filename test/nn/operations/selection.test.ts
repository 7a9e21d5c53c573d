import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromValues, full, type NDArray, valuesOf } from "../../../nn/array/ndarray.ts";
import { broadcastShapes, elementCount } from "../../../nn/array/shape.ts";
import { narrow } from "../../../nn/array/views.ts";
import { indexByArrays } from "../../../nn/operations/index-by-arrays.ts";
import { maskedSelect } from "../../../nn/operations/masked-elements.ts";
import { maskedFill, nonzero, where } from "../../../nn/operations/selection.ts";
import { expectClose, referenceOf } from "../support/compare.ts";
import * as naive from "../support/naive.ts";
import { indices, stridedViews } from "../support/strided.ts";

/** A view, and truth values of a shape that broadcasts to its own. */
const masked = stridedViews
  .chain((x) =>
    fc.tuple(
      fc.constant(x),
      fc.array(fc.boolean(), { minLength: x.shape.length, maxLength: x.shape.length }),
      fc.nat(99),
    ),
  )
  .map(([x, ones, seed]) => {
    const shape = x.shape.map((size, dim) => (ones[dim] ? 1 : size));
    const truths = Array.from({ length: elementCount(shape) }, (_, i) => ((i * 31 + seed) >> 2) % 2);
    return { x, mask: fromValues(truths, shape, "bool") };
  });

/** The truth value that stands over a place after broadcasting. */
function holds(mask: NDArray, place: readonly number[]): boolean {
  return (
    naive.at(
      referenceOf(mask),
      place.map((i, dim) => (mask.shape[dim] === 1 ? 0 : i)),
    ) !== 0
  );
}

describe("selection by truth values", () => {
  it("where takes a or b", () => {
    fc.assert(
      fc.property(masked, ({ x, mask }) => {
        const shape = broadcastShapes(x.shape, mask.shape);
        const expected = naive.tabulate(shape, (place) =>
          holds(mask, place) ? naive.at(referenceOf(x), place) : -1,
        );
        expectClose(where.forward([mask, x, full([], -1, "float32")], {}), expected);
      }),
    );
  });

  it("maskedFill writes where the mask holds", () => {
    fc.assert(
      fc.property(masked, ({ x, mask }) => {
        const shape = broadcastShapes(x.shape, mask.shape);
        const expected = naive.tabulate(shape, (place) =>
          holds(mask, place) ? -1 : naive.at(referenceOf(x), place),
        );
        expectClose(maskedFill.forward([x, mask, full([], -1, "float32")], {}), expected);
      }),
    );
  });

  it("maskedSelect, and indexing by a mask or by its places, take what is left by filtering", () => {
    fc.assert(
      fc.property(masked, ({ x, mask }) => {
        fc.pre(x.shape.length > 0 && mask.shape.every((size, dim) => size === x.shape[dim]));
        const places = indices(x.shape).filter((place) => holds(mask, place));
        const expected = places.map((place) => naive.at(referenceOf(x), place));
        expect([...valuesOf(maskedSelect.forward([x, mask], {}))]).toEqual(expected);
        expect([...valuesOf(indexByArrays.forward([x, mask], { dims: [0] }))]).toEqual(expected);
        expect([...valuesOf(nonzero.forward([mask], {}))]).toEqual(places.flat());
        const positions = x.shape.map((_, dim) =>
          fromValues(
            places.map((place) => place[dim] ?? 0),
            [places.length],
            "int64",
          ),
        );
        const dims = [...x.shape.keys()];
        expect([...valuesOf(indexByArrays.forward([x, ...positions], { dims }))]).toEqual(expected);
      }),
    );
  });

  it("masks that are a part of a larger array count from their own beginning", () => {
    const whole = fromValues([1, 1, 0, 0, 1, 0, 1, 1], [4, 2], "bool");
    const mask = narrow(whole, 0, 1, 3);
    const numbers = fromValues([1, 2, 3, 4, 5, 6], [3, 2], "float32");
    expect([...valuesOf(nonzero.forward([mask], {}))]).toEqual([1, 0, 2, 0, 2, 1]);
    expect([...valuesOf(maskedSelect.forward([numbers, mask], {}))]).toEqual([3, 5, 6]);
  });

  const x = full([2, 3], 1, "float32");
  const numbers = full([2, 3], 1, "int64");
  it.each<[string, () => NDArray, string]>([
    [
      "a condition of numbers",
      () => where.forward([numbers, x, x], {}),
      "Where: expected the condition to be bool, got int64",
    ],
    [
      "a mask of numbers",
      () => maskedSelect.forward([x, numbers], {}),
      "MaskedSelect: expected the condition to be bool",
    ],
    [
      "a value with dimensions",
      () => maskedFill.forward([x, full([2, 3], 1, "bool"), x], {}),
      "MaskedFill: expected a value without dimensions, got one of 2 dimensions",
    ],
    [
      "a mask of another shape as index",
      () => indexByArrays.forward([x, full([3], 1, "bool")], { dims: [0] }),
      "Index: a mask of shape [3] does not fit dimensions [2] of an array of shape [2, 3]",
    ],
    [
      "a position out of bounds",
      () => indexByArrays.forward([x, full([1], -4, "int64")], { dims: [1] }),
      "Index: index -4 is out of bounds for dimension 1 with size 3",
    ],
  ])("refuses %s", (_, act, message) => expect(act).toThrow(message));
});
