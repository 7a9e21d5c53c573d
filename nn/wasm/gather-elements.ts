// A kernel that takes single 32-bit elements from where an index says: one number for each, along one dimension.

import { type Code, forRange, i32 } from "./code.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

const operands = {
  out: "i32",
  x: "i32",
  index: "i32",
  columns: "i32",
  /** rows of the index for each group of x, and how many bytes the groups of x are apart */
  rows: "i32",
  xGroup: "i32",
  /** bytes from one row of the index to the next: 0 if all rows share it */
  indexRow: "i32",
  /** bytes from an element to the next that the index counts, and to the one for the next column */
  along: "i32",
  across: "i32",
} as const;

/** out[row, column] = x[group of the row] at index[row, column] * along + column * across. Items are rows. */
export function gatherElementsKernel(): Kernel<keyof typeof operands> {
  return defineKernel("gather elements", operands, (run, p) => {
    const { row, at, to, end, foursEnd, line } = run.integers("row", "at", "to", "end", "foursEnd", "line");
    const { rowBytes } = run.integers("rowBytes");
    const take = (i: number): Code => [
      i32.store(to.get, i32.load(i32.add(line.get, i32.mul(i32.load(at.get, 4 * i), p.along.get))), 4 * i),
      line.increase(p.across.get),
    ];
    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      forRange(row, p.begin.get, p.end.get, 1, [
        line.set(i32.add(p.x.get, i32.mul(i32.div_u(row.get, p.rows.get), p.xGroup.get))),
        at.set(i32.add(p.index.get, i32.mul(row.get, p.indexRow.get))),
        to.set(i32.add(p.out.get, i32.mul(row.get, rowBytes.get))),
        end.set(i32.add(to.get, rowBytes.get)),
        foursEnd.set(i32.add(to.get, i32.and(rowBytes.get, i32.const(-16)))),
        forRange(to, to.get, foursEnd.get, 16, [[0, 1, 2, 3].map(take), at.increase(16)]),
        forRange(to, to.get, end.get, 4, [take(0), at.increase(4)]),
      ]),
    );
  });
}
