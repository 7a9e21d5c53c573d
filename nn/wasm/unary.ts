// Elementwise kernels of one operand: a function of each number, which may depend on two parameters.

import { acos, asin, atan, cos, sin, tan } from "./circular.ts";
import { type Code, f32x4, i32x4, type Local, v128 } from "./code.ts";
import { type ElementwiseKernel, elementwiseKernel } from "./elementwise.ts";
import { cosh, exp, exp2, expm1, sinh } from "./exponentials.ts";
import { flag, twice, type VectorFunction } from "./formula.ts";
import type { FunctionBuilder } from "./function.ts";
import { foundByParts } from "./kernel.ts";
import { acosh, asinh, atanh, log, log1p, log2, log10, logit } from "./logarithms.ts";
import * as math from "./math.ts";
import type { Columns } from "./rows.ts";

const { add, sub, mul, div, abs, eq, ne, lt, gt, pmax, pmin } = f32x4;

function positivePart(x: Code, f: FunctionBuilder): Code {
  return pmax(x, f.constant(0));
}

/** min(max(x + 3, 0), 6) / 6 */
function hardsigmoid(x: Code, f: FunctionBuilder): Code {
  const shifted = add(x, f.constant(3));
  return mul(pmin(positivePart(shifted, f), f.constant(6)), f.constant(1 / 6));
}

const unaryFunctions = {
  neg: f32x4.neg,
  abs,
  sqrt: f32x4.sqrt,
  square: (x, f) => twice(x, f, (value) => mul(value.get, value.get)),
  cube: (x, f) => twice(x, f, (value) => mul(mul(value.get, value.get), value.get)),
  ceil: f32x4.ceil,
  floor: f32x4.floor,
  trunc: f32x4.trunc,
  round: f32x4.nearest,
  frac: (x, f) => twice(x, f, (value) => sub(value.get, f32x4.trunc(value.get))),
  /** of NaN it is 0 */
  sign: (x, f) =>
    twice(x, f, (value) => {
      const ones = (mask: Code) => v128.and(f.constant(1), mask);
      return sub(ones(gt(value.get, f.constant(0))), ones(lt(value.get, f.constant(0))));
    }),
  reciprocal: (x, f) => div(f.constant(1), x),
  rsqrt: (x, f) => div(f.constant(1), f32x4.sqrt(x)),
  inverseSquare: (x, f) => twice(x, f, (value) => div(f.constant(1), mul(value.get, value.get))),
  relu: positivePart,
  exp,
  exp2,
  expm1,
  log,
  log2,
  log10,
  log1p,
  logit,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  sinh,
  cosh,
  asinh,
  acosh,
  atanh,
  /** sin(pi x) / (pi x), and 1 at 0 */
  sinc: (x, f) => {
    const { turned } = f.scratches("turned");
    return [
      turned.set(mul(x, f.constant(Math.PI))),
      v128.bitselect(f.constant(1), div(sin(turned.get, f), turned.get), eq(turned.get, f.constant(0))),
    ];
  },
  sigmoid: math.sigmoid,
  tanh: math.tanh,
  erf: math.erf,
  erfc: math.erfc,
  gelu: math.gelu,
  geluTanh: math.geluTanh,
  silu: (x, f) => twice(x, f, (value) => mul(value.get, math.sigmoid(value.get, f))),
  hardsigmoid,
  hardswish: (x, f) => twice(x, f, (value) => mul(value.get, hardsigmoid(value.get, f))),
} satisfies Record<string, VectorFunction>;

const least = i32x4.const(-(2 ** 31));

/** Questions, answered by masks. */
const predicates = {
  isnan: (x, f) => twice(x, f, ({ get }) => ne(get, get)),
  isinf: (x, f) => eq(abs(x), f.constant(Infinity)),
  isfinite: (x, f) => lt(abs(x), f.constant(Infinity)),
  logicalNot: (x, f) => eq(x, f.constant(0)),
} satisfies Record<string, VectorFunction>;

/** Integers; the least one has no counterpart of the other sign, and squares may be too large. */
const integerFunctions = {
  neg: (a, f) => [flag(f, i32x4.eq(a.get, least)), i32x4.sub(i32x4.const(0), a.get)],
  abs: (a, f) => [flag(f, i32x4.eq(a.get, least)), i32x4.abs(a.get)],
  relu: (a) => i32x4.max(a.get, i32x4.const(0)),
  sign: (a) => i32x4.max(i32x4.min(a.get, i32x4.const(1)), i32x4.const(-1)),
} satisfies Record<string, (a: Local, f: FunctionBuilder) => Code>;

type ParametricFunction = (x: Code, first: Code, second: Code, f: FunctionBuilder) => Code;

/** Functions with parameters. NaN stays. */
const parametricFunctions = {
  /** x where it is positive, else first * x */
  leakyRelu: (x, slope, _, f) =>
    twice(x, f, ({ get }) => add(positivePart(get, f), mul(pmin(get, f.constant(0)), slope))),
  /** x where it is positive, else first * (e^x - 1) */
  elu: (x, alpha, _, f) =>
    twice(x, f, ({ get }) => add(positivePart(get, f), mul(expm1(pmin(get, f.constant(0)), f), alpha))),
  /** x, but at least first and at most second */
  clamp: (x, least, most) => pmin(pmax(x, least), most),
  /** log(1 + e^(first x)) / first, or x where first x is above second */
  softplus: (x, beta, threshold, f) =>
    twice(x, f, ({ get }) => {
      const { scaled, soft } = f.scratches("scaled", "soft");
      return [
        scaled.set(mul(get, beta)),
        soft.set(log1p(exp(f32x4.neg(abs(scaled.get)), f), f)),
        soft.set(div(add(positivePart(scaled.get, f), soft.get), beta)),
        v128.bitselect(get, soft.get, lt(threshold, scaled.get)),
      ];
    }),
} satisfies Record<string, ParametricFunction>;

export type UnaryName = keyof typeof unaryFunctions;
export type IntegerName = keyof typeof integerFunctions;
export type PredicateName = keyof typeof predicates;
export type ParametricName = keyof typeof parametricFunctions;

/** out[row, column] = f(a[row, column]) */
export const unaryKernel = foundByParts((name: UnaryName, columns: Columns): ElementwiseKernel => {
  const formula: VectorFunction = unaryFunctions[name];
  return elementwiseKernel(`unary ${name}`, [{ columns, bytes: 4 }], "elements", ({ a }, f) =>
    formula(a.get, f),
  );
});

/** out[row, column] = f(a[row, column]), of integers */
export const integerKernel = foundByParts((name: IntegerName, columns: Columns): ElementwiseKernel => {
  const formula: (a: Local, f: FunctionBuilder) => Code = integerFunctions[name];
  return elementwiseKernel(`integer ${name}`, [{ columns, bytes: 4 }], "elements", ({ a }, f) =>
    formula(a, f),
  );
});

/** out[row, column] = whether f(a[row, column]) holds, in bytes */
export const predicateKernel = foundByParts((name: PredicateName, columns: Columns): ElementwiseKernel => {
  const formula: VectorFunction = predicates[name];
  return elementwiseKernel(`predicate ${name}`, [{ columns, bytes: 4 }], "truths", ({ a }, f) =>
    formula(a.get, f),
  );
});

/** out[row, column] = f(a[row, column], first, second) */
export const parametricKernel = foundByParts((name: ParametricName, columns: Columns): ElementwiseKernel => {
  const formula: ParametricFunction = parametricFunctions[name];
  return elementwiseKernel(
    `parametric ${name}`,
    [{ columns, bytes: 4 }],
    "elements",
    ({ a }, f, { first, second }) => formula(a.get, first, second, f),
  );
});
