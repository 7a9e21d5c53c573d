// Kernels that make one number of each row: the sum of its numbers, or the largest or smallest. Eight lanes each take every eighth number and meet at the end, so that a sum over 1024 numbers rounds
// as rarely as a tree of additions would. Longer lines are cut by whoever calls.

import { type Code, f32, f32x4, forRange, i32, type Local, v128 } from "./code.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

interface Folding {
  /** what the lanes begin with; it changes no result */
  readonly start: number;
  readonly combine: (a: Code, b: Code) => Code;
}

const foldings = {
  sum: { start: 0, combine: f32x4.add },
  // these keep NaN, and let it win
  largest: { start: -Infinity, combine: f32x4.max },
  smallest: { start: Infinity, combine: f32x4.min },
} satisfies Record<string, Folding>;

export type FoldingName = keyof typeof foldings;

const operands = { out: "i32", x: "i32", columns: "i32" } as const;

/** out[row] = the folded numbers x[row, 0], x[row, 1], ...; rows lie one behind the other. Items are rows. */
export function foldKernel(name: FoldingName): Kernel<keyof typeof operands> {
  const { start, combine }: Folding = foldings[name];
  return defineKernel(`fold ${name}`, operands, (run, p) => {
    const { row, at, wholeEnd, end, rowBytes } = run.integers("row", "at", "wholeEnd", "end", "rowBytes");
    const { low, high, first, second } = run.vectors("low", "high", "first", "second");
    const fold = (lanes: Local, value: Local): Code => lanes.set(combine(lanes.get, value.get));
    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      forRange(row, p.begin.get, p.end.get, 1, [
        at.set(i32.add(p.x.get, i32.mul(row.get, rowBytes.get))),
        end.set(i32.add(at.get, rowBytes.get)),
        wholeEnd.set(i32.add(at.get, i32.and(rowBytes.get, i32.const(-32)))),
        [low, high].map((lanes) => lanes.set(f32x4.const(start))),
        forRange(at, at.get, wholeEnd.get, 32, [
          first.set(v128.load(at.get, 0)),
          second.set(v128.load(at.get, 16)),
          fold(low, first),
          fold(high, second),
        ]),
        // numbers that are left stand alone in their lane
        forRange(at, at.get, end.get, 4, [
          first.set(v128.load32_lane(at.get, f32x4.const(start), 0)),
          fold(low, first),
        ]),
        low.set(combine(low.get, high.get)),
        low.set(combine(low.get, v128.shuffle32(low.get, low.get, [2, 3, 0, 1]))),
        low.set(combine(low.get, v128.shuffle32(low.get, low.get, [1, 0, 3, 2]))),
        f32.store(i32.add(p.out.get, i32.shl(row.get, i32.const(2))), f32x4.extract_lane(low.get, 0)),
      ]),
    );
  });
}
