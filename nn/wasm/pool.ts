// Pooling window by window, for windows that are not all alike and for where the largest value of each stands: which rows and
// columns of pixels a window has is read from tables.

import { type Code, f32, f32x4, forRange, i32, i32x4, v128 } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

export type PoolName = "largest" | "placeOfLargest" | "mean";

const operands = {
  out: "i32",
  x: "i32",
  /** of each plane */
  height: "i32",
  width: "i32",
  /** of the result */
  rows: "i32",
  columns: "i32",
  /** for each row, and each column, of the result: the first pixel, the end, and a factor of means */
  rowTable: "i32",
  columnTable: "i32",
  /** from one pixel of a window to the next */
  rowDilation: "i32",
  columnDilation: "i32",
} as const;

/** Bytes of an entry of a table: two integers and a number in single precision. */
const entryBytes = 12;

/** out[plane, row, column] = what is made of a window of x[plane]. Items are the rows of all planes. */
export function poolKernel(name: PoolName): Kernel<keyof typeof operands> {
  return defineKernel(`pool ${name}`, operands, (run, p) => {
    const { item, to, plane, rowEntry, entry, end } = run.integers(
      "item",
      "to",
      "plane",
      "rowEntry",
      "entry",
      "end",
    );
    const { y, x, line } = run.integers("y", "x", "line");
    const combination = name === "mean" ? sumUp(run) : findLargest(run, name);
    run.emit(
      forRange(item, p.begin.get, p.end.get, 1, [
        plane.set(
          i32.mul(i32.mul(i32.div_u(item.get, p.rows.get), p.height.get), i32.shl(p.width.get, i32.const(2))),
        ),
        plane.set(i32.add(p.x.get, plane.get)),
        rowEntry.set(
          i32.add(p.rowTable.get, i32.mul(i32.rem_u(item.get, p.rows.get), i32.const(entryBytes))),
        ),
        to.set(i32.add(p.out.get, i32.shl(i32.mul(item.get, p.columns.get), i32.const(2)))),
        end.set(i32.add(p.columnTable.get, i32.mul(p.columns.get, i32.const(entryBytes)))),
        forRange(entry, p.columnTable.get, end.get, entryBytes, [
          combination.begin(i32.add(i32.mul(i32.load(rowEntry.get), p.width.get), i32.load(entry.get))),
          forRange(y, i32.load(rowEntry.get), i32.load(rowEntry.get, 4), p.rowDilation.get, [
            line.set(i32.mul(y.get, p.width.get)),
            forRange(x, i32.load(entry.get), i32.load(entry.get, 4), p.columnDilation.get, [
              combination.take(
                i32.add(plane.get, i32.shl(i32.add(line.get, x.get), i32.const(2))),
                i32.add(line.get, x.get),
              ),
            ]),
          ]),
          combination.store(to.get, f32.mul(f32.load(rowEntry.get, 8), f32.load(entry.get, 8))),
          to.increase(4),
        ]),
      ]),
    );
  });
}

/**
 * The way back of means: x[plane] += a share of out[plane, row, column], for all pixels of its window. Windows overlap, so that
 * items are planes.
 */
export function spreadMeansKernel(): Kernel<keyof typeof operands> {
  return defineKernel("spread means", operands, (run, p) => {
    const { plane, from, image, row, entry, rowEnd, end } = run.integers(
      "plane",
      "from",
      "image",
      "row",
      "entry",
      "rowEnd",
      "end",
    );
    const { y, pixel, last } = run.integers("y", "pixel", "last");
    const share = run.local("share", "f32");
    run.emit(
      from.set(
        i32.add(p.out.get, i32.shl(i32.mul(p.begin.get, i32.mul(p.rows.get, p.columns.get)), i32.const(2))),
      ),
      rowEnd.set(i32.add(p.rowTable.get, i32.mul(p.rows.get, i32.const(entryBytes)))),
      end.set(i32.add(p.columnTable.get, i32.mul(p.columns.get, i32.const(entryBytes)))),
      forRange(plane, p.begin.get, p.end.get, 1, [
        image.set(
          i32.add(p.x.get, i32.shl(i32.mul(plane.get, i32.mul(p.height.get, p.width.get)), i32.const(2))),
        ),
        forRange(row, p.rowTable.get, rowEnd.get, entryBytes, [
          forRange(entry, p.columnTable.get, end.get, entryBytes, [
            share.set(f32.mul(f32.load(from.get), f32.mul(f32.load(row.get, 8), f32.load(entry.get, 8)))),
            from.increase(4),
            forRange(y, i32.load(row.get), i32.load(row.get, 4), 1, [
              last.set(
                i32.add(
                  image.get,
                  i32.shl(i32.add(i32.mul(y.get, p.width.get), i32.load(entry.get, 4)), i32.const(2)),
                ),
              ),
              pixel.set(
                i32.add(
                  image.get,
                  i32.shl(i32.add(i32.mul(y.get, p.width.get), i32.load(entry.get)), i32.const(2)),
                ),
              ),
              forRange(pixel, pixel.get, last.get, 4, [
                f32.store(pixel.get, f32.add(f32.load(pixel.get), share.get)),
              ]),
            ]),
          ]),
        ]),
      ]),
    );
  });
}

/** What happens to the pixels of a window. */
interface Combination {
  begin(place: Code): Code;
  take(pixel: Code, place: Code): Code;
  store(to: Code, factor: Code): Code;
}

function sumUp(run: FunctionBuilder): Combination {
  const sum = run.local("sum", "f32");
  return {
    begin: () => sum.set(f32.const(0)),
    take: (pixel) => sum.set(f32.add(sum.get, f32.load(pixel))),
    store: (to, factor) => f32.store(to, f32.mul(sum.get, factor)),
  };
}

/**
 * The largest, or the place of the first of equal ones and of the last NaN. In vectors, since which pixel is the largest no
 * branch can guess.
 */
function findLargest(run: FunctionBuilder, wanted: "largest" | "placeOfLargest"): Combination {
  const { largest, best, value, better } = run.vectors("largest", "best", "value", "better");
  return {
    begin: (place) => [largest.set(f32x4.const(-Infinity)), best.set(i32x4.splat(place))],
    take: (pixel, place) => [
      value.set(v128.load32_splat(pixel)),
      better.set(v128.or(f32x4.gt(value.get, largest.get), f32x4.ne(value.get, value.get))),
      largest.set(v128.bitselect(value.get, largest.get, better.get)),
      best.set(v128.bitselect(i32x4.splat(place), best.get, better.get)),
    ],
    store: (to) => v128.store32_lane(to, (wanted === "largest" ? largest : best).get, 0),
  };
}
