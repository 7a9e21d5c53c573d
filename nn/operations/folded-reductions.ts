// Reductions as kernels compute them: foldings, and what is made of the folded numbers. Each gives the results of an array of
// float32 (int64, where it says so), one for each line of `count` numbers, or undefined where the plain path must do it.

import { copyOf, fromValues, type NDArray, valuesOf } from "../array/ndarray.ts";
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

/** Lanes multiply apart: where one of them leaves the range, another may not make it good. */
export function prod(x: Foldable): NDArray | undefined {
  const products = fold("product", x);
  if (!valuesOf(products).some(Number.isNaN)) return products;
  products.storage.release();
  return undefined;
}

export const all = (x: Foldable): NDArray => truths(fold("zeros", x), (found) => found === 0);
export const any = (x: Foldable): NDArray => truths(fold("nonzeros", x), (found) => found !== 0);

export const largestInteger = (x: Foldable): NDArray => fold("largestInteger", x);
export const smallestInteger = (x: Foldable): NDArray => fold("smallestInteger", x);

/** The smallest and the largest element of a contiguous int64 array that is not empty. */
export function boundsOf(x: NDArray): [least: number, most: number] {
  const count = elementCount(x.shape);
  using temporaries = new Temporaries();
  const line = { x: { ...x, shape: [count], strides: [1] }, reduced: [true] };
  const [least, most] = (["smallestInteger", "largestInteger"] as const).map(
    (name) => temporaries.add(fold(name, line)).storage.data()[0] ?? 0,
  );
  return [least ?? 0, most ?? 0];
}

/** Of int64: the sums of both halves of the bits, which do not leave their range, make the whole sum. */
export function integerSum(x: Foldable): NDArray | undefined {
  if (x.reduced.filter((gone) => gone).length !== 1) return undefined;
  const [lows, highs] = [fold("lowHalves", x), fold("highHalves", x)];
  const [low, high] = [valuesOf(lows), valuesOf(highs)];
  using temporaries = new Temporaries();
  temporaries.add(lows);
  temporaries.add(highs);
  return fromValues(
    Float64Array.from(low, (part, i) => part + 65_536 * (high[i] ?? 0)),
    lows.shape,
    "int64",
  );
}

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

function truths(folded: NDArray, holds: (folded: number) => boolean): NDArray {
  const results = fromValues(
    Uint8Array.from(valuesOf(folded), (each) => (holds(each) ? 1 : 0)),
    folded.shape,
    "bool",
  );
  folded.storage.release();
  return results;
}

/** Makes each folded number the result. */
function finish(folded: NDArray, result: (folded: number, line: number) => number): NDArray {
  const values = folded.storage.data();
  for (let i = 0; i < values.length; i++) values[i] = result(values[i] ?? 0, i);
  return folded;
}
