// Elementwise kernels of one operand: a function of each number, which may depend on two parameters.

import { acos, asin, atan, cos, sin, tan } from "./circular.ts";
import { type Code, f32x4, v128 } from "./code.ts";
import { cosh, exp, exp2, expm1, sinh } from "./exponentials.ts";
import type { VectorFunction } from "./formula.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { log, log1p, log2, log10 } from "./logarithms.ts";
import * as math from "./math.ts";
import { denseOperand, writeRows } from "./rows.ts";

/** What a formula makes of a value that it uses more than once. */
function twice(x: Code, f: FunctionBuilder, formula: (value: Code) => Code): Code {
  const value = f.scratch("value");
  return [value.set(x), formula(value.get)];
}

function positivePart(x: Code, f: FunctionBuilder): Code {
  return f32x4.pmax(x, f.constant(0));
}

/** min(max(x + 3, 0), 6) / 6 */
function hardsigmoid(x: Code, f: FunctionBuilder): Code {
  const shifted = f32x4.add(x, f.constant(3));
  return f32x4.mul(f32x4.pmin(positivePart(shifted, f), f.constant(6)), f.constant(1 / 6));
}

const unaryFunctions = {
  neg: f32x4.neg,
  abs: f32x4.abs,
  sqrt: f32x4.sqrt,
  square: (x, f) => twice(x, f, (value) => f32x4.mul(value, value)),
  cube: (x, f) => twice(x, f, (value) => f32x4.mul(f32x4.mul(value, value), value)),
  ceil: f32x4.ceil,
  floor: f32x4.floor,
  trunc: f32x4.trunc,
  round: f32x4.nearest,
  frac: (x, f) => twice(x, f, (value) => f32x4.sub(value, f32x4.trunc(value))),
  /** of NaN it is 0 */
  sign: (x, f) =>
    twice(x, f, (value) => {
      const ones = (mask: Code) => v128.and(f.constant(1), mask);
      return f32x4.sub(ones(f32x4.gt(value, f.constant(0))), ones(f32x4.lt(value, f.constant(0))));
    }),
  reciprocal: (x, f) => f32x4.div(f.constant(1), x),
  rsqrt: (x, f) => f32x4.div(f.constant(1), f32x4.sqrt(x)),
  relu: positivePart,
  exp,
  exp2,
  expm1,
  log,
  log2,
  log10,
  log1p,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  sinh,
  cosh,
  sigmoid: math.sigmoid,
  tanh: math.tanh,
  erf: math.erf,
  gelu: math.gelu,
  geluTanh: math.geluTanh,
  silu: (x, f) => twice(x, f, (value) => f32x4.mul(value, math.sigmoid(value, f))),
  hardsigmoid,
  hardswish: (x, f) => twice(x, f, (value) => f32x4.mul(value, hardsigmoid(value, f))),
} satisfies Record<string, VectorFunction>;

type ParametricFunction = (x: Code, first: Code, second: Code, f: FunctionBuilder) => Code;

/** Functions with parameters. NaN stays. */
const parametricFunctions = {
  /** x where it is positive, else first * x */
  leakyRelu: (x, slope, _, f) =>
    twice(x, f, (value) =>
      f32x4.add(positivePart(value, f), f32x4.mul(f32x4.pmin(value, f.constant(0)), slope)),
    ),
  /** x where it is positive, else first * (e^x - 1) */
  elu: (x, alpha, _, f) =>
    twice(x, f, (value) =>
      f32x4.add(positivePart(value, f), f32x4.mul(expm1(f32x4.pmin(value, f.constant(0)), f), alpha)),
    ),
  /** x, but at least first and at most second */
  clamp: (x, least, most) => f32x4.pmin(f32x4.pmax(x, least), most),
  /** log(1 + e^(first x)) / first, or x where first x is above second */
  softplus: (x, beta, threshold, f) =>
    twice(x, f, (value) => {
      const { scaled, soft } = f.scratches("scaled", "soft");
      return [
        scaled.set(f32x4.mul(value, beta)),
        soft.set(log1p(exp(f32x4.neg(f32x4.abs(scaled.get)), f), f)),
        soft.set(f32x4.div(f32x4.add(positivePart(scaled.get, f), soft.get), beta)),
        v128.bitselect(value, soft.get, f32x4.lt(threshold, scaled.get)),
      ];
    }),
} satisfies Record<string, ParametricFunction>;

export type UnaryName = keyof typeof unaryFunctions;
export type ParametricName = keyof typeof parametricFunctions;

/** out[row, column] = f(x[row, column]) */
export function unaryKernel(name: UnaryName): Kernel<"out" | "x" | "columns" | "xRow"> {
  const formula: VectorFunction = unaryFunctions[name];
  const operands = { out: "i32", x: "i32", columns: "i32", xRow: "i32" } as const;
  return defineKernel(`unary ${name}`, operands, (run, p) => {
    writeRows(run, p, (row) => {
      const x = denseOperand(run, p.x, p.xRow, row);
      return { ...x, value: (offset) => formula(x.value(offset), run) };
    });
  });
}

/** out[row, column] = f(x[row, column], first, second) */
export function parametricKernel(
  name: ParametricName,
): Kernel<"out" | "x" | "columns" | "xRow" | "first" | "second"> {
  const formula: ParametricFunction = parametricFunctions[name];
  const operands = {
    out: "i32",
    x: "i32",
    columns: "i32",
    xRow: "i32",
    first: "f32",
    second: "f32",
  } as const;
  return defineKernel(`parametric ${name}`, operands, (run, p) => {
    const { firsts, seconds } = run.vectors("firsts", "seconds");
    writeRows(run, p, (row) => {
      const x = denseOperand(run, p.x, p.xRow, row);
      return {
        start: [x.start, firsts.set(f32x4.splat(p.first.get)), seconds.set(f32x4.splat(p.second.get))],
        pointers: x.pointers,
        value: (offset) => formula(x.value(offset), firsts.get, seconds.get, run),
      };
    });
  });
}
