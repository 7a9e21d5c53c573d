// What elementwise kernels share: rows of elements in, rows of elements out. Items are rows; an operand's row stride is 0
// when all rows share it, and a "splat" operand has one element per row instead of a whole row. Four elements are the lanes
// of a vector: numbers, integers, or the integers 0 and 1 for truth values, which are held as bytes.

import { type Code, forRange, i8x16, i32, i32x4, type Local, repeatWhile, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { storePartial } from "./partial.ts";

export type Columns = "dense" | "splat";
/** How many bytes an element takes: four for numbers and integers, one for truth values. */
export type ElementBytes = 4 | 1;

/** What one row is made of. */
export interface RowFormula {
  /** what happens once, at the beginning of the row, and at its end */
  readonly start: Code;
  readonly end?: Code;
  /** moves along the row, by so many vectors */
  advance(vectors: number): Code;
  /** four elements, so many vectors further on */
  value(vector: number): Code;
}

type RowParameters = Readonly<Record<"begin" | "end" | "out" | "columns", Local>>;

/** Writes the loops over rows and columns: eight numbers at a time, then four, then what is left. */
export function writeRows(
  run: FunctionBuilder,
  p: RowParameters,
  formulaOf: (row: Local) => RowFormula,
): void {
  const { row, outRow: out, rowBytes, pairsEnd } = run.integers("row", "outRow", "rowBytes", "pairsEnd");
  const { first, last } = run.vectors("first", "last");
  const { start, end = [], advance, value } = formulaOf(row);
  const move = (vectors: number): Code => [out.increase(16 * vectors), advance(vectors)];
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
          last.set(value(1)),
          v128.store(out.get, first.get, 0), // V8 joins the two only if no load comes between the stores
          v128.store(out.get, last.get, 16),
          move(2),
        ]),
      ),
      when(i32.and(rowBytes.get, i32.const(16)), [v128.store(out.get, value(0)), move(1)]),
      when(i32.and(rowBytes.get, i32.const(12)), [
        last.set(value(0)),
        storePartial(run, out.get, last, p.columns.get),
      ]),
      end,
    ]),
  );
}

/** The same for results that are truth values, of which the formula gives masks: sixteen at a time, four, and the rest. */
export function writeTruthRows(
  run: FunctionBuilder,
  p: RowParameters,
  formulaOf: (row: Local) => RowFormula,
): void {
  const {
    row,
    outRow: out,
    manyEnd,
    foursEnd,
    rest,
  } = run.integers("row", "outRow", "manyEnd", "foursEnd", "rest");
  const { truths } = run.vectors("truths");
  const masks = [0, 1, 2, 3].map((i) => run.local(`masks${i}`, "v128"));
  const [a = truths, b = truths, c = truths, d = truths] = masks;
  const { start, end = [], advance, value } = formulaOf(row);
  const one = i8x16.const(1);
  const four: Code = [
    a.set(value(0)),
    truths.set(v128.and(i8x16.narrowMasks(a.get, a.get, a.get, a.get), one)),
  ];
  run.emit(
    rest.set(i32.and(p.columns.get, i32.const(3))),
    forRange(row, p.begin.get, p.end.get, 1, [
      out.set(i32.add(p.out.get, i32.mul(row.get, p.columns.get))),
      start,
      manyEnd.set(i32.add(out.get, i32.and(p.columns.get, i32.const(-16)))),
      foursEnd.set(i32.add(out.get, i32.and(p.columns.get, i32.const(-4)))),
      forRange(out, out.get, manyEnd.get, 16, [
        masks.map((mask, i) => mask.set(value(i))),
        v128.store(out.get, v128.and(i8x16.narrowMasks(a.get, b.get, c.get, d.get), one)),
        advance(4),
      ]),
      forRange(out, out.get, foursEnd.get, 4, [four, v128.store32_lane(out.get, truths.get, 0), advance(1)]),
      when(rest.get, [
        four,
        [0, 1, 2].map((lane) =>
          when(
            i32.lt_u(i32.const(lane), rest.get),
            v128.store8_lane(i32.add(out.get, i32.const(lane)), truths.get, lane),
          ),
        ),
      ]),
      end,
    ]),
  );
}

/** An operand of a row kernel: where its first row begins, and how many bytes its rows are apart. */
interface OperandPlace {
  readonly base: Local;
  readonly stride: Local;
}

/** A row of elements, or one element for the whole row. */
export function rowOperand(
  run: FunctionBuilder,
  { base, stride }: OperandPlace,
  row: Local,
  columns: Columns,
  bytes: ElementBytes = 4,
): RowFormula {
  const place = i32.add(base.get, i32.mul(row.get, stride.get));
  if (columns === "dense") {
    const pointer = run.local(`${base.name}Row`);
    return {
      start: pointer.set(place),
      advance: (vectors) => pointer.increase(4 * bytes * vectors),
      value: (vector) => loadFour(pointer.get, bytes, vector),
    };
  }
  const splat = run.local(`${base.name}Splat`, "v128");
  return {
    start: splat.set(
      bytes === 4 ? v128.load32_splat(place) : v128.and(v128.load8_splat(place), i32x4.const(1)),
    ),
    advance: () => [],
    value: () => splat.get,
  };
}

function loadFour(address: Code, bytes: ElementBytes, vector: number): Code {
  if (bytes === 4) return v128.load(address, 16 * vector);
  return i32x4.extendBytes(v128.load32_zero(address, 4 * vector));
}

/** Several operands as one: what happens at the beginning of a row, and how they move along it. */
export function together(operands: readonly RowFormula[]): Pick<RowFormula, "start" | "advance"> {
  return {
    start: operands.map(({ start }) => start),
    advance: (vectors) => operands.map(({ advance }) => advance(vectors)),
  };
}
