// Elementwise kernels of two operands: arithmetic, and comparisons, which make truth values.

import { type Code, f32x4, forRange, i32, repeatWhile, v128, when } from "./code.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { denseOperand, splatOperand, writeRows } from "./rows.ts";

type Binary = (a: Code, b: Code) => Code;

const binaryFunctions = {
  add: f32x4.add,
  sub: f32x4.sub,
  mul: f32x4.mul,
  div: f32x4.div,
  maximum: f32x4.max,
  minimum: f32x4.min,
} satisfies Record<string, Binary>;

const comparisons = {
  eq: f32x4.eq,
  ne: f32x4.ne,
  lt: f32x4.lt,
  gt: f32x4.gt,
  le: f32x4.le,
  ge: f32x4.ge,
} satisfies Record<string, Binary>;

export type BinaryName = keyof typeof binaryFunctions;
export type ComparisonName = keyof typeof comparisons;
export type Columns = "dense" | "splat";

const binaryOperands = { out: "i32", a: "i32", b: "i32", columns: "i32", aRow: "i32", bRow: "i32" } as const;
export type BinaryOperand = keyof typeof binaryOperands;

const operand = { dense: denseOperand, splat: splatOperand };

/** out[row, column] = f(a[row, column], b[row, column]), or b[row] where it is a splat */
export function binaryKernel(name: BinaryName, aColumns: Columns, bColumns: Columns): Kernel<BinaryOperand> {
  const formula: Binary = binaryFunctions[name];
  return defineKernel(`binary ${name} a=${aColumns} b=${bColumns}`, binaryOperands, (run, p) => {
    writeRows(run, p, (row) => {
      const a = operand[aColumns](run, p.a, p.aRow, row);
      const b = operand[bColumns](run, p.b, p.bRow, row);
      return {
        start: [a.start, b.start],
        pointers: [...a.pointers, ...b.pointers],
        value: (offset) => formula(a.value(offset), b.value(offset)),
      };
    });
  });
}

/** The number whose bits are those of the integer 1. */
const oneAsBits = 2 ** -149;

/** out[row, column] = 1 where a comparison of a and b holds, else 0, in bytes; operands as in binaryKernel */
export function comparisonKernel(
  name: ComparisonName,
  aColumns: Columns,
  bColumns: Columns,
): Kernel<BinaryOperand> {
  return defineKernel(`comparison ${name} a=${aColumns} b=${bColumns}`, binaryOperands, (run, p) => {
    const { row, outRow: out, foursEnd, rest } = run.integers("row", "outRow", "foursEnd", "rest");
    const { truths } = run.vectors("truths");
    const a = operand[aColumns](run, p.a, p.aRow, row);
    const b = operand[bColumns](run, p.b, p.bRow, row);
    const compare = [
      truths.set(v128.and(comparisons[name](a.value(0), b.value(0)), run.constant(oneAsBits))),
      truths.set(v128.lowBytes(truths)),
    ];
    run.emit(
      rest.set(i32.and(p.columns.get, i32.const(3))),
      forRange(row, p.begin.get, p.end.get, 1, [
        out.set(i32.add(p.out.get, i32.mul(row.get, p.columns.get))),
        a.start,
        b.start,
        foursEnd.set(i32.add(out.get, i32.and(p.columns.get, i32.const(-4)))),
        when(
          i32.lt_u(out.get, foursEnd.get),
          repeatWhile(i32.lt_u(out.get, foursEnd.get), [
            compare,
            v128.store32_lane(out.get, truths.get, 0),
            out.increase(4),
            [...a.pointers, ...b.pointers].map((pointer) => pointer.increase(16)),
          ]),
        ),
        when(rest.get, [
          compare,
          [0, 1, 2].map((lane) =>
            when(
              i32.lt_u(i32.const(lane), rest.get),
              v128.store8_lane(i32.add(out.get, i32.const(lane)), truths.get, lane),
            ),
          ),
        ]),
      ]),
    );
  });
}
