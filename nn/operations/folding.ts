// Reductions of float32 arrays by kernels. Where the reduced dimensions are the innermost, rows are folded; where kept ones
// lie inside of them, columns, so that nothing need be rearranged first. Long lines are cut into pieces, whose numbers are
// combined in double precision: the rounding of a sum does not grow with its length.

import type { TypedArray } from "../array/dtype.ts";
import { empty, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand } from "../array/views.ts";
import { run } from "../threads/pool.ts";
import { blockColumns } from "../wasm/columns.ts";
import { foldColumnsKernel, foldRowsKernel } from "../wasm/fold.ts";
import type { FoldingName } from "../wasm/lanes.ts";
import { pointerOf } from "./product.ts";

/** Longer rows are cut, so that a lane sums up 256 numbers at most, and so are longer columns. */
const longestRow = 4096;
const longestColumn = 256;
/** Numbers that keep a thread busy for some ten microseconds. */
const stepElements = 65_536;

type Combination = "sum" | "product" | "largest" | "smallest" | "largestInteger" | "smallestInteger";

/** How results of one folding are folded further. */
const further: Readonly<Record<FoldingName, Combination>> = {
  sum: "sum",
  product: "product",
  sizes: "sum",
  squares: "sum",
  squaredDistances: "sum",
  powersOfDistances: "sum",
  largest: "largest",
  largestSize: "largest",
  smallest: "smallest",
  smallestSize: "smallest",
  zeros: "largest",
  nonzeros: "largest",
  largestInteger: "largestInteger",
  smallestInteger: "smallestInteger",
  lowHalves: "sum",
  highHalves: "sum",
};

const combinations: Readonly<Record<Combination, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  product: (a, b) => a * b,
  largest: Math.max,
  smallest: Math.min,
  largestInteger: Math.max,
  smallestInteger: Math.min,
};

/** A contiguous array of float32, or int64 for foldings of integers, and which of its dimensions are to be reduced. */
export interface Foldable {
  readonly x: NDArray;
  readonly reduced: readonly boolean[];
}

/**
 * The folded numbers, in an array of the same dimensions, those that are reduced of size 1. `centers`, of that same shape,
 * are what a folding of distances measures them from.
 */
export function fold(name: FoldingName, { x, reduced }: Foldable, centers?: NDArray): NDArray {
  let current = x;
  let step = name;
  for (let dim = reduced.length - 1; dim >= 0; dim--) {
    if (!reduced[dim]) continue;
    using temporaries = new Temporaries();
    if (current !== x) temporaries.add(current);
    const shape = current.shape.with(dim, 1);
    const near = centers && step === name ? temporaries.contiguous(expand(centers, shape)) : undefined;
    current = foldDimension(step, current, dim, near);
    step = further[name];
  }
  return current;
}

function foldDimension(name: FoldingName, x: NDArray, dim: number, centers: NDArray | undefined): NDArray {
  const [outer, count] = [elementCount(x.shape.slice(0, dim)), x.shape[dim] ?? 1];
  const inner = elementCount(x.shape.slice(dim + 1));
  const lines = { from: pointerOf(x), outer, count, inner };
  const longest = inner === 1 ? longestRow : longestColumn;
  const out = empty(x.shape.with(dim, 1), count > longest && name.endsWith("Halves") ? "float64" : x.dtype);
  if (count <= longest) {
    foldLines(name, lines, pointerOf(out), centers ? pointerOf(centers) : 0);
    return out;
  }
  using temporaries = new Temporaries();
  const piece = pieceOf(count, longest);
  const [whole, rest] = [Math.floor(count / piece), count % piece];
  const near = centers && pointerOf(temporaries.add(repeated(valuesOf(centers), inner, whole)));
  const pieces = temporaries.add(empty([outer * whole, inner], x.dtype));
  const ends = temporaries.add(empty([outer, inner], x.dtype));
  if (rest === 0) {
    foldLines(name, { ...lines, outer: outer * whole, count: piece }, pointerOf(pieces), near ?? 0);
  } else {
    for (let line = 0; line < outer; line++) {
      const from = lines.from + 4 * line * count * inner;
      const [begin, at] = [4 * line * whole * inner, 4 * line * inner];
      const center = near === undefined ? 0 : near + begin;
      foldLines(name, { from, outer: whole, count: piece, inner }, pointerOf(pieces) + begin, center);
      const last = { from: from + 4 * whole * piece * inner, outer: 1, count: rest, inner };
      foldLines(name, last, pointerOf(ends) + at, center);
    }
  }
  combinePieces(out, pieces, rest === 0 ? undefined : ends, inner, combinations[further[name]]);
  return out;
}

/** Folds the `pieces` of each line, and its end, if there is one. */
function combinePieces(
  out: NDArray,
  pieces: NDArray,
  ends: NDArray | undefined,
  inner: number,
  combine: (a: number, b: number) => number,
): void {
  const [results, values, last] = [out.storage.data(), pieces.storage.data(), ends?.storage.data()];
  const length = (values.length / results.length) * inner;
  for (let i = 0; i < results.length; i++) {
    const first = Math.floor(i / inner) * length + (i % inner);
    let result = values[first] ?? 0;
    for (let n = inner; n < length; n += inner) result = combine(result, values[first + n] ?? 0);
    results[i] = last ? combine(result, last[i] ?? 0) : result;
  }
}

/** So many numbers of a line are folded at a time: if possible a divisor of its length, so that no rest is left. */
function pieceOf(count: number, longest: number): number {
  const fewest = Math.ceil(count / longest);
  const most = Math.min(16 * fewest, fewest + 64); // looking for longer takes longer than a rest
  for (let pieces = fewest; pieces < most; pieces++) if (count % pieces === 0) return count / pieces;
  return longest;
}

interface Lines {
  /** address of the first number */
  readonly from: number;
  /** groups of `count` rows of `inner` numbers each */
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

function foldLines(
  name: FoldingName,
  { from, outer, count, inner }: Lines,
  target: number,
  centers: number,
): void {
  if (inner === 1) {
    const step = Math.max(1, Math.round(stepElements / count));
    run(foldRowsKernel(name), outer, step, { out: target, x: from, columns: count, centers });
    return;
  }
  const blocks = Math.ceil(inner / blockColumns);
  const step = Math.max(1, Math.round(stepElements / (count * Math.min(inner, blockColumns))));
  run(foldColumnsKernel(name), outer * blocks, step, {
    out: target,
    x: from,
    count,
    columns: inner,
    blocks,
    centers,
  });
}

/** Each `length` of the values `times` times, one behind the other. */
function repeated(values: TypedArray, length: number, times: number): NDArray {
  const array = empty([values.length * times], "float32");
  const data = array.storage.data();
  for (let to = 0; to < data.length; to += length) {
    const from = Math.floor(to / (length * times)) * length;
    data.set(values.subarray(from, from + length), to);
  }
  return array;
}
