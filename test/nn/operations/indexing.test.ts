import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromValues, full, type NDArray, valuesOf } from "../../../nn/array/ndarray.ts";
import { elementCount } from "../../../nn/array/shape.ts";
import { indexSelect } from "../../../nn/operations/index-select.ts";
import { gather, scatter, scatterAdd } from "../../../nn/operations/indexing.ts";
import { expectClose, referenceOf } from "../support/compare.ts";
import * as naive from "../support/naive.ts";
import { stridedViews } from "../support/strided.ts";

/** A view, one of its dimensions, and an index of any length along it that names what is there. */
const indexed = stridedViews
  .filter(({ shape }) => shape.length > 0 && shape.every((size) => size > 0))
  .chain((x) =>
    fc.record({
      x: fc.constant(x),
      dim: fc.nat(x.shape.length - 1),
      length: fc.nat(6),
      seed: fc.nat(1000),
    }),
  )
  .map(({ x, dim, length, seed }) => {
    const shape = x.shape.with(dim, length);
    const size = x.shape[dim] ?? 1;
    const values = Array.from({ length: elementCount(shape) }, (_, i) => (i * 7919 + seed) % size);
    return { x, dim, index: fromValues(values, shape, "int64") };
  });

const along = (place: readonly number[], dim: number, index: NDArray) =>
  place.with(dim, naive.at(referenceOf(index), place));

describe("gather and scatter", () => {
  it("gather takes out[.., i, ..] = x[.., index[.., i, ..], ..]", () => {
    fc.assert(
      fc.property(indexed, ({ x, dim, index }) => {
        const source = referenceOf(x);
        const expected = naive.tabulate(index.shape, (place) => naive.at(source, along(place, dim, index)));
        expectClose(gather.forward([x, index], { dim }), expected);
      }),
    );
  });

  it.each([
    { shape: [30, 41], dim: 1, length: 17 },
    { shape: [41, 30], dim: 0, length: 23 },
    { shape: [3, 20, 9], dim: 1, length: 31 },
    { shape: [5, 3, 40], dim: 0, length: 7 },
    { shape: [900], dim: 0, length: 700 },
  ])("gather of arrays that are large enough for the kernel: $shape along $dim", ({ shape, dim, length }) => {
    for (const dtype of ["float32", "int64", "float64"] as const) {
      const count = elementCount(shape);
      const x = fromValues(
        Array.from({ length: count }, (_, i) => i),
        shape,
        dtype,
      );
      const places = elementCount(shape.with(dim, length));
      const values = Array.from({ length: places }, (_, i) => (i * 7919) % (shape[dim] ?? 1));
      const index = fromValues(values, shape.with(dim, length), "int64");
      const source = referenceOf(x);
      const expected = naive.tabulate(index.shape, (place) => naive.at(source, along(place, dim, index)));
      expect(valuesOf(gather.forward([x, index], { dim }))).toEqual(
        valuesOf(fromValues(expected.values, expected.shape, dtype)),
      );
    }
  });

  it("scatterAdd adds source[.., i, ..] to out[.., index[.., i, ..], ..]", () => {
    fc.assert(
      fc.property(indexed, ({ x, dim, index }) => {
        const sums = new Map<string, number>();
        naive.tabulate(index.shape, (place) => {
          const key = String(along(place, dim, index));
          sums.set(key, (sums.get(key) ?? 0) + 1);
          return 0;
        });
        const source = referenceOf(x);
        const expected = naive.tabulate(
          x.shape,
          (place) => naive.at(source, place) + (sums.get(String(place)) ?? 0),
        );
        expectClose(scatterAdd.forward([x, index, full(index.shape, 1, "float32")], { dim }), expected);
      }),
    );
  });

  it("scatter and gather by the same index undo each other, where the index names each place once", () => {
    const places = fromValues([2, 0, 1], [3], "int64");
    const source = fromValues([7, 8, 9], [3], "float32");
    const scattered = scatter.forward([full([3], 0, "float32"), places, source], { dim: 0 });
    expect([...valuesOf(scattered)]).toEqual([8, 9, 7]);
    expect([...valuesOf(gather.forward([scattered, places], { dim: 0 }))]).toEqual([7, 8, 9]);
  });

  it("indexSelect is gather by an index that is the same everywhere", () => {
    fc.assert(
      fc.property(indexed, ({ x, dim, index }) => {
        const size = x.shape[dim] ?? 1;
        const positions = Array.from({ length: index.shape[dim] ?? 0 }, (_, i) => (i * 3) % size);
        const source = referenceOf(x);
        const expected = naive.tabulate(x.shape.with(dim, positions.length), (place) =>
          naive.at(source, place.with(dim, positions[place[dim] ?? 0] ?? 0)),
        );
        const chosen = fromValues(positions, [positions.length], "int64");
        expectClose(indexSelect.forward([x, chosen], { dim }), expected);
      }),
    );
  });

  const x = full([3, 4], 1, "float32");
  const index = (values: number[], shape: number[]) => fromValues(values, shape, "int64");
  it.each([
    [
      "an index out of bounds",
      index([4], [1, 1]),
      "Gather: index 4 is out of bounds for a dimension of size 4",
    ],
    ["a negative index", index([-1], [1, 1]), "Gather: index -1 is out of bounds for a dimension of size 4"],
    [
      "an index of another rank",
      index([0], [1]),
      "Gather: an index of shape [1] does not fit an array of shape [3, 4]",
    ],
    [
      "too large an index",
      full([4, 4], 0, "int64"),
      "an index of shape [4, 4] does not fit an array of shape [3, 4]",
    ],
    [
      "an index of floats",
      full([1, 1], 0, "float32"),
      "Gather: expected an index of dtype int64, got float32",
    ],
  ])("refuse %s", (_, wrong, message) => {
    expect(() => gather.forward([x, wrong], { dim: 1 })).toThrow(message);
  });

  it("scatter names a source of another dtype or too small", () => {
    const places = full([2, 4], 0, "int64");
    expect(() => scatter.forward([x, places, full([2, 4], 1, "int64")], { dim: 0 })).toThrow(
      "Scatter: expected a source of dtype float32, got int64",
    );
    expect(() => scatter.forward([x, places, full([1, 4], 1, "float32")], { dim: 0 })).toThrow(
      "an index of shape [2, 4] is larger than its source of shape [1, 4]",
    );
  });
});
