// Elementwise kernels of two and three operands: arithmetic, comparisons and logic, which make truth values, and choices.

import { atan2 } from "./circular.ts";
import { type Code, f32x4, i32, i32x4, type Local, v128 } from "./code.ts";
import { integerDivisions, numberDivisions } from "./division.ts";
import { type ElementwiseKernel, elementwiseKernel, type Formula } from "./elementwise.ts";
import { type BinaryFormula, flag } from "./formula.ts";
import type { FunctionBuilder } from "./function.ts";
import { foundByParts } from "./kernel.ts";
import { pow } from "./powers.ts";
import type { Columns } from "./rows.ts";
import { slopes } from "./slopes.ts";

/** What two vectors become, of each of which one use is made. */
const plain =
  (make: (a: Code, b: Code) => Code): BinaryFormula =>
  (a, b) =>
    make(a.get, b.get);

/** NaN of either side; `better` keeps that of the first. It takes one instruction where max and min take many. */
function keepNaN(better: (a: Code, b: Code) => Code): BinaryFormula {
  return (a, b) => v128.bitselect(b.get, better(a.get, b.get), f32x4.ne(b.get, b.get));
}

/** The larger number, or the other one beside NaN. */
function preferNumber(better: (a: Code, b: Code) => Code): BinaryFormula {
  return (a, b) =>
    v128.bitselect(
      b.get,
      v128.bitselect(a.get, better(a.get, b.get), f32x4.ne(b.get, b.get)),
      f32x4.ne(a.get, a.get),
    );
}

/** sqrt(a^2 + b^2): the larger one is taken out, so that no square leaves the range. */
const hypot: BinaryFormula = (a, b, f) => {
  const { longer, ratio } = f.scratches("longer", "ratio");
  const { abs, max, min, div, mul, madd, sqrt, eq } = f32x4;
  const infinity = f.constant(Infinity);
  const one = f.constant(1);
  return [
    longer.set(max(abs(a.get), abs(b.get))),
    ratio.set(div(min(abs(a.get), abs(b.get)), longer.get)),
    ratio.set(v128.andnot(ratio.get, eq(longer.get, f.constant(0)))),
    ratio.set(mul(longer.get, sqrt(madd(ratio.get, ratio.get, one)))),
    v128.bitselect(infinity, ratio.get, v128.or(eq(abs(a.get), infinity), eq(abs(b.get), infinity))),
  ];
};

const numberFormulas = {
  add: plain(f32x4.add),
  sub: plain(f32x4.sub),
  mul: plain(f32x4.mul),
  div: plain(f32x4.div),
  maximum: keepNaN(f32x4.pmax),
  minimum: keepNaN(f32x4.pmin),
  fmax: preferNumber(f32x4.pmax),
  fmin: preferNumber(f32x4.pmin),
  copysign: (a, b) => v128.or(f32x4.abs(a.get), v128.andnot(b.get, f32x4.abs(b.get))),
  hypot,
  atan2,
  pow,
  ...numberDivisions,
  ...slopes,
} satisfies Record<string, BinaryFormula>;

/** Flags what is not the same as the rest of a mask: lanes of which the topmost bit is set. */
function flagTopBits(bits: Code, f: FunctionBuilder): Code {
  return flag(f, i32x4.shr_s(bits, i32.const(31)));
}

/** An integer operation, and of which bits the topmost says that its result does not fit. */
function checked(
  compute: (a: Code, b: Code) => Code,
  overflow: (a: Code, b: Code, result: Code) => Code,
): BinaryFormula {
  return (a, b, f) => {
    const { whole } = f.scratches("whole");
    return [whole.set(compute(a.get, b.get)), flagTopBits(overflow(a.get, b.get, whole.get), f), whole.get];
  };
}

/** The low halves of 64-bit products, which fit if the high ones are but their signs. */
const product: BinaryFormula = (a, b, f) => {
  const { low, high, whole } = f.scratches("low", "high", "whole");
  return [
    low.set(i32x4.extmul_low_s(a.get, b.get)),
    high.set(i32x4.extmul_high_s(a.get, b.get)),
    whole.set(v128.shuffle32(low.get, high.get, [0, 2, 4, 6])),
    high.set(v128.shuffle32(low.get, high.get, [1, 3, 5, 7])),
    flag(f, v128.xor(high.get, i32x4.shr_s(whole.get, i32.const(31)))),
    whole.get,
  ];
};

const integerFormulas: Partial<Record<BinaryName, BinaryFormula>> = {
  add: checked(i32x4.add, (a, b, sum) => v128.and(v128.xor(a, sum), v128.xor(b, sum))),
  sub: checked(i32x4.sub, (a, b, difference) => v128.and(v128.xor(a, b), v128.xor(a, difference))),
  mul: product,
  maximum: plain(i32x4.max),
  minimum: plain(i32x4.min),
  fmax: plain(i32x4.max),
  fmin: plain(i32x4.min),
  ...integerDivisions,
};

/** Whether both, one or exactly one differ from zero. */
const logic =
  (meet: (a: Code, b: Code) => Code, differs: (x: Local, f: FunctionBuilder) => Code): BinaryFormula =>
  (a, b, f) =>
    meet(differs(a, f), differs(b, f));

const numberIsTrue = (x: Local, f: FunctionBuilder): Code => f32x4.ne(x.get, f.constant(0));
const integerIsTrue = (x: Local): Code => i32x4.ne(x.get, i32x4.const(0));

const numberComparisons = {
  eq: plain(f32x4.eq),
  ne: plain(f32x4.ne),
  lt: plain(f32x4.lt),
  gt: plain(f32x4.gt),
  le: plain(f32x4.le),
  ge: plain(f32x4.ge),
  logicalAnd: logic(v128.and, numberIsTrue),
  logicalOr: logic(v128.or, numberIsTrue),
  logicalXor: logic(v128.xor, numberIsTrue),
} satisfies Record<string, BinaryFormula>;

const integerComparisons: Readonly<Record<ComparisonName, BinaryFormula>> = {
  eq: plain(i32x4.eq),
  ne: plain(i32x4.ne),
  lt: plain(i32x4.lt),
  gt: plain(i32x4.gt),
  le: plain(i32x4.le),
  ge: plain(i32x4.ge),
  logicalAnd: logic(v128.and, integerIsTrue),
  logicalOr: logic(v128.or, integerIsTrue),
  logicalXor: logic(v128.xor, integerIsTrue),
};

export type BinaryName = keyof typeof numberFormulas;
export type ComparisonName = keyof typeof numberComparisons;
/** Elements of four bytes that kernels compute with. */
export type Computed = "float32" | "int64";

const formulas: Readonly<Record<Computed, Partial<Record<BinaryName, BinaryFormula>>>> = {
  float32: numberFormulas,
  int64: integerFormulas,
};
const comparisons = { float32: numberComparisons, int64: integerComparisons };

function sourcesOf(columns: readonly Columns[]): { readonly columns: Columns; readonly bytes: 4 }[] {
  return columns.map((each) => ({ columns: each, bytes: 4 }));
}

function ofTwo(formula: BinaryFormula): Formula {
  return ({ a, b }, f) => formula(a, b, f);
}

/** out[row, column] = f(a[row, column], b[row, column]); there is none for some operations of integers. */
export function binaryKernel(
  name: BinaryName,
  dtype: Computed,
  [a = "dense", b = "dense"]: readonly Columns[],
): ElementwiseKernel | undefined {
  const formula = formulas[dtype][name];
  return formula && findBinary(formula, name, dtype, a, b);
}

const findBinary = foundByParts(
  (formula: BinaryFormula, name: BinaryName, dtype: Computed, a: Columns, b: Columns) =>
    elementwiseKernel(`${name} ${dtype}`, sourcesOf([a, b]), "elements", ofTwo(formula)),
);

/** out[row, column] = 1 where a comparison of a and b holds, else 0, in bytes */
export function comparisonKernel(
  name: ComparisonName,
  dtype: Computed,
  [a = "dense", b = "dense"]: readonly Columns[],
): ElementwiseKernel {
  return findComparison(name, dtype, a, b);
}

const findComparison = foundByParts((name: ComparisonName, dtype: Computed, a: Columns, b: Columns) =>
  elementwiseKernel(`${name} ${dtype}`, sourcesOf([a, b]), "truths", ofTwo(comparisons[dtype][name])),
);

/** a + c (b - a); from c = 1/2 on counted from b, so that c = 1 gives b */
const lerp: Formula = ({ a, b, c: weight }, f) => {
  const { distance } = f.scratches("distance");
  const { add, sub, mul, lt, abs } = f32x4;
  return [
    distance.set(sub(b.get, a.get)),
    v128.bitselect(
      add(a.get, mul(weight.get, distance.get)),
      sub(b.get, mul(distance.get, sub(f.constant(1), weight.get))),
      lt(abs(weight.get), f.constant(0.5)),
    ),
  ];
};

/** out[row, column] = the number so much of the way from a to b as c says */
export function lerpKernel(columns: readonly Columns[]): ElementwiseKernel {
  return elementwiseKernel("lerp", sourcesOf(columns), "elements", lerp);
}

/** out[row, column] = b where the byte a is not 0, else c */
export function chooseKernel(columns: readonly Columns[]): ElementwiseKernel {
  const [condition = "dense", ...others] = columns;
  const sources = [{ columns: condition, bytes: 1 } as const, ...sourcesOf(others)];
  return elementwiseKernel("choose", sources, "elements", ({ a: truth, b: a, c: b }) =>
    v128.bitselect(a.get, b.get, i32x4.ne(truth.get, i32x4.const(0))),
  );
}
