// Kernels that find where in a row, or in each column, the largest or smallest number stands: the first of equal ones, and
// the first NaN before all.

import { type Code, f32x4, forRange, i32, i32x4, repeatWhile, v128 } from "./code.ts";
import { columnsKernel } from "./columns.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

const findOperands = { out: "i32", x: "i32", columns: "i32", best: "i32" } as const;

/** out[row] = the first column whose number is best[row], which is in the row, or NaN. Items are rows. */
export function findKernel(): Kernel<keyof typeof findOperands> {
  return defineKernel("find in rows", findOperands, (run, p) => {
    const { row, start, at, bits, offset } = run.integers("row", "start", "at", "bits", "offset");
    const { best, value } = run.vectors("best", "value");
    const found = (bytes: number): Code => [
      value.set(v128.load(at.get, bytes)),
      v128.or(f32x4.eq(value.get, best.get), f32x4.ne(value.get, value.get)),
    ];
    const foundInFour = [16, 32, 48].reduce((any, bytes) => v128.or(any, found(bytes)), found(0));
    run.emit(
      forRange(row, p.begin.get, p.end.get, 1, [
        offset.set(i32.shl(row.get, i32.const(2))),
        start.set(i32.add(p.x.get, i32.mul(offset.get, p.columns.get))),
        best.set(v128.load32_splat(i32.add(p.best.get, offset.get))),
        at.set(i32.sub(start.get, i32.const(64))),
        repeatWhile(i32.eqz(v128.any_true(foundInFour)), at.increase(64)),
        at.increase(-16),
        repeatWhile(i32.eqz(bits.get), [at.increase(16), bits.set(i32x4.bitmask(found(0)))]),
        i32.store(
          i32.add(p.out.get, offset.get),
          i32.add(i32.shr_u(i32.sub(at.get, start.get), i32.const(2)), i32.ctz(bits.get)),
        ),
      ]),
    );
  });
}

/** out[group, column] = the row in which its largest or smallest number stands; see `columnsKernel`. */
export function placesInColumnsKernel(kind: "largest" | "smallest"): ReturnType<typeof columnsKernel> {
  return columnsKernel(`places in columns ${kind}`, 4, (run, strip) => {
    const { row, at } = run.integers("row", "at");
    const { rows, better } = run.vectors("rows", "better");
    const all = Array.from({ length: strip.width }, (_, i) => ({
      value: run.local(`value${i}`, "v128"),
      best: run.local(`best${i}`, "v128"),
      place: run.local(`place${i}`, "v128"),
      offset: 16 * i,
    }));
    const take = ({ value, best, place }: (typeof all)[number]): Code => [
      better.set(kind === "largest" ? f32x4.lt(best.get, value.get) : f32x4.lt(value.get, best.get)),
      better.set(v128.or(better.get, v128.and(f32x4.ne(value.get, value.get), f32x4.eq(best.get, best.get)))),
      best.set(v128.bitselect(value.get, best.get, better.get)),
      place.set(v128.bitselect(rows.get, place.get, better.get)),
    ];
    return {
      walk: [
        at.set(strip.x.get),
        rows.set(i32x4.const(0)),
        all.map(({ best, place, offset }) => [
          best.set(v128.load(at.get, offset)),
          place.set(i32x4.const(0)),
        ]),
        forRange(row, i32.const(1), strip.rows.get, 1, [
          at.increase(strip.rowBytes.get),
          rows.set(i32x4.add(rows.get, i32x4.const(1))),
          all.map(({ value, offset }) => value.set(v128.load(at.get, offset))),
          all.map(take),
        ]),
      ],
      results: all.map(({ place }) => place.get),
    };
  });
}
