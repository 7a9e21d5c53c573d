// Copies of many rows by kernels, where each row lies without gaps in the target and, in the source, without gaps, in reverse,
// or as one element: what slices, paddings, joins, flips and broadcasts come to.

import { run } from "../threads/pool.ts";
import { copyRowsKernel, type RowOrder } from "../wasm/copy.ts";
import type { NDArray } from "./ndarray.ts";
import { forEachRun, type Loop } from "./walk.ts";

/** Fewer elements, or shorter rows, are copied as fast by a loop. */
const fewElements = 1024;
const shortRow = 4;
/** A single run is cut into rows of this many elements, so that threads can share it. */
const longRow = 4096;
/** Elements whose copying takes some ten microseconds. */
const stepElements = 32_768;

const orders = new Map<number, RowOrder>([
  [1, "forward"],
  [-1, "backward"],
  [0, "same"],
]);

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
  const order = orderOf(target, source, loops);
  const row = loops.at(-1);
  if (!order || !row) return false;
  const copy = (
    to: number,
    from: number,
    rows: number,
    columns: number,
    [toRow = 0, fromRow = 0]: readonly number[],
  ) => {
    run(copyRowsKernel(order), rows, Math.max(1, Math.round(stepElements / columns)), {
      out: target.storage.pointer + 4 * to,
      x: source.storage.pointer + 4 * from,
      columns,
      outRow: 4 * toRow,
      xRow: 4 * fromRow,
    });
  };
  if (loops.length > 1) {
    forEachRun(loops.slice(0, -1), positions, ([to = 0, from = 0], { size, strides }) => {
      copy(to, from, size, row.size, strides);
    });
    return true;
  }
  const [[to, from], [toStep = 0, fromStep = 0]] = [positions, row.strides];
  const whole = Math.floor(row.size / longRow);
  const done = whole * longRow;
  copy(to, from, whole, longRow, [longRow * toStep, longRow * fromStep]);
  if (done < row.size) copy(to + done * toStep, from + done * fromStep, 1, row.size - done, [0, 0]);
  return true;
}

/** undefined: not by kernels. */
function orderOf(target: NDArray, source: NDArray, loops: readonly Loop[]): RowOrder | undefined {
  const fourBytes = target.dtype === source.dtype && (target.dtype === "float32" || target.dtype === "int64");
  const row = loops.at(-1);
  if (!fourBytes || !row || row.size < shortRow || row.strides[0] !== 1) return undefined;
  if (loops.reduce((count, { size }) => count * size, 1) < fewElements) return undefined;
  return orders.get(row.strides[1] ?? Number.NaN);
}
