// How pooling looks at one window after the other: which pixels each window has, and what is made of them. For float32 a kernel
// does it; the plain path is for every dtype.

import { empty, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { run } from "../threads/pool.ts";
import { type PoolName, poolKernel, spreadMeansKernel } from "../wasm/pool.ts";
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

export interface ReduceSettings {
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
  const [columns = [], rows = oneRow] = windows.toReversed();
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
  settings: ReduceSettings,
): void {
  using temporaries = new Temporaries();
  const columns = out.shape.at(-1)!;
  run(poolKernel(name), elementCount(out.shape) / columns, Math.ceil(stepWindows / columns), {
    out: out.storage.pointer,
    x: pointerOf(temporaries.contiguous(x)),
    ...tables(x, windows, settings, temporaries),
  });
}

/** Adds to each pixel of x, which is dense, its shares of the means' gradients. */
export function spreadMeans(
  x: NDArray,
  windows: readonly (readonly Window[])[],
  gradient: NDArray,
  settings: ReduceSettings,
): void {
  if (elementCount(gradient.shape) === 0) return;
  using temporaries = new Temporaries();
  const dense = temporaries.contiguous(gradient);
  if (x.dtype !== "float32") {
    spreadPlainly(x, windows, dense, settings);
    return;
  }
  const [planes, planeWindows] = [elementCount(x.shape.slice(0, 2)), elementCount(gradient.shape.slice(2))];
  run(spreadMeansKernel(), planes, Math.ceil(stepWindows / planeWindows), {
    out: pointerOf(dense),
    x: pointerOf(x),
    ...tables(x, windows, settings, temporaries),
  });
}

function spreadPlainly(
  x: NDArray,
  windows: readonly (readonly Window[])[],
  gradient: NDArray,
  settings: ReduceSettings,
): void {
  const [columns = [], rows = oneRow] = windows.toReversed();
  const [width = 1, height = 1] = x.shape.slice(2).toReversed();
  const [values, gradients] = [x.storage.data(), valuesOf(gradient)];
  let next = 0;
  for (let plane = 0; plane < elementCount(x.shape.slice(0, 2)); plane++) {
    for (const row of rows) {
      for (const column of columns) {
        const share = gradients[next++]! / divisorOf(row, column, settings);
        for (let i = row.start; i < row.end; i++) {
          const line = (plane * height + i) * width;
          for (let j = line + column.start; j < line + column.end; j++) values[j] = values[j]! + share;
        }
      }
    }
  }
}

/** The only row of a signal, which has no rows. */
const oneRow: readonly Window[] = [{ start: 0, end: 1, length: 1 }];

/** What kernels are told of windows. */
function tables(
  x: NDArray,
  windows: readonly (readonly Window[])[],
  { dilation: [rowDilation, columnDilation], countIncludePad, divisor }: ReduceSettings,
  temporaries: Temporaries,
) {
  const [columns = [], rows = oneRow] = windows.toReversed();
  const [width = 1, height = 1] = x.shape.slice(2).toReversed();
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
  return {
    height,
    width,
    rows: rows.length,
    columns: columns.length,
    rowTable: tableOf(rows, 1),
    columnTable: tableOf(columns, divisor ?? 1),
    rowDilation,
    columnDilation,
  };
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

const meanValue: Reduce = (values, base, rowLength, rows, columns, settings) => {
  let sum = 0;
  for (let y = rows.start; y < rows.end; y++) {
    for (let x = columns.start; x < columns.end; x++) sum += values[base + y * rowLength + x] ?? 0;
  }
  return sum / divisorOf(rows, columns, settings);
};

function divisorOf(rows: Window, columns: Window, { countIncludePad, divisor }: ReduceSettings): number {
  const inside = (rows.end - rows.start) * (columns.end - columns.start);
  return divisor ?? (countIncludePad ? rows.length * columns.length : inside);
}

export const largestOf: WindowReduction = { formula: largestValue, kernel: "largest" };
export const placeOfLargest: WindowReduction = { formula: placeOfLargestValue, kernel: "placeOfLargest" };
export const meanOf: WindowReduction = { formula: meanValue, kernel: "mean" };
