// What elementwise kernels share: rows of numbers in, rows of numbers out. Items are rows; an operand's row stride is 0
// when all rows share it, and a "splat" operand has one number per row instead of a whole row.

import { type Code, forRange, i32, type Local, repeatWhile, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { storePartial } from "./partial.ts";

/** What one row is made of. */
export interface RowFormula {
  /** what happens once, at the beginning of the row */
  readonly start: Code;
  /** what moves along the row */
  readonly pointers: readonly Local[];
  /** four numbers, `offset` bytes behind the pointers */
  value(offset: number): Code;
}

/** Writes the loops over rows and columns: eight numbers at a time, then four, then what is left. */
export function writeRows(
  run: FunctionBuilder,
  p: Readonly<Record<"begin" | "end" | "out" | "columns", Local>>,
  formulaOf: (row: Local) => RowFormula,
): void {
  const { row, outRow: out, rowBytes, pairsEnd } = run.integers("row", "outRow", "rowBytes", "pairsEnd");
  const { first, last } = run.vectors("first", "last");
  const { start, pointers, value } = formulaOf(row);
  const advance = (bytes: number) => [out, ...pointers].map((pointer) => pointer.increase(bytes));
  run.emit(
    rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
    forRange(row, p.begin.get, p.end.get, 1, [
      out.set(i32.add(p.out.get, i32.mul(row.get, rowBytes.get))),
      start,
      pairsEnd.set(i32.add(out.get, i32.and(rowBytes.get, i32.const(-32)))),
      when(
        i32.lt_u(out.get, pairsEnd.get),
        repeatWhile(i32.lt_u(out.get, pairsEnd.get), [
          first.set(value(0)),
          last.set(value(16)),
          v128.store(out.get, first.get, 0), // V8 joins the two only if no load comes between the stores
          v128.store(out.get, last.get, 16),
          advance(32),
        ]),
      ),
      when(i32.and(rowBytes.get, i32.const(16)), [v128.store(out.get, value(0)), advance(16)]),
      when(i32.and(rowBytes.get, i32.const(12)), [
        last.set(value(0)),
        storePartial(run, out.get, last, p.columns.get),
      ]),
    ]),
  );
}

/** A row of numbers. */
export function denseOperand(run: FunctionBuilder, base: Local, stride: Local, row: Local): RowFormula {
  const pointer = run.local(`${base.name}Row`);
  return {
    start: pointer.set(i32.add(base.get, i32.mul(row.get, stride.get))),
    pointers: [pointer],
    value: (offset) => v128.load(pointer.get, offset),
  };
}

/** One number for the whole row. */
export function splatOperand(run: FunctionBuilder, base: Local, stride: Local, row: Local): RowFormula {
  const splat = run.local(`${base.name}Splat`, "v128");
  return {
    start: splat.set(v128.load32_splat(i32.add(base.get, i32.mul(row.get, stride.get)))),
    pointers: [],
    value: () => splat.get,
  };
}
