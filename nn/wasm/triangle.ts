// The kernel that keeps one triangle of matrices and makes the rest zero.

import { i32, i32x4, v128 } from "./code.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { rowOperand, writeRows } from "./rows.ts";

export type Triangle = "lower" | "upper";

const operands = {
  out: "i32",
  x: "i32",
  columns: "i32",
  /** rows of each matrix */
  rows: "i32",
  /** the column of the diagonal in the first row */
  diagonal: "i32",
} as const;

/**
 * out[row, column] = x[row, column] up to the diagonal, or from it on, and zero beyond; elements of four bytes. Items are the
 * rows of all matrices, which lie one behind the other.
 */
export function triangleKernel(triangle: Triangle): Kernel<keyof typeof operands> {
  return defineKernel(`triangle ${triangle}`, operands, (run, p) => {
    const { rowStride } = run.integers("rowStride");
    const { bounds, places, steps } = run.vectors("bounds", "places", "steps");
    run.emit(rowStride.set(i32.shl(p.columns.get, i32.const(2))));
    writeRows(run, p, (row) => {
      const x = rowOperand(run, { base: p.x, stride: rowStride }, row, "dense");
      const keeps = triangle === "lower" ? i32x4.le : i32x4.ge;
      return {
        start: [
          x.start,
          steps.set(i32x4.const(4)),
          places.set(i32x4.constants([0, 1, 2, 3])),
          bounds.set(i32x4.splat(i32.add(i32.rem_u(row.get, p.rows.get), p.diagonal.get))),
        ],
        advance: (vectors) => [
          x.advance(vectors),
          Array.from({ length: vectors }, () => places.set(i32x4.add(places.get, steps.get))),
        ],
        value: (vector) => {
          const at = vector === 0 ? places.get : i32x4.add(places.get, steps.get);
          return v128.and(x.value(vector), keeps(at, bounds.get));
        },
      };
    });
  });
}
