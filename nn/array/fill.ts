// One value in all elements of a block of memory. A typed array's own `fill` is slow on memory that threads share.

import { run } from "../threads/pool.ts";
import { copyRowsKernel } from "../wasm/copy.ts";
import type { TypedArray } from "./dtype.ts";

/** Fewer bytes are filled as fast by the typed array. */
const fewBytes = 2048;
const rowBytes = 16_384;
/** Rows whose filling keeps a thread busy for some ten microseconds. */
const stepRows = 16;

/** Fills elements that lie in the arena. */
export function fillElements(data: TypedArray, value: number): void {
  const bytes = data.byteLength;
  const rest = bytes % rowBytes;
  if (bytes < fewBytes || data.BYTES_PER_ELEMENT === 8) {
    data.fill(value);
    return;
  }
  const words = 4 / data.BYTES_PER_ELEMENT;
  data.fill(value, 0, words); // the pattern
  data.fill(value, data.length - (data.length % words)); // what is less than a word
  const fill = (rows: number, columns: number, start: number) =>
    run(copyRowsKernel("same"), rows, stepRows, {
      out: data.byteOffset + start,
      x: data.byteOffset,
      columns,
      outRow: rowBytes,
      xRow: 0,
      space: 0,
    });
  fill((bytes - rest) / rowBytes, rowBytes / 4, 0);
  fill(1, Math.floor(rest / 4), bytes - rest);
}
