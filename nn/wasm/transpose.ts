// Transposing matrices: what lies column after column comes to lie row after row, as when channels move from first
// to last. Four by four numbers are turned at a time in registers; an item is sixteen rows of a matrix, so that
// every line of the cache that is read is used whole.

import { type Code, f32, forRange, i32, type Local, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

/** Rows of one item. */
export const blockRows = 16;

const operands = {
  source: "i32",
  target: "i32",
  /** of each matrix, as it comes to lie */
  rows: "i32",
  columns: "i32",
  /** blocks of sixteen rows, the last perhaps with fewer, in each matrix */
  blocks: "i32",
  /** bytes from one column, and from one matrix, to the next; the rows are neighbours */
  sourceColumn: "i32",
  sourceMatrix: "i32",
  /** bytes from one row to the next where they come to lie; matrices lie one behind the other */
  targetRow: "i32",
} as const;

export type TransposeOperand = keyof typeof operands;

/** target[matrix][row][column] = source[matrix, column, row]. Items are blocks of rows, matrix after matrix. */
export function transposeKernel(): Kernel<TransposeOperand> {
  return defineKernel("transpose", operands, (run, p) => {
    const { block, matrix, first, end, whole } = run.integers("block", "matrix", "first", "end", "whole");
    const { row, column, from, to } = run.integers("row", "column", "from", "to");
    const { sourceMatrix, targetMatrix } = run.integers("sourceMatrix", "targetMatrix");
    const point = (): Code => [
      from.set(
        i32.add(
          i32.add(sourceMatrix.get, i32.mul(column.get, p.sourceColumn.get)),
          i32.shl(row.get, i32.const(2)),
        ),
      ),
      to.set(
        i32.add(
          i32.add(targetMatrix.get, i32.mul(row.get, p.targetRow.get)),
          i32.shl(column.get, i32.const(2)),
        ),
      ),
    ];
    const single = [point(), f32.store(to.get, f32.load(from.get))];
    const inColumns = (start: Code, stop: Code, body: Code): Code => forRange(column, start, stop, 1, body);
    const wholeColumns = i32.and(p.columns.get, i32.const(-4));
    run.emit(
      forRange(block, p.begin.get, p.end.get, 1, [
        matrix.set(i32.div_u(block.get, p.blocks.get)),
        first.set(i32.mul(i32.rem_u(block.get, p.blocks.get), i32.const(blockRows))),
        end.set(i32.add(first.get, i32.const(blockRows))),
        when(i32.lt_u(p.rows.get, end.get), end.set(p.rows.get)),
        whole.set(i32.add(first.get, i32.and(i32.sub(end.get, first.get), i32.const(-4)))),
        sourceMatrix.set(i32.add(p.source.get, i32.mul(matrix.get, p.sourceMatrix.get))),
        targetMatrix.set(i32.add(p.target.get, i32.mul(matrix.get, i32.mul(p.rows.get, p.targetRow.get)))),
        forRange(column, i32.const(0), wholeColumns, 4, [
          forRange(row, first.get, whole.get, 4, [
            point(),
            turnSquare(run, from, to, p.sourceColumn, p.targetRow),
          ]),
        ]),
        // what is left at the right and below
        forRange(row, first.get, whole.get, 1, inColumns(wholeColumns, p.columns.get, single)),
        forRange(row, whole.get, end.get, 1, inColumns(i32.const(0), p.columns.get, single)),
      ]),
    );
  });
}

/** Four numbers of four columns become four of four rows. Moves `from` and `to`. */
function turnSquare(
  run: FunctionBuilder,
  from: Local,
  to: Local,
  sourceColumn: Local,
  targetRow: Local,
): Code {
  const { c0, c1, c2, c3 } = run.vectors("c0", "c1", "c2", "c3");
  const { low0, low1, high0, high1 } = run.vectors("low0", "low1", "high0", "high1");
  const rows = [
    v128.shuffle32(low0.get, low1.get, [0, 1, 4, 5]),
    v128.shuffle32(low0.get, low1.get, [2, 3, 6, 7]),
    v128.shuffle32(high0.get, high1.get, [0, 1, 4, 5]),
    v128.shuffle32(high0.get, high1.get, [2, 3, 6, 7]),
  ];
  return [
    [c0, c1, c2, c3].map((column) => [column.set(v128.load(from.get)), from.increase(sourceColumn.get)]),
    low0.set(v128.shuffle32(c0.get, c1.get, [0, 4, 1, 5])),
    high0.set(v128.shuffle32(c0.get, c1.get, [2, 6, 3, 7])),
    low1.set(v128.shuffle32(c2.get, c3.get, [0, 4, 1, 5])),
    high1.set(v128.shuffle32(c2.get, c3.get, [2, 6, 3, 7])),
    rows.map((row) => [v128.store(to.get, row), to.increase(targetRow.get)]),
  ];
}
