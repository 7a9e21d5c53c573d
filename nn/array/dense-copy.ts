// Copies of arrays without gaps. Arrays whose last two directions are exchanged (channels first that become channels last,
// a transposed matrix) are copied by a kernel, and so are rows in order or in reverse; others by the walk of ndarray.ts.

import { run } from "../threads/pool.ts";
import { blockRows, transposeKernel } from "../wasm/transpose.ts";
import { copyRows } from "./copy-rows.ts";
import { empty, type NDArray } from "./ndarray.ts";
import { elementCount } from "./shape.ts";
import { forEachRun, gather, type Loop, mergeLoops } from "./walk.ts";

/** Numbers whose copying takes some ten microseconds. */
const stepElements = 16_384;
/** Fewer are copied as fast by a loop. */
const worthwhile = 1024;

/** A contiguous copy in a storage of its own. */
export function denseCopy(array: NDArray): NDArray {
  const copy = empty(array.shape, array.dtype);
  const loops = mergeLoops(array.shape, [copy.strides, array.strides]);
  if (copyRows(copy, array, loops, [0, array.offset])) return copy;
  const [rows, columns] = loops.slice(-2);
  const exchanged = rows?.strides[1] === 1 && columns !== undefined && (columns.strides[1] ?? 0) > 1;
  const fourBytes = array.dtype === "float32" || array.dtype === "int64";
  if (fourBytes && exchanged && elementCount(array.shape) >= worthwhile) {
    transposeInto(copy, array, loops.slice(0, -2), rows, columns);
  } else gather(array.storage.data(), array, copy.storage.data());
  return copy;
}

/** `outer` are the loops around the matrices, of copy and source; rows are neighbours in the source. */
function transposeInto(
  copy: NDArray,
  source: NDArray,
  outer: readonly Loop[],
  rows: Loop,
  columns: Loop,
): void {
  const blocks = Math.ceil(rows.size / blockRows);
  const step = Math.max(1, Math.round(stepElements / (blockRows * columns.size)));
  const loops = outer.length > 0 ? outer : [{ size: 1, strides: [0, 0] }];
  let target = copy.storage.pointer;
  forEachRun(loops, [0, source.offset], ([, start = 0], { size: matrices, strides: [, stride = 0] }) => {
    run(transposeKernel(), matrices * blocks, step, {
      source: source.storage.pointer + 4 * start,
      target,
      rows: rows.size,
      columns: columns.size,
      blocks,
      sourceColumn: 4 * (columns.strides[1] ?? 0),
      sourceMatrix: 4 * stride,
    });
    target += 4 * matrices * rows.size * columns.size;
  });
}
