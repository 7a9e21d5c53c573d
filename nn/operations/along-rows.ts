// Operations along one dimension that work on rows: the array is brought into rows, and their results are brought back.

import { denseCopy } from "../array/dense-copy.ts";
import type { DType } from "../array/dtype.ts";
import { empty, type NDArray } from "../array/ndarray.ts";
import { Temporaries } from "../array/temporaries.ts";
import { permute } from "../array/views.ts";

/**
 * An array in which every line along `dim` (counted from the front) has been made by `fill` of the line of x in the same
 * place. `fill` gets contiguous arrays in which these lines are the last dimension; the result's have `length` elements.
 */
export function alongRows(
  x: NDArray,
  dim: number,
  { length, dtype }: { readonly length: number; readonly dtype: DType },
  fill: (rows: NDArray, results: NDArray) => void,
): NDArray {
  const rank = x.shape.length;
  using temporaries = new Temporaries();
  if (dim >= rank - 1) {
    const out = empty(rank === 0 ? [] : x.shape.with(dim, length), dtype);
    fill(temporaries.contiguous(x), out);
    return out;
  }
  const order = [...x.shape.keys()].toSpliced(dim, 1);
  const moved = permute(x, [...order, dim]);
  const results = temporaries.add(empty(moved.shape.with(rank - 1, length), dtype));
  fill(temporaries.contiguous(moved), results);
  const back = [...x.shape.keys()].map((each) => (each === dim ? rank - 1 : each < dim ? each : each - 1));
  return denseCopy(permute(results, back));
}
