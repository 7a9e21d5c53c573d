// Reductions as kernels compute them: foldings, and what is made of the folded numbers. Each gives the results of a float32
// array, one for each line of `count` numbers, or undefined where the plain path must do it.

import { copyOf, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import type { FoldingName } from "../wasm/lanes.ts";
import { placesOf } from "./fold-places.ts";
import { foldable } from "./foldable.ts";
import { type Foldable, fold } from "./folding.ts";

export const sum = (x: Foldable): NDArray => fold("sum", x);
export const amax = (x: Foldable): NDArray => fold("largest", x);
export const amin = (x: Foldable): NDArray => fold("smallest", x);
export const argmax = (x: Foldable): NDArray | undefined => placesOf("largest", x);
export const argmin = (x: Foldable): NDArray | undefined => placesOf("smallest", x);

export const mean = (x: Foldable, count: number): NDArray => finish(fold("sum", x), (total) => total / count);

interface Correction {
  readonly correction: number;
}

export function variance(x: Foldable, count: number, { correction }: Correction): NDArray {
  const means = mean(x, count);
  const squares = fold("squaredDistances", x, means);
  means.storage.release();
  return finish(squares, (total) => total / Math.max(count - correction, 0));
}

export const standardDeviation = (x: Foldable, count: number, options: Correction): NDArray =>
  finish(variance(x, count, options), Math.sqrt);

/** log(sum of e^x), with the largest power taken out so that none overflows. */
export function logSumExp(x: Foldable): NDArray {
  const largest = fold("largest", x);
  const totals = fold("powersOfDistances", x, largest);
  const most = valuesOf(largest);
  const results = finish(totals, (total, i) => {
    const center = most[i] ?? 0;
    return Math.abs(center) === Infinity ? center : center + Math.log(total);
  });
  largest.storage.release();
  return results;
}

const sizeFoldings = new Map<number, FoldingName>([
  [1, "sizes"],
  [Infinity, "largestSize"],
  [-Infinity, "smallestSize"],
]);

/** Sums of squares that are exact enough in single precision: none of them has left its range. */
const [leastSquares, mostSquares] = [1e-30, 1e38];

export function norm(x: Foldable, _: number, { p }: { readonly p: number }): NDArray | undefined {
  const sizes = sizeFoldings.get(p);
  if (sizes) return fold(sizes, x);
  if (p !== 2) return undefined;
  const squares = fold("squares", x);
  if (valuesOf(squares).every((total) => total === 0 || (total > leastSquares && total < mostSquares))) {
    return finish(squares, Math.sqrt);
  }
  squares.storage.release();
  return undefined;
}

/** The largest |x| of a float32 array: NaN if there is one, and 0 of no elements. */
export function largestSize(x: NDArray): number {
  if (x.dtype !== "float32" || elementCount(x.shape) === 0) return 0;
  using temporaries = new Temporaries();
  const all = foldable(x, [...x.shape.keys()], temporaries);
  const largest = temporaries.add(all.x.shape.length === 0 ? copyOf(x) : fold("largestSize", all));
  return Math.abs(largest.storage.data()[0] ?? 0);
}

/** Makes each folded number the result. */
function finish(folded: NDArray, result: (folded: number, line: number) => number): NDArray {
  const values = folded.storage.data();
  for (let i = 0; i < values.length; i++) values[i] = result(values[i] ?? 0, i);
  return folded;
}
