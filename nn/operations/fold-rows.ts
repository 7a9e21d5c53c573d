// Reductions of float32 lines by kernels. A line is cut into pieces, each of which a kernel makes one number of; the
// numbers of the pieces are combined in double precision, so that the rounding of a sum does not grow with its length.

import { empty, type NDArray } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { run } from "../threads/pool.ts";
import { type FoldingName, foldKernel } from "../wasm/reduce.ts";

/** Numbers of one piece: 128 for each of a kernel's lanes. */
const pieceLength = 1024;
/** Numbers that keep a thread busy for some ten microseconds. */
const stepElements = 65_536;
/** Fewer numbers than this, or shorter lines, are not worth a kernel. */
const leastFolded = 512;
const shortLine = 8;

/** Whether lines of `count` numbers of the array are worth a kernel. */
export function worthFolding(x: NDArray, count: number): boolean {
  return x.dtype === "float32" && count >= shortLine && elementCount(x.shape) >= leastFolded;
}

/** Receives the folded number of each line, in order. */
export type Finish = (line: number, folded: number) => void;

/** Folds the lines of `count` numbers that a contiguous float32 array holds one behind the other. */
export function foldLines(name: FoldingName, x: NDArray, count: number, lines: number, finish: Finish): void {
  const kernel = foldKernel(name);
  const start = x.storage.pointer + 4 * x.offset;
  const whole = Math.floor(count / pieceLength);
  const rest = count - whole * pieceLength;
  const pieces = whole + Number(rest > 0);
  const alone = pieces === 1; // then the lines themselves are the rows of the kernel
  using temporaries = new Temporaries();
  const folded = temporaries.add(empty([lines * pieces], "float32"));
  const fold = (to: number, from: number, rows: number, columns: number): void => {
    const step = Math.max(1, Math.round(stepElements / columns));
    run(kernel, rows, step, { out: folded.storage.pointer + 4 * to, x: start + 4 * from, columns });
  };
  if (alone) fold(0, 0, lines, count);
  else if (rest === 0) fold(0, 0, lines * whole, pieceLength);
  else {
    for (let line = 0; line < lines; line++) {
      fold(line * pieces, line * count, whole, pieceLength);
      fold(line * pieces + whole, line * count + whole * pieceLength, 1, rest);
    }
  }
  const numbers = folded.storage.data();
  const combine = combinations[name];
  for (let line = 0; line < lines; line++) {
    let result = numbers[line * pieces] ?? 0;
    for (let piece = 1; piece < pieces; piece++) {
      result = combine(result, numbers[line * pieces + piece] ?? 0);
    }
    finish(line, result);
  }
}

const combinations: Readonly<Record<FoldingName, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  largest: Math.max,
  smallest: Math.min,
};
