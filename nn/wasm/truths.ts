// Kernels of truth values alone: they are bytes that are 0 or 1, so sixteen fill a vector, and what is asked of them is done
// to their bits.

import { type Code, forRange, i8x16, i32, type Local, v128 } from "./code.ts";
import { type ElementwiseKernel, elementwiseOperands } from "./elementwise.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel } from "./kernel.ts";
import type { Columns } from "./rows.ts";

const { and, or, xor, andnot } = v128;
const not = (x: Code): Code => xor(x, i8x16.const(1));

/** What truth values make of arithmetic: a sum is "or", a product "and". */
const truthFormulas = {
  add: or,
  mul: and,
  maximum: or,
  minimum: and,
  fmax: or,
  fmin: and,
  logicalAnd: and,
  logicalOr: or,
  logicalXor: xor,
  logicalNot: not,
  eq: (a, b) => not(xor(a, b)),
  ne: xor,
  lt: (a, b) => andnot(b, a),
  gt: andnot,
  le: (a, b) => or(not(a), b),
  ge: (a, b) => or(a, not(b)),
} satisfies Record<string, (a: Code, b: Code) => Code>;

export type TruthName = keyof typeof truthFormulas;

export function isTruthName(name: string): name is TruthName {
  return name in truthFormulas;
}

interface ByteOperand {
  readonly start: Code;
  readonly value: Code;
  /** moves along the row, by so many bytes */
  advance(bytes: number): Code;
}

function byteOperand(
  run: FunctionBuilder,
  base: Local,
  stride: Local,
  row: Local,
  columns: Columns,
): ByteOperand {
  const place = i32.add(base.get, i32.mul(row.get, stride.get));
  if (columns === "dense") {
    const pointer = run.local(`${base.name}Row`);
    return {
      start: pointer.set(place),
      value: v128.load(pointer.get),
      advance: (bytes) => pointer.increase(bytes),
    };
  }
  const splat = run.local(`${base.name}Splat`, "v128");
  return { start: splat.set(v128.load8_splat(place)), value: splat.get, advance: () => [] };
}

/** out[row, column] = f(a[row, column], b[row, column]), all of them truth values */
export function truthKernel(
  name: TruthName,
  [a = "dense", b = "dense"]: readonly Columns[],
): ElementwiseKernel {
  const formula: (a: Code, b: Code) => Code = truthFormulas[name];
  return defineKernel(`truths ${name} ${a} ${b}`, elementwiseOperands, (run, p) => {
    const { row, outRow: out, manyEnd, rowEnd: end } = run.integers("row", "outRow", "manyEnd", "rowEnd");
    const { truths } = run.vectors("truths");
    const [left, right] = [byteOperand(run, p.a, p.aRow, row, a), byteOperand(run, p.b, p.bRow, row, b)];
    const advance = (bytes: number): Code => [left.advance(bytes), right.advance(bytes)];
    run.emit(
      forRange(row, p.begin.get, p.end.get, 1, [
        out.set(i32.add(p.out.get, i32.mul(row.get, p.columns.get))),
        [left.start, right.start],
        manyEnd.set(i32.add(out.get, i32.and(p.columns.get, i32.const(-16)))),
        end.set(i32.add(out.get, p.columns.get)),
        forRange(out, out.get, manyEnd.get, 16, [
          v128.store(out.get, formula(left.value, right.value)),
          advance(16),
        ]),
        forRange(out, out.get, end.get, 1, [
          truths.set(formula(left.value, right.value)),
          v128.store8_lane(out.get, truths.get, 0),
          advance(1),
        ]),
      ]),
    );
  });
}
