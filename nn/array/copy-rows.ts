// Copies by kernels where each row lies without gaps in the target and, in the source, without gaps, in reverse, with gaps, or
// as one element: what slices, paddings, joins, flips and broadcasts come to. Where the last two directions are exchanged
// (channels first that become channels last, a transposed matrix), matrices are turned.

import { run } from "../threads/pool.ts";
import { copyRowsKernel, copyRunsKernel, type RowOrder } from "../wasm/copy.ts";
import { blockRows, transposeKernel } from "../wasm/transpose.ts";
import type { NDArray } from "./ndarray.ts";
import { forEachRun, type Loop } from "./walk.ts";

/** Fewer elements, or shorter rows, are copied as fast by a loop. */
const fewElements = 256;
const shortRow = 4;
/** Rows up to this length are copied many at a call. */
const shortRun = 16;
/** Fewer elements are not worth turning. */
const fewTurned = 1024;
/** A single run is cut into rows of this many elements, so that threads can share it. */
const longRow = 4096;
/** Elements whose copying takes some ten microseconds. */
const stepElements = 32_768;
const stepTurned = 16_384;

const orders = new Map<number, RowOrder>([
  [1, "forward"],
  [-1, "backward"],
  [0, "same"],
]);

const once: Loop = { size: 1, strides: [0, 0] };

/** Where a copy goes and comes from: byte addresses of the first elements. */
type Ends = readonly [to: number, from: number];

/**
 * Copies what `loops` walk, target before source, whose first elements are at these positions. Whether it has been done:
 * other dtypes and layouts are left to a plain loop.
 */
export function copyRows(
  target: NDArray,
  source: NDArray,
  loops: readonly Loop[],
  positions: readonly [target: number, source: number],
): boolean {
  const fourBytes = target.dtype === source.dtype && (target.dtype === "float32" || target.dtype === "int64");
  const count = loops.reduce((product, { size }) => product * size, 1);
  const row = loops.at(-1);
  if (!fourBytes || count < fewElements || row?.strides[0] !== 1) return false;
  const ends: Ends = [target.storage.pointer + 4 * positions[0], source.storage.pointer + 4 * positions[1]];
  const columns = loops.at(-2);
  if (count >= fewTurned && columns?.strides[1] === 1 && (row.strides[1] ?? 0) > 1) {
    turn(loops.slice(0, -2), columns, row, ends);
    return true;
  }
  const outer = loops.slice(0, -1);
  if (row.strides[1] === 1 && row.size <= shortRun && outer.length > 1) {
    copyRuns(outer, row, ends);
    return true;
  }
  if (row.size < shortRow) return false;
  copyAll(outer, row, ends);
  return true;
}

/** Runs that lie without gaps in both, but too short for a call of the kernel for every few of them. */
function copyRuns(outer: readonly Loop[], { size }: Loop, ends: Ends): void {
  const [rows = once, runs = once] = outer.slice(-2);
  const step = Math.max(1, Math.round(stepElements / (runs.size * size)));
  forEachPlace([once, ...outer.slice(0, -2)], ends, ([to, from]) => {
    run(copyRunsKernel(), rows.size, step, {
      out: to,
      x: from,
      count: runs.size,
      columns: size,
      outRow: 4 * (rows.strides[0] ?? 0),
      outRun: 4 * (runs.strides[0] ?? 0),
      xRow: 4 * (rows.strides[1] ?? 0),
      xRun: 4 * (runs.strides[1] ?? 0),
    });
  });
}

function copyAll(outer: readonly Loop[], row: Loop, [to, from]: Ends): void {
  const space = row.strides[1] ?? 0;
  const kernel = copyRowsKernel(orders.get(space) ?? "spaced");
  const copy = (at: Ends, rows: number, columns: number, [outRow = 0, xRow = 0]: readonly number[]): void => {
    run(kernel, rows, Math.max(1, Math.round(stepElements / columns)), {
      out: at[0],
      x: at[1],
      columns,
      outRow: 4 * outRow,
      xRow: 4 * xRow,
      space: 4 * space,
    });
  };
  if (outer.length > 0) {
    // the order of copies does not matter: the most rows are left to the kernel
    const most = outer.reduce((a, b) => (b.size > a.size ? b : a));
    const others = [once, ...outer.filter((each) => each !== most)];
    forEachPlace(others, [to, from], (at) => copy(at, most.size, row.size, most.strides));
    return;
  }
  const whole = Math.floor(row.size / longRow);
  const done = whole * longRow;
  copy([to, from], whole, longRow, [longRow, longRow * space]);
  if (done < row.size) copy([to + 4 * done, from + 4 * done * space], 1, row.size - done, [0, 0]);
}

/** Matrices whose rows are neighbours in the source, and their columns in the target. */
function turn(outer: readonly Loop[], rows: Loop, columns: Loop, ends: Ends): void {
  const targetRow = rows.strides[0] ?? 0;
  const blocks = Math.ceil(rows.size / blockRows);
  const step = Math.max(1, Math.round(stepTurned / (blockRows * columns.size)));
  const matrices = outer.at(-1);
  const seamless = matrices?.strides[0] === rows.size * targetRow;
  const [others, together] = seamless ? [outer.slice(0, -1), matrices] : [outer, once];
  forEachPlace([once, ...others], ends, ([target, source]) => {
    run(transposeKernel(), together.size * blocks, step, {
      source,
      target,
      rows: rows.size,
      columns: columns.size,
      blocks,
      sourceColumn: 4 * (columns.strides[1] ?? 0),
      sourceMatrix: 4 * (together.strides[1] ?? 0),
      targetRow: 4 * targetRow,
    });
  });
}

/** Calls `visit` with the addresses of every step of the loops. */
function forEachPlace(loops: readonly Loop[], [to, from]: Ends, visit: (at: Ends) => void): void {
  forEachRun(loops, [0, 0], ([i = 0, j = 0], { size, strides: [di = 0, dj = 0] }) => {
    for (let n = 0; n < size; n++) visit([to + 4 * (i + n * di), from + 4 * (j + n * dj)]);
  });
}
