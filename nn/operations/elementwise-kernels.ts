// Elementwise operations on float32 arrays by kernels, as far as the arrays lie in rows: the innermost run of
// each is without gaps, or one number for the whole row. Whatever does not is left to the plain path.

import { bytesPerElement } from "../array/dtype.ts";
import { empty, isContiguous, type NDArray } from "../array/ndarray.ts";
import { broadcastShapes, elementCount, type Shape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand } from "../array/views.ts";
import { forEachRun, type Loop, mergeLoops } from "../array/walk.ts";
import { run } from "../threads/pool.ts";
import {
  type BinaryName,
  type BinaryOperand,
  binaryKernel,
  type Columns,
  type ComparisonName,
  comparisonKernel,
} from "../wasm/binary.ts";
import type { Kernel } from "../wasm/kernel.ts";
import { type ParametricName, parametricKernel, type UnaryName, unaryKernel } from "../wasm/unary.ts";

/** A run without gaps is cut into rows of this many numbers, so that threads can share it. */
const longRow = 4096;
/** Numbers that keep a thread busy for some ten microseconds. */
const stepElements = 32_768;
/** Rows shorter than this are left to the plain path, which then is as fast. */
const shortRow = 4;

/** Row by row: `rows` rows of `columns` numbers; for each operand its first position and its stride from row to row. */
interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly starts: readonly number[];
  readonly rowStrides: readonly number[];
}

/** The result, or undefined when the array does not lie in rows. */
export function unaryByKernel(name: UnaryName, x: NDArray): NDArray | undefined {
  return mapRows(x, (rows, step, operands) => run(unaryKernel(name), rows, step, operands));
}

/** A function with two parameters, or undefined when the array does not lie in rows. */
export function parametricByKernel(
  name: ParametricName,
  x: NDArray,
  first: number,
  second = 0,
): NDArray | undefined {
  const kernel = parametricKernel(name);
  return mapRows(x, (rows, step, operands) => run(kernel, rows, step, { ...operands, first, second }));
}

type RowOperands = Readonly<Record<"out" | "x" | "columns" | "xRow", number>>;

function mapRows(
  x: NDArray,
  map: (rows: number, step: number, operands: RowOperands) => void,
): NDArray | undefined {
  if (x.dtype !== "float32") return undefined;
  const loops = mergeLoops(x.shape, [x.strides]);
  if (!inRows(loops)) return worthRearranging(x) ? mapDense(x, map) : undefined;
  const out = empty(x.shape, "float32");
  forEachBlock(
    loops,
    [x.offset],
    ({ rows, columns, starts: [start = 0], rowStrides: [xRow = 0] }, written) => {
      map(rows, stepOf(columns), {
        out: out.storage.pointer + 4 * written,
        x: x.storage.pointer + 4 * start,
        columns,
        xRow: 4 * xRow,
      });
    },
  );
  return out;
}

/** The result with the shapes broadcast together, or undefined when the arrays do not lie in rows. */
export function binaryByKernel(name: BinaryName, a: NDArray, b: NDArray): NDArray | undefined {
  return combineRows(a, b, "float32", (...columns) => binaryKernel(name, ...columns));
}

/** Truth values, as binaryByKernel. */
export function compareByKernel(name: ComparisonName, a: NDArray, b: NDArray): NDArray | undefined {
  return combineRows(a, b, "bool", (...columns) => comparisonKernel(name, ...columns));
}

function combineRows(
  a: NDArray,
  b: NDArray,
  dtype: "float32" | "bool",
  kernelFor: (a: Columns, b: Columns) => Kernel<BinaryOperand>,
): NDArray | undefined {
  if (a.dtype !== "float32" || b.dtype !== "float32") return undefined;
  const shape: Shape = broadcastShapes(a.shape, b.shape);
  const [x, y] = [expand(a, shape), expand(b, shape)];
  const loops = mergeLoops(shape, [x.strides, y.strides]);
  if (!inRows(loops)) {
    if (!worthRearranging(a) && !worthRearranging(b)) return undefined;
    using temporaries = new Temporaries();
    return combineRows(temporaries.contiguous(a), temporaries.contiguous(b), dtype, kernelFor);
  }
  const [aColumns, bColumns] = (loops.at(-1)?.strides ?? []).map(
    (stride): Columns => (stride === 0 ? "splat" : "dense"),
  );
  const out = empty(shape, dtype);
  const kernel = kernelFor(aColumns ?? "splat", bColumns ?? "splat");
  forEachBlock(loops, [x.offset, y.offset], ({ rows, columns, starts, rowStrides }, written) => {
    const [aStart = 0, bStart = 0] = starts;
    const [aRow = 0, bRow = 0] = rowStrides;
    run(kernel, rows, stepOf(columns), {
      out: out.storage.pointer + bytesPerElement(dtype) * written,
      a: a.storage.pointer + 4 * aStart,
      b: b.storage.pointer + 4 * bStart,
      columns,
      aRow: 4 * aRow,
      bRow: 4 * bRow,
    });
  });
  return out;
}

/** Whether an array that does not lie in rows is so large that a contiguous copy of it pays off. */
function worthRearranging(x: NDArray): boolean {
  return elementCount(x.shape) >= longRow && !isContiguous(x);
}

function mapDense(x: NDArray, map: Parameters<typeof mapRows>[1]): NDArray | undefined {
  using temporaries = new Temporaries();
  return mapRows(temporaries.contiguous(x), map);
}

function inRows(loops: readonly Loop[]): boolean {
  const row = loops.at(-1);
  if (!row?.strides.every((stride) => stride === 0 || stride === 1)) return false;
  return loops.length === 1 || row.size >= shortRow;
}

function stepOf(columns: number): number {
  return Math.max(1, Math.round(stepElements / Math.max(columns, 1)));
}

/** Calls `visit` for blocks of rows, with the number of results before each. */
function forEachBlock(
  loops: readonly Loop[],
  offsets: readonly number[],
  visit: (block: Rows, written: number) => void,
): void {
  const row = loops.at(-1);
  if (!row || loops.some(({ size }) => size === 0)) return;
  if (loops.length === 1) {
    for (const [block, written] of cutLongRow(row, offsets)) visit(block, written);
    return;
  }
  const outer = loops.slice(0, -1);
  let written = 0;
  forEachRun(outer, offsets, (starts, { size: rows, strides: rowStrides }) => {
    visit({ rows, columns: row.size, starts, rowStrides }, written);
    written += rows * row.size;
  });
}

/** A single run as rows of `longRow` numbers, and one row that is left. */
function cutLongRow({ size, strides }: Loop, starts: readonly number[]): [Rows, number][] {
  const rows = Math.floor(size / longRow);
  const done = rows * longRow;
  const rowStrides = strides.map((stride) => stride * longRow);
  const blocks: [Rows, number][] = [
    [{ rows, columns: longRow, starts, rowStrides }, 0],
    [
      {
        rows: 1,
        columns: size - done,
        starts: starts.map((start, i) => start + done * (strides[i] ?? 0)),
        rowStrides,
      },
      done,
    ],
  ];
  return blocks.filter(([block]) => block.rows > 0 && block.columns > 0);
}
