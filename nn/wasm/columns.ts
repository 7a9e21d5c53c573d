// Kernels that make one number of each column of a group of rows: strips of neighbouring columns are walked from the first
// row to the last, several vectors wide, so that whole lines of the cache are used.

import { type Code, forRange, i32, type Local, repeatWhile, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { storePartial } from "./partial.ts";

/** Columns of one item. */
export const blockColumns = 1024;
const blockBytes = 4 * blockColumns;

const operands = {
  out: "i32",
  x: "i32",
  /** rows of each group, and numbers of each row */
  count: "i32",
  columns: "i32",
  /** blocks of columns, the last perhaps smaller, of each group */
  blocks: "i32",
  /** a number for each column of each group, if the kernel takes one */
  centers: "i32",
} as const;

/** Some columns, from the first row to the last. */
export interface Strip {
  /** in vectors */
  readonly width: number;
  /** address in the first row */
  readonly x: Local;
  readonly rowBytes: Local;
  readonly rows: Local;
  readonly centers: Local;
}

export interface StripCode {
  /** walks the strip */
  readonly walk: Code;
  /** what has been made, a vector for each of the strip's */
  readonly results: readonly Code[];
}

/**
 * out[group, column] = what `codeOf` makes of x[group, 0, column], x[group, 1, column], ..., strips of `width` vectors at a
 * time, and one where fewer are left. Items are blocks of columns, group after group.
 */
export function columnsKernel(
  name: string,
  width: number,
  codeOf: (run: FunctionBuilder, strip: Strip) => StripCode,
): Kernel<keyof typeof operands> {
  return defineKernel(name, operands, (run, p) => {
    const { item, group, first, rowBytes } = run.integers("item", "group", "first", "rowBytes");
    const { out, x, centers, stripsEnd, end } = run.integers("out", "x", "centers", "stripsEnd", "end");
    const { some } = run.vectors("some");
    const codeFor = (vectors: number) => codeOf(run, { width: vectors, x, rowBytes, rows: p.count, centers });
    const narrow = codeFor(1);
    const strips = (vectors: number, { walk, results }: StripCode): Code => [
      stripsEnd.set(i32.add(out.get, i32.and(i32.sub(end.get, out.get), i32.const(-16 * vectors)))),
      when(
        i32.lt_u(out.get, stripsEnd.get),
        repeatWhile(i32.lt_u(out.get, stripsEnd.get), [
          walk,
          results.map((result, i) => v128.store(out.get, result, 16 * i)),
          [out, x, centers].map((pointer) => pointer.increase(16 * vectors)),
        ]),
      ),
    ];
    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      forRange(item, p.begin.get, p.end.get, 1, [
        group.set(i32.div_u(item.get, p.blocks.get)),
        first.set(i32.mul(i32.rem_u(item.get, p.blocks.get), i32.const(blockBytes))),
        x.set(i32.add(i32.mul(i32.mul(group.get, p.count.get), rowBytes.get), i32.add(p.x.get, first.get))),
        first.increase(i32.mul(group.get, rowBytes.get)),
        out.set(i32.add(p.out.get, first.get)),
        centers.set(i32.add(p.centers.get, first.get)),
        end.set(i32.add(p.out.get, i32.mul(i32.add(group.get, i32.const(1)), rowBytes.get))),
        when(
          i32.lt_u(i32.add(out.get, i32.const(blockBytes)), end.get),
          end.set(i32.add(out.get, i32.const(blockBytes))),
        ),
        strips(width, codeFor(width)),
        strips(1, narrow),
        when(i32.lt_u(out.get, end.get), [
          narrow.walk,
          some.set(narrow.results),
          storePartial(run, out.get, some, i32.and(p.columns.get, i32.const(3))),
        ]),
      ]),
    );
  });
}
