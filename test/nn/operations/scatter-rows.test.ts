// Sums of whole rows by the kernel against the plain path, in float64: rows of all lengths around those of its blocks and
// registers, each taken several times.

import { describe, expect, it } from "vitest";
import { fromValues, type NDArray } from "../../../nn/array/ndarray.ts";
import { elementCount } from "../../../nn/array/shape.ts";
import { expand, unsqueeze } from "../../../nn/array/views.ts";
import { scatterAdd } from "../../../nn/operations/indexing.ts";
import { spreadNumbers } from "../support/differences.ts";
import { elementsOf } from "../support/strided.ts";

const rowsNamed = [3, 0, 3, 3, 1, 4, 0];

function sums(shape: readonly number[], dim: number, dtype: "float32" | "float64"): number[] {
  const source = shape.with(dim, rowsNamed.length);
  const of = (each: readonly number[], salt: number): NDArray =>
    fromValues(spreadNumbers(elementCount(each), -1, 1, salt).map(Math.fround), each, dtype);
  const index = shape.reduce(
    (array, _, each) => (each === dim ? array : unsqueeze(array, each)),
    fromValues(rowsNamed, [rowsNamed.length], "int64"),
  );
  return elementsOf(scatterAdd.forward([of(shape, 1), expand(index, source), of(source, 2)], { dim }));
}

describe("rows are added to where an index names them:", () => {
  it.each([
    [[5, 64], 0],
    [[5, 4], 0],
    [[5, 37], 0],
    [[5, 1024], 0],
    [[5, 1029], 0],
    [[3, 5, 21], 1],
    [[2, 5, 3, 13], 1],
    [[40, 5], 1],
  ])("%j along %i", (shape, dim) => {
    const [actual, expected] = [sums(shape, dim, "float32"), sums(shape, dim, "float64")];
    expected.forEach((value, i) => {
      expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-5);
    });
  });
});
