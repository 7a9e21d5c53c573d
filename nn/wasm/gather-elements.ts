// A kernel that takes single 32-bit elements from where an index says: one number for each, along one dimension.

import { forRange, i32 } from "./code.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

const operands = {
  out: "i32",
  x: "i32",
  index: "i32",
  columns: "i32",
  /** rows of the index for each group of x, and how many bytes the groups of x are apart */
  rows: "i32",
  xGroup: "i32",
  /** bytes from an element to the next that the index counts, and to the one for the next column */
  along: "i32",
  across: "i32",
} as const;

/** out[row, column] = x[group of the row] at index[row, column] * along + column * across. Items are rows. */
export function gatherElementsKernel(): Kernel<keyof typeof operands> {
  return defineKernel("gather elements", operands, (run, p) => {
    const { row, at, end, rowBytes, line, difference } = run.integers(
      "row",
      "at",
      "end",
      "rowBytes",
      "line",
      "difference",
    );
    const element = i32.load(i32.add(line.get, i32.mul(i32.load(at.get), p.along.get)));
    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      difference.set(i32.sub(p.out.get, p.index.get)),
      forRange(row, p.begin.get, p.end.get, 1, [
        line.set(i32.add(p.x.get, i32.mul(i32.div_u(row.get, p.rows.get), p.xGroup.get))),
        at.set(i32.add(p.index.get, i32.mul(row.get, rowBytes.get))),
        end.set(i32.add(at.get, rowBytes.get)),
        forRange(at, at.get, end.get, 4, [
          i32.store(i32.add(at.get, difference.get), element),
          line.increase(p.across.get),
        ]),
      ]),
    );
  });
}
