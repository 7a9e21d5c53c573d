// How pooling looks at one window after the other: which pixels each window has, and what is made of them. For float32 a kernel
// does it; the plain path is for every dtype.

import { empty, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { run } from "../threads/pool.ts";
import { type PoolName, poolKernel } from "../wasm/pool.ts";
import { pointerOf } from "./product.ts";

/** The pixels of one window along one axis. */
export interface Window {
  /** the first pixel and the end that lie inside the input */
  readonly start: number;
  readonly end: number;
  /** pixels with those of the padding */
  readonly length: number;
}

type Reduce = (
  values: ArrayLike<number>,
  /** index of the plane's first pixel */
  base: number,
  rowLength: number,
  rows: Window,
  columns: Window,
  settings: ReduceSettings,
) => number;

/** What is made of a window: a formula, and the kernel that does the same for float32. */
export interface WindowReduction {
  readonly formula: Reduce;
  readonly kernel: PoolName;
}

interface ReduceSettings {
  readonly dilation: readonly [rows: number, columns: number];
  readonly countIncludePad: boolean;
  readonly divisor?: number | undefined;
}

/** Reduces each plane of x [batch, channels, size...] window by window; `windows` lists those along each axis. */
export function poolWindows(
  x: NDArray,
  windows: readonly (readonly Window[])[],
  out: NDArray,
  { formula, kernel }: WindowReduction,
  settings: ReduceSettings,
): void {
  if (elementCount(out.shape) === 0) return;
  if (x.dtype === "float32") poolByTables(kernel, x, windows, out, settings);
  else poolPlainly(x, windows, out, formula, settings);
}

function poolPlainly(
  x: NDArray,
  windows: readonly (readonly Window[])[],
  out: NDArray,
  reduce: Reduce,
  settings: ReduceSettings,
): void {
  const [columns = [], rows = [{ start: 0, end: 1, length: 1 }]] = windows.toReversed();
  const [width = 1, height = 1] = x.shape.slice(2).toReversed();
  using temporaries = new Temporaries();
  const [values, results] = [valuesOf(temporaries.contiguous(x)), out.storage.data()];
  let next = 0;
  for (let plane = 0; plane < elementCount(x.shape.slice(0, 2)); plane++) {
    const base = plane * height * width;
    for (const row of rows) {
      for (const column of columns) results[next++] = reduce(values, base, width, row, column, settings);
    }
  }
}

function poolByTables(
  name: PoolName,
  x: NDArray,
  windows: readonly (readonly Window[])[],
  out: NDArray,
  { dilation: [rowDilation, columnDilation], countIncludePad, divisor }: ReduceSettings,
): void {
  const [columns = [], rows = [{ start: 0, end: 1, length: 1 }]] = windows.toReversed();
  const [width = 1, height = 1] = x.shape.slice(2).toReversed();
  using temporaries = new Temporaries();
  const tableOf = (all: readonly Window[], whole: number): number => {
    const table = temporaries.add(empty([3 * all.length], "int64"));
    const entries = table.storage.data();
    const factors = new Float32Array(entries.buffer, entries.byteOffset, entries.length);
    all.forEach(({ start, end, length }, i) => {
      entries[3 * i] = start;
      entries[3 * i + 1] = end;
      factors[3 * i + 2] = 1 / (divisor === undefined ? (countIncludePad ? length : end - start) : whole);
    });
    return table.storage.pointer;
  };
  run(poolKernel(name), elementCount(out.shape) / columns.length, Math.ceil(stepWindows / columns.length), {
    out: out.storage.pointer,
    x: pointerOf(temporaries.contiguous(x)),
    height,
    width,
    rows: rows.length,
    columns: columns.length,
    rowTable: tableOf(rows, 1),
    columnTable: tableOf(columns, divisor ?? 1),
    rowDilation,
    columnDilation,
  });
}

/** Windows that keep a thread busy for some ten microseconds. */
const stepWindows = 2048;

const largestValue: Reduce = (values, base, rowLength, rows, columns, { dilation }) => {
  const [rowStep, columnStep] = dilation;
  let largest = -Infinity;
  for (let y = rows.start; y < rows.end; y += rowStep) {
    for (let x = columns.start; x < columns.end; x += columnStep) {
      const value = values[base + y * rowLength + x] ?? 0;
      if (value > largest || Number.isNaN(value)) largest = value;
    }
  }
  return largest;
};

/** Where in its plane the largest value of the window stands, counted row by row; NaN is larger than anything. */
const placeOfLargestValue: Reduce = (values, base, rowLength, rows, columns, { dilation }) => {
  const [rowStep, columnStep] = dilation;
  let place = rows.start * rowLength + columns.start;
  let largest = -Infinity;
  for (let y = rows.start; y < rows.end; y += rowStep) {
    for (let x = columns.start; x < columns.end; x += columnStep) {
      const value = values[base + y * rowLength + x] ?? 0;
      if (!(value > largest || Number.isNaN(value))) continue;
      largest = value;
      place = y * rowLength + x;
    }
  }
  return place;
};

const meanValue: Reduce = (values, base, rowLength, rows, columns, { countIncludePad, divisor }) => {
  let sum = 0;
  for (let y = rows.start; y < rows.end; y++) {
    for (let x = columns.start; x < columns.end; x++) sum += values[base + y * rowLength + x] ?? 0;
  }
  const inside = (rows.end - rows.start) * (columns.end - columns.start);
  return sum / (divisor ?? (countIncludePad ? rows.length * columns.length : inside));
};

export const largestOf: WindowReduction = { formula: largestValue, kernel: "largest" };
export const placeOfLargest: WindowReduction = { formula: placeOfLargestValue, kernel: "placeOfLargest" };
export const meanOf: WindowReduction = { formula: meanValue, kernel: "mean" };
