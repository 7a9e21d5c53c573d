// Contiguous copies against the definition of strides: matrices of all sizes whose directions are exchanged, alone
// and many at a time, with gaps and with offsets; and what does not fit the kernel.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { denseCopy } from "../../../nn/array/dense-copy.ts";
import { fromValues, isContiguous, type NDArray } from "../../../nn/array/ndarray.ts";
import { flip, permute, slice, transpose } from "../../../nn/array/views.ts";
import { counting, elementsOf } from "../support/strided.ts";

function expectCopy(array: NDArray): void {
  const copy = denseCopy(array);
  expect(isContiguous(copy)).toBe(true);
  expect(copy.shape).toEqual(array.shape);
  expect(copy.storage).not.toBe(array.storage);
  expect([...copy.storage.data()]).toEqual(elementsOf(array));
  copy.storage.release();
}

describe("denseCopy", () => {
  it("turns matrices of any size, some at a time", () => {
    const sizes = fc.record({
      matrices: fc.integer({ min: 1, max: 3 }),
      rows: fc.integer({ min: 1, max: 70 }),
      columns: fc.integer({ min: 1, max: 70 }),
      gap: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(sizes, ({ matrices, rows, columns, gap }) => {
        const wide = counting([matrices, columns, rows + gap]);
        expectCopy(transpose(slice(wide, 2, gap, rows + gap), 1, 2));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ["channels last to first", permute(counting([2, 7, 9, 20]), [0, 3, 1, 2])],
    ["channels first to last", permute(counting([2, 20, 7, 9]), [0, 2, 3, 1])],
    ["two dimensions around the matrices", permute(counting([3, 2, 30, 20]), [1, 0, 3, 2])],
    ["all dimensions turned", permute(counting([11, 12, 13]), [2, 1, 0])],
    ["a flipped matrix", flip(transpose(counting([40, 41]), 0, 1), [0])],
    ["a small matrix", transpose(counting([3, 5]), 0, 1)],
    ["nothing", transpose(counting([0, 5]), 0, 1)],
  ])("copies %s", (_, array) => expectCopy(array));

  it("copies other dtypes", () => {
    const values = Array.from({ length: 60 * 40 }, (_, i) => i);
    for (const dtype of ["float64", "int64"] as const) {
      expectCopy(transpose(fromValues(values, [60, 40], dtype), 0, 1));
    }
  });
});
