// How an elementwise kernel is run over its operands: they are broadcast to one shape and laid in rows, the innermost run of
// each without gaps, or one element for the whole row. Operands that lie in another order, all alike, are walked in that order,
// and the result lies as they do, as in PyTorch; others are made contiguous first.

import { bytesPerElement, type DType } from "../array/dtype.ts";
import { inverse, memoryOrder } from "../array/memory-order.ts";
import { empty, isContiguous, type NDArray, scalar } from "../array/ndarray.ts";
import { broadcastShapes, elementCount, type Shape, sameShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand, permute } from "../array/views.ts";
import { forEachRun, type Loop, mergeLoops } from "../array/walk.ts";
import { run } from "../threads/pool.ts";
import type { ElementwiseKernel } from "../wasm/elementwise.ts";
import type { Columns } from "../wasm/rows.ts";

/** A run without gaps is cut into rows of this many elements, so that threads can share it. */
const longRow = 4096;
/** Elements that keep a thread busy for some ten microseconds. */
const stepElements = 32_768;

/** The kernel for operands that lie so in their rows; undefined if there is none. */
type KernelFor = (columns: readonly Columns[]) => ElementwiseKernel | undefined;

export interface Computation {
  readonly dtype: DType;
  readonly kernelFor: KernelFor;
  /** what all rows share */
  readonly first?: number;
  readonly second?: number;
  /** the kernel may raise its flag: nothing has been computed then */
  readonly mayFlag?: boolean;
}

/** undefined: there is no kernel, or it has raised its flag. */
export function compute(inputs: readonly NDArray[], computation: Computation): NDArray | undefined {
  const whole = seamless(inputs);
  if (whole) return computeLoops(inputs, whole.shape, [oneRun(inputs, whole)], computation);
  const shape = inputs.map((each) => each.shape).reduce((a, b) => broadcastShapes(a, b));
  const expanded = inputs.map((each) => expand(each, shape));
  const loops = loopsOf(expanded);
  if (inRows(loops)) return computeLoops(expanded, shape, loops, computation);
  const order = commonOrder(expanded);
  const reordered = expanded.map((each) => permute(each, order));
  if (inRows(loopsOf(reordered))) {
    const itsShape = order.map((dim) => shape[dim] ?? 1);
    const out = computeLoops(reordered, itsShape, loopsOf(reordered), computation);
    return out && permute(out, inverse(order));
  }
  using temporaries = new Temporaries();
  const dense = inputs.map((each) => expand(temporaries.contiguous(each), shape));
  return computeLoops(dense, shape, loopsOf(dense), computation);
}

/** The array whose shape all have, but for single elements, if each is contiguous: nothing then need be found out about rows. */
function seamless(inputs: readonly NDArray[]): NDArray | undefined {
  let [whole] = inputs;
  if (!whole) return undefined;
  for (const each of inputs) if (each.shape.length > whole.shape.length) whole = each;
  for (const each of inputs) {
    if (each.shape.length === 0) continue;
    if (!sameShape(each.shape, whole.shape) || !isContiguous(each)) return undefined;
  }
  return whole;
}

/** All elements in one run, for single elements standing still. */
function oneRun(inputs: readonly NDArray[], { shape }: NDArray): Loop {
  return {
    size: elementCount(shape),
    strides: inputs.map((each) => (each.shape.length === shape.length ? 1 : 0)),
  };
}

function computeLoops(
  inputs: readonly NDArray[],
  shape: Shape,
  loops: readonly Loop[],
  computation: Computation,
): NDArray | undefined {
  const strides = loops.at(-1)?.strides ?? [];
  const kernel = computation.kernelFor(strides.map((stride) => (stride === 0 ? "splat" : "dense")));
  if (!kernel) return undefined;
  const out = empty(shape, computation.dtype);
  if (!computation.mayFlag) {
    runKernel(kernel, out, inputs, loops, computation, 0);
    return out;
  }
  using temporaries = new Temporaries();
  const flag = temporaries.add(scalar(0, "int64")).storage;
  runKernel(kernel, out, inputs, loops, computation, flag.pointer);
  if (flag.data()[0] === 0) return out;
  out.storage.release();
  return undefined;
}

function runKernel(
  kernel: ElementwiseKernel,
  out: NDArray,
  inputs: readonly NDArray[],
  loops: readonly Loop[],
  { dtype, first = 0, second = 0 }: Computation,
  flag: number,
): void {
  const [a, b, c] = inputs;
  const [aBytes, bBytes, cBytes] = [bytesOf(a), bytesOf(b), bytesOf(c)];
  const outBytes = bytesPerElement(dtype);
  const offsets = inputs.map(({ offset }) => offset);
  forEachBlock(loops, offsets, (rows, columns, starts, rowStrides, written) => {
    const [aStart = 0, bStart = 0, cStart = 0] = starts;
    const [aRow = 0, bRow = 0, cRow = 0] = rowStrides;
    run(kernel, rows, Math.max(1, Math.round(stepElements / columns)), {
      out: out.storage.pointer + outBytes * written,
      columns,
      flag,
      first,
      second,
      a: (a?.storage.pointer ?? 0) + aBytes * aStart,
      aRow: aBytes * aRow,
      b: (b?.storage.pointer ?? 0) + bBytes * bStart,
      bRow: bBytes * bRow,
      c: (c?.storage.pointer ?? 0) + cBytes * cStart,
      cRow: cBytes * cRow,
    });
  });
}

function bytesOf(array: NDArray | undefined): number {
  return array ? bytesPerElement(array.dtype) : 0;
}

function loopsOf(arrays: readonly NDArray[]): Loop[] {
  return mergeLoops(
    arrays[0]?.shape ?? [],
    arrays.map(({ strides }) => strides),
  );
}

function inRows(loops: readonly Loop[]): boolean {
  return loops.at(-1)?.strides.every((stride) => stride === 0 || stride === 1) ?? false;
}

/** The dimensions in the order in which the first array that is not broadcast lies in memory, or the first of all. */
function commonOrder(arrays: readonly NDArray[]): number[] {
  const whole = arrays.find(({ shape, strides }) =>
    strides.every((stride, i) => stride > 0 || shape[i] === 1),
  );
  const leader = whole ?? arrays[0];
  return leader ? memoryOrder(leader) : [];
}

/** What happens to a block of rows: their first positions and strides for each operand, and the results before them. */
type Visit = (
  rows: number,
  columns: number,
  starts: readonly number[],
  rowStrides: readonly number[],
  written: number,
) => void;

function forEachBlock(loops: readonly Loop[], offsets: readonly number[], visit: Visit): void {
  const row = loops.at(-1);
  if (!row || loops.some(({ size }) => size === 0)) return;
  if (loops.length === 1) {
    cutRun(row, offsets, visit);
    return;
  }
  let written = 0;
  forEachRun(loops.slice(0, -1), offsets, (starts, { size: rows, strides: rowStrides }) => {
    visit(rows, row.size, starts, rowStrides, written);
    written += rows * row.size;
  });
}

/** A single run as rows of `longRow` elements, and one row that is left. */
function cutRun({ size, strides }: Loop, starts: readonly number[], visit: Visit): void {
  if (size <= longRow) {
    visit(1, size, starts, strides, 0);
    return;
  }
  const rows = Math.floor(size / longRow);
  const done = rows * longRow;
  const rowStrides = strides.map((stride) => stride * longRow);
  visit(rows, longRow, starts, rowStrides, 0);
  if (done === size) return;
  const after = starts.map((start, i) => start + done * (strides[i] ?? 0));
  visit(1, size - done, after, rowStrides, done);
}
