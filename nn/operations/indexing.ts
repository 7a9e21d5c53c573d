// Operations that take elements by indices along a dimension, and those that put them back there. Indices are
// int64 and count from 0; a negative one is an error, as in PyTorch.

import { denseCopy } from "../array/dense-copy.ts";
import { empty, isContiguous, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, normalizeDim, type Shape, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand, narrow } from "../array/views.ts";
import { forEachRun, mergeLoops } from "../array/walk.ts";
import { run } from "../threads/pool.ts";
import { gatherElementsKernel } from "../wasm/gather-elements.ts";
import { addRowsKernel, scatterElementsKernel } from "../wasm/scatter-elements.ts";
import { boundsOf } from "./folded-reductions.ts";
import { stored } from "./loops.ts";
import type { Gradient, Maths, Operation, TwoArrays, Value } from "./operation.ts";
import { pointerOf } from "./product.ts";

export interface AlongOptions {
  readonly dim: number;
}

export type WithSource = readonly [x: NDArray, index: NDArray, source: NDArray];

/**
 * out[.., i, ..] = x[.., index[.., i, ..], ..]: of each line of x along `dim` the elements that the line of the
 * index in the same place names. Inputs: x, index (int64), as large as x at most in the other dimensions.
 */
function takeAlong(name: string): Operation<TwoArrays, AlongOptions> {
  return {
    name,
    forward([x, index], options) {
      const dim = normalizeDim(options.dim, x.shape.length);
      checkIndex(name, index, x.shape[dim] ?? 1);
      checkFits(name, index.shape, x.shape, dim);
      const out = empty(index.shape, x.dtype);
      if (takeByKernel(out, x, dim, index)) return out;
      const [values, results, indices] = [x.storage.data(), out.storage.data(), valuesOf(index)];
      const along = x.strides[dim] ?? 0;
      forEachIndexedRun(x, dim, index, (i, start, step, end) => {
        for (let n = i, at = start; n < end; n++, at += step) {
          results[n] = values[at + (indices[n] ?? 0) * along] ?? 0;
        }
      });
      return out;
    },
    gradient: {
      saves: { inputs: [1], output: false },
      rule: ({ gradient, inputs: [, index], forms: [x], options }, m) => [
        m.apply(scatterAdd, [m.zeros(x.shape, gradient.dtype), index, gradient], options),
        undefined,
      ],
    },
  };
}

/** Elements whose copying takes some ten microseconds. */
const stepElements = 32_768;
/** Fewer elements are taken as fast by a loop. */
const fewElements = 256;

/** Fills `out` where x and the index lie in step and there is enough to do; whether it has. */
function takeByKernel(out: NDArray, x: NDArray, dim: number, index: NDArray): boolean {
  if (!inStep(x, dim, index) || !isContiguous(x)) return false;
  const { groups, rows, columns, ...steps } = stepsOf(x, dim, index);
  using temporaries = new Temporaries();
  run(gatherElementsKernel(), groups * rows, Math.ceil(stepElements / columns), {
    out: out.storage.pointer,
    x: pointerOf(x),
    index: pointerOf(temporaries.contiguous(index)),
    columns,
    rows,
    indexRow: 4 * columns,
    ...steps,
  });
  return true;
}

/** Whether kernels can walk x (four bytes an element) along the index, and there is enough to do. */
function inStep(x: NDArray, dim: number, index: NDArray): boolean {
  const fourBytes = x.dtype === "float32" || x.dtype === "int64";
  const alike = index.shape.every((size, each) => each === dim || size === x.shape[each]);
  return fourBytes && alike && elementCount(index.shape) >= fewElements;
}

/** How an index and a contiguous x are walked together: rows of the index in each group of x, and bytes from place to place. */
function stepsOf(x: NDArray, dim: number, index: NDArray) {
  const [size, count] = [x.shape[dim] ?? 1, index.shape[dim] ?? 1];
  const [groups, inner] = [elementCount(x.shape.slice(0, dim)), elementCount(x.shape.slice(dim + 1))];
  const last = inner === 1; // then the lines themselves are the rows
  return {
    groups,
    rows: last ? 1 : count,
    columns: last ? count : inner,
    xGroup: 4 * size * inner,
    along: 4 * inner,
    across: last ? 0 : 4,
  };
}

/** What PyTorch calls gather, and the elements that other operations found the indices of. */
export const gather = takeAlong("Gather");
export const takeSorted = takeAlong("Sort");
export const takeTopk = takeAlong("Topk");
export const takeMax = takeAlong("Max");
export const takeMin = takeAlong("Min");

/** What becomes of the element that is there. */
type PutKind = "set" | "add" | "multiply";

/**
 * x with out[.., index[.., i, ..], ..] = source[.., i, ..], or with that added or multiplied. Inputs: x, index (int64), source,
 * of which the part that the index covers is used.
 */
function putAlong(
  name: string,
  kind: PutKind,
  combine: (old: number, source: number) => number,
  gradient: Gradient<WithSource, AlongOptions>,
): Operation<WithSource, AlongOptions> {
  return {
    name,
    forward([x, index, source], options) {
      const dim = normalizeDim(options.dim, x.shape.length);
      if (source.dtype !== x.dtype) {
        throw new TypeError(`${name}: expected a source of dtype ${x.dtype}, got ${source.dtype}`);
      }
      checkIndex(name, index, x.shape[dim] ?? 1);
      checkFits(name, index.shape, x.shape, dim);
      const part = covered(name, source, index.shape);
      const out = denseCopy(x);
      if (putByKernel(kind, out, dim, index, part)) return out;
      const sources = valuesOf(part);
      const [results, indices, convert] = [out.storage.data(), valuesOf(index), stored(out.dtype)];
      const along = out.strides[dim] ?? 0;
      forEachIndexedRun(out, dim, index, (i, start, step, end) => {
        for (let n = i, at = start; n < end; n++, at += step) {
          const position = at + (indices[n] ?? 0) * along;
          const value = combine(results[position] ?? 0, sources[n] ?? 0);
          results[position] = convert ? convert(value) : value;
        }
      });
      return out;
    },
    gradient,
  };
}

/** Rows of fewer numbers are added one by one; of longer ones, so many belong to one item. */
const fewColumns = 4;
const blockColumns = 1024;

/** Whether an index is one of whole rows: the same for all of each, and in all groups. */
function namesRows(index: NDArray, dim: number): boolean {
  return index.strides.every((stride, each) => each === dim || stride === 0 || index.shape[each] === 1);
}

/** The part of an index of whole rows that is not repeated. */
function rowsNamedBy(index: NDArray, dim: number): NDArray {
  return { ...index, shape: [index.shape[dim]!], strides: [index.strides[dim]!] };
}

/** Writes into `out`, which is contiguous, if a kernel can; whether it has. Sums of integers might not fit. */
function putByKernel(kind: PutKind, out: NDArray, dim: number, index: NDArray, source: NDArray): boolean {
  if (!inStep(out, dim, index) || kind === "multiply" || (kind === "add" && out.dtype === "int64"))
    return false;
  const { groups, rows, columns, xGroup, along, across } = stepsOf(out, dim, index);
  using temporaries = new Temporaries();
  if (kind === "add" && namesRows(index, dim) && along >= 4 * fewColumns) {
    const inner = along / 4;
    const blocks = Math.ceil(inner / blockColumns);
    const places = rowsNamedBy(index, dim);
    run(addRowsKernel(), groups * blocks, Math.ceil(stepElements / (rows * Math.min(inner, blockColumns))), {
      out: out.storage.pointer,
      source: pointerOf(temporaries.contiguous(source)),
      index: pointerOf(temporaries.contiguous(places)),
      columns: inner,
      rows,
      outGroup: xGroup,
      blocks,
      blockBytes: 4 * blockColumns,
    });
    return true;
  }
  run(scatterElementsKernel(kind), groups, Math.ceil(stepElements / (rows * columns)), {
    out: out.storage.pointer,
    source: pointerOf(temporaries.contiguous(source)),
    index: pointerOf(temporaries.contiguous(index)),
    columns,
    rows,
    outGroup: xGroup,
    along,
    across,
  });
  return true;
}

export const scatter: Operation<WithSource, AlongOptions> = putAlong(
  "Scatter",
  "set",
  (_, source) => source,
  {
    saves: { inputs: [1], output: false },
    rule({ gradient, inputs: [, index], forms: [, , source], options, wanted }, m) {
      const zeros = () => m.expand(m.scalar(0, gradient.dtype), index.shape);
      return [
        wanted[0] ? m.apply(scatter, [gradient, index, zeros()], options) : undefined,
        undefined,
        wanted[2] ? ofCovered(m.apply(gather, [gradient, index], options), source, m) : undefined,
      ];
    },
  },
);
export const scatterAdd = putAlong("ScatterAdd", "add", (old, source) => old + source, {
  saves: { inputs: { byGradient: [[], [], [1]] }, output: false },
  rule: ({ gradient, inputs: [, index], forms: [, , source], options, wanted }, m) => [
    gradient,
    undefined,
    wanted[2] ? ofCovered(m.apply(gather, [gradient, index], options), source, m) : undefined,
  ],
});
export const scatterMultiply: Operation<WithSource, AlongOptions> = putAlong(
  "Scatter",
  "multiply",
  (old, source) => old * source,
  {
    saves: { inputs: "all", output: false },
    rule({ gradient, inputs: [x, index, whole], options, wanted }, m) {
      const source = coveredValue(whole, index.shape, m);
      const factors = (each: typeof source) =>
        m.apply(scatterMultiply, [m.expand(m.scalar(1, x.dtype), x.shape), index, each], options);
      return [
        wanted[0] ? m.mul(gradient, factors(source)) : undefined,
        undefined,
        wanted[2] ? ofCovered(ofFactors(m.mul(gradient, x), source), whole, m) : undefined,
      ];

      /** Of each factor: the product of all others that came to its place, without dividing by zeros. */
      function ofFactors(slope: typeof x, part: typeof x): typeof x {
        const taken = (each: typeof x) => m.apply(gather, [each, index], options);
        const isZero = m.eq(part, 0);
        const none = m.zeros(x.shape, x.dtype);
        const zeros = taken(m.apply(scatterAdd, [none, index, m.cast(isZero, x.dtype)], options));
        const nonzero = m.where(isZero, 1, part);
        const others = m.div(taken(factors(nonzero)), nonzero);
        const otherZeros = m.sub(zeros, m.cast(isZero, x.dtype));
        return m.mul(taken(slope), m.where(m.eq(otherZeros, 0), others, 0));
      }
    },
  },
);

/**
 * Calls `visit` for runs of elements of the index, in row-major order: the numbers of the first one and of the end; where in
 * the storage of x the line of the first begins, and how far the lines of neighbours are apart.
 */
function forEachIndexedRun(
  x: NDArray,
  dim: number,
  index: NDArray,
  visit: (first: number, start: number, step: number, end: number) => void,
): void {
  const across = x.strides.map((stride, each) => (each === dim ? 0 : stride));
  let first = 0;
  forEachRun(mergeLoops(index.shape, [across]), [x.offset], ([start = 0], { size, strides: [step = 0] }) => {
    visit(first, start, step, first + size);
    first += size;
  });
}

/** Fewer indices are looked at one by one. */
const manyIndices = 512;

/** Throws unless the index is int64 and all of it lies in a dimension of this size. */
export function checkIndex(name: string, index: NDArray, size: number): void {
  if (index.dtype !== "int64")
    throw new TypeError(`${name}: expected an index of dtype int64, got ${index.dtype}`);
  const distinct = once(index);
  const indices = valuesOf(distinct);
  if (indices.length >= manyIndices && isContiguous(distinct)) {
    const [least = 0, most = 0] = boundsOf(distinct);
    if (least >= 0 && most < size) return;
  }
  for (let i = 0; i < indices.length; i++) {
    const each = indices[i] ?? 0;
    if (each >= 0 && each < size) continue;
    throw new RangeError(`${name}: index ${each} is out of bounds for a dimension of size ${size}`);
  }
}

/** What an expanded array repeats, once. */
function once(array: NDArray): NDArray {
  const shape = array.shape.map((size, dim) => (array.strides[dim] === 0 ? Math.min(size, 1) : size));
  return { ...array, shape };
}

/** An index has as many dimensions as the array (none count as one), and reaches beyond it along `dim` only. */
function checkFits(name: string, index: Shape, x: Shape, dim: number): void {
  const fits = index.every((size, each) => each === dim || size <= (x[each] ?? 1));
  if (Math.max(index.length, 1) === Math.max(x.length, 1) && fits) return;
  throw new RangeError(
    `${name}: an index of shape ${showShape(index)} does not fit an array of shape ${showShape(x)} apart from ` +
      `dimension ${dim}`,
  );
}

/** The gradient of a source from that of the part of it that was used. */
function ofCovered<V extends Value>(gradient: V, source: Value, m: Maths<V>): V {
  if (source.shape.length < gradient.shape.length) return gradient; // one value everywhere: the walk sums
  return gradient.shape.reduce((part, size, dim) => m.padEnd(part, dim, source.shape[dim]! - size), gradient);
}

/** The same as `covered`, of values that fit. */
function coveredValue<V extends Value>(source: V, index: Shape, m: Maths<V>): V {
  if (source.shape.length === 0) return m.expand(source, index);
  return index.reduce((part, size, dim) => m.narrow(part, dim, 0, size), source);
}

/** The part of the source that an index of this shape covers; a source without dimensions counts everywhere. */
function covered(name: string, source: NDArray, index: Shape): NDArray {
  if (source.shape.length === 0) return expand(source, index);
  if (source.shape.length !== index.length || index.some((size, dim) => size > (source.shape[dim] ?? 1))) {
    throw new RangeError(
      `${name}: an index of shape ${showShape(index)} is larger than its source of shape ${showShape(source.shape)}`,
    );
  }
  return index.reduce((part, size, dim) => narrow(part, dim, 0, size), source);
}
