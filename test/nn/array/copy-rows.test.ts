// Copies of arrays that are large enough for kernels, against the elements by the definition of strides: rows as they lie, in
// reverse, and of one element, of any length, from and into the middle of others.

import { describe, expect, it } from "vitest";
import { denseCopy } from "../../../nn/array/dense-copy.ts";
import type { DType } from "../../../nn/array/dtype.ts";
import { fromValues, full, type NDArray, valuesOf } from "../../../nn/array/ndarray.ts";
import { elementCount } from "../../../nn/array/shape.ts";
import { expand, flip, narrow, permute, slice } from "../../../nn/array/views.ts";
import { indexSelect } from "../../../nn/operations/index-select.ts";
import { copyInto } from "../../../nn/operations/loops.ts";
import { elementAt, elementsOf, indices } from "../support/strided.ts";

const dtypes: readonly DType[] = ["float32", "int64", "float64", "bool"];

function counting(shape: readonly number[], dtype: DType): NDArray {
  const values = Array.from({ length: elementCount(shape) }, (_, i) => (dtype === "bool" ? i % 2 : i));
  return fromValues(values, shape, dtype);
}

const lengths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 33, 64];
const views: [name: string, view: (columns: number, dtype: DType) => NDArray][] = [
  ["rows with gaps", (columns, dtype) => narrow(counting([300, columns + 3], dtype), 1, 2, columns)],
  ["every second row", (columns, dtype) => slice(counting([600, columns], dtype), 0, 1, 600, 2)],
  ["rows in reverse", (columns, dtype) => flip(counting([300, columns], dtype), [1])],
  ["rows from the last to the first", (columns, dtype) => flip(counting([300, columns], dtype), [0])],
  ["all in reverse", (columns, dtype) => flip(counting([300, columns], dtype), [0, 1])],
  ["one element in each row", (columns, dtype) => expand(counting([300, 1], dtype), [300, columns])],
  ["one row again and again", (columns, dtype) => expand(counting([1, columns], dtype), [300, columns])],
  ["rows of permuted matrices", (columns, dtype) => permute(counting([7, 50, columns], dtype), [1, 0, 2])],
  [
    "rows of permuted batches",
    (columns, dtype) => permute(counting([3, 7, 20, columns], dtype), [1, 2, 0, 3]),
  ],
];

describe.each(dtypes)("a copy of %s", (dtype) => {
  it.each(views)("of %s", (_, view) => {
    for (const columns of lengths) {
      const x = view(columns, dtype);
      expect([...valuesOf(denseCopy(x))]).toEqual(elementsOf(x));
    }
  });

  it.each(views)("of %s into the middle of another array, and nowhere else", (_, view) => {
    for (const columns of lengths) {
      const x = view(columns, dtype);
      const outer = full([...x.shape.slice(0, -1), columns + 5], 1, dtype);
      const middle = narrow(outer, x.shape.length - 1, 3, columns);
      copyInto(middle, x);
      expect(elementsOf(middle)).toEqual(elementsOf(x));
      const edges = [
        narrow(outer, x.shape.length - 1, 0, 3),
        narrow(outer, x.shape.length - 1, columns + 3, 2),
      ];
      for (const edge of edges) expect(elementsOf(edge).every((value) => value === 1)).toBe(true);
    }
  });

  it("of a long vector in reverse", () => {
    for (const length of [4096, 4099, 10_001]) {
      const x = flip(counting([length], dtype), [0]);
      expect([...valuesOf(denseCopy(x))]).toEqual(elementsOf(x));
    }
  });

  it("of rows that an index names, along any dimension", () => {
    const index = fromValues([3, 0, 3, 1, 4], [5], "int64");
    for (const dim of [0, 1, 2]) {
      for (const columns of [5, 7, 16]) {
        const x = counting([5, 6, columns], dtype);
        const out = indexSelect.forward([x, index], { dim });
        const expected = indices(out.shape).map((place) =>
          elementAt(x, place.with(dim, [3, 0, 3, 1, 4][place[dim] ?? 0] ?? 0)),
        );
        expect([...valuesOf(out)]).toEqual(expected);
      }
    }
  });
});
