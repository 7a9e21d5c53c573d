// Kernels of running totals: at each place the sum, or the product, of all numbers up to there. They are added up in double
// precision, so that rounding does not grow on the way.

import { type Code, f32x4, f64x2, forRange, i32, type Local, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { storePartial } from "./partial.ts";

const totals = {
  sum: { start: 0, combine: f64x2.add },
  product: { start: 1, combine: f64x2.mul },
};

export type TotalName = keyof typeof totals;

const rowOperands = { out: "i32", x: "i32", columns: "i32" } as const;

/** Running totals along rows that lie one behind the other. Items are rows. */
export function cumulateRowsKernel(name: TotalName): Kernel<keyof typeof rowOperands> {
  const { start, combine } = totals[name];
  return defineKernel(`cumulate rows ${name}`, rowOperands, (run, p) => {
    const { row, at, end, difference, rowBytes } = run.integers("row", "at", "end", "difference", "rowBytes");
    const { total } = run.vectors("total");
    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      difference.set(i32.sub(p.out.get, p.x.get)),
      forRange(row, p.begin.get, p.end.get, 1, [
        at.set(i32.add(p.x.get, i32.mul(row.get, rowBytes.get))),
        end.set(i32.add(at.get, rowBytes.get)),
        total.set(f64x2.const(start)),
        forRange(at, at.get, end.get, 4, [
          total.set(combine(total.get, f64x2.promote_low_f32x4(v128.load32_splat(at.get)))),
          v128.store32_lane(i32.add(at.get, difference.get), f32x4.demote_f64x2_zero(total.get), 0),
        ]),
      ]),
    );
  });
}

/** Columns of one item. */
export const cumulatedColumns = 64;
const blockBytes = 4 * cumulatedColumns;

const columnOperands = {
  out: "i32",
  x: "i32",
  /** rows of each group, and numbers of each row */
  count: "i32",
  columns: "i32",
  /** blocks of columns, the last perhaps smaller, of each group */
  blocks: "i32",
} as const;

/** Running totals down the columns of groups of rows. Items are blocks of columns, group after group. */
export function cumulateColumnsKernel(name: TotalName): Kernel<keyof typeof columnOperands> {
  return defineKernel(`cumulate columns ${name}`, columnOperands, (run, p) => {
    const { item, group, first, rowBytes } = run.integers("item", "group", "first", "rowBytes");
    const { x, end, stripsEnd, difference } = run.integers("x", "end", "stripsEnd", "difference");
    const { rest } = run.vectors("rest");
    const place = { x, difference, rowBytes, rows: p.count };
    const strips = (width: number): Code => [
      stripsEnd.set(i32.add(x.get, i32.and(i32.sub(end.get, x.get), i32.const(-16 * width)))),
      forRange(x, x.get, stripsEnd.get, 16 * width, walk(run, name, place, width, v128.store)),
    ];
    const few = i32.and(p.columns.get, i32.const(3));
    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      difference.set(i32.sub(p.out.get, p.x.get)),
      forRange(item, p.begin.get, p.end.get, 1, [
        group.set(i32.div_u(item.get, p.blocks.get)),
        first.set(i32.mul(i32.rem_u(item.get, p.blocks.get), i32.const(blockBytes))),
        x.set(i32.add(p.x.get, i32.mul(i32.mul(group.get, p.count.get), rowBytes.get))),
        end.set(i32.add(x.get, rowBytes.get)),
        x.increase(first.get),
        when(
          i32.lt_u(i32.add(x.get, i32.const(blockBytes)), end.get),
          end.set(i32.add(x.get, i32.const(blockBytes))),
        ),
        strips(4),
        strips(1),
        when(
          i32.lt_u(x.get, end.get),
          walk(run, name, place, 1, (to, value) => [rest.set(value), storePartial(run, to, rest, few)]),
        ),
      ]),
    );
  });
}

interface Place {
  /** in the first row */
  readonly x: Local;
  /** bytes from there to the result */
  readonly difference: Local;
  readonly rowBytes: Local;
  readonly rows: Local;
}

/** Walks some vectors side by side from the first row to the last. */
function walk(
  run: FunctionBuilder,
  name: TotalName,
  { x, difference, rowBytes, rows }: Place,
  width: number,
  store: (to: Code, value: Code, offset?: number) => Code,
): Code {
  const { start, combine } = totals[name];
  const { row, from, to } = run.integers("row", "from", "to");
  const { four } = run.vectors("four");
  const all = Array.from({ length: width }, (_, i) => ({
    low: run.scratch(`low${i}`),
    high: run.scratch(`high${i}`),
    offset: 16 * i,
  }));
  return [
    from.set(x.get),
    to.set(i32.add(x.get, difference.get)),
    all.map(({ low, high }) => [low, high].map((total) => total.set(f64x2.const(start)))),
    forRange(row, i32.const(0), rows.get, 1, [
      all.map(({ low, high, offset }) => [
        four.set(v128.load(from.get, offset)),
        low.set(combine(low.get, f64x2.promote_low_f32x4(four.get))),
        high.set(
          combine(high.get, f64x2.promote_low_f32x4(v128.shuffle32(four.get, four.get, [2, 3, 2, 3]))),
        ),
        store(
          to.get,
          v128.shuffle32(f32x4.demote_f64x2_zero(low.get), f32x4.demote_f64x2_zero(high.get), [0, 1, 4, 5]),
          offset,
        ),
      ]),
      from.increase(rowBytes.get),
      to.increase(rowBytes.get),
    ]),
  ];
}
