// The elementwise methods as functions: `torch.exp(x)` is `x.exp()`. The texts are the methods', for whoever points at a
// function.

import { pow as powOperation } from "../operations/elementwise.ts";
import { type NoOptions, noOptions, type Operation } from "../operations/operation.ts";
import { remainder as remainderOperation } from "../operations/rounding.ts";
import { apply } from "./apply.ts";
import type { Operand } from "./arithmetic-methods.ts";
import { numberBeside, releaseOperands } from "./number-operand.ts";
import { Tensor } from "./tensor.ts";

/** The absolute value. */
export const abs = (x: Tensor): Tensor => x.abs();
/** -x. */
export const neg = (x: Tensor): Tensor => x.neg();
/** x * x. */
export const square = (x: Tensor): Tensor => x.square();
/** e to the power of x. */
export const exp = (x: Tensor): Tensor => x.exp();
/** 2 to the power of x. */
export const exp2 = (x: Tensor): Tensor => x.exp2();
/** exp(x) - 1, exact also for small elements. */
export const expm1 = (x: Tensor): Tensor => x.expm1();
/** The natural logarithm. */
export const log = (x: Tensor): Tensor => x.log();
/** The logarithm to base 2. */
export const log2 = (x: Tensor): Tensor => x.log2();
/** The logarithm to base 10. */
export const log10 = (x: Tensor): Tensor => x.log10();
/** log(1 + x), exact also for small elements. */
export const log1p = (x: Tensor): Tensor => x.log1p();
/** The square root; NaN of negative elements. */
export const sqrt = (x: Tensor): Tensor => x.sqrt();
/** 1 / sqrt(x). */
export const rsqrt = (x: Tensor): Tensor => x.rsqrt();
/** 1 / x. */
export const reciprocal = (x: Tensor): Tensor => x.reciprocal();
/** The sine of an angle in radians. */
export const sin = (x: Tensor): Tensor => x.sin();
/** The cosine of an angle in radians. */
export const cos = (x: Tensor): Tensor => x.cos();
/** The tangent of an angle in radians. */
export const tan = (x: Tensor): Tensor => x.tan();
/** sin(pi x) / (pi x), and 1 at 0. */
export const sinc = (x: Tensor): Tensor => x.sinc();
/** The angle, from -pi/2 to pi/2, whose sine x is. */
export const asin = (x: Tensor): Tensor => x.asin();
/** The angle, from 0 to pi, whose cosine x is. */
export const acos = (x: Tensor): Tensor => x.acos();
/** The angle, from -pi/2 to pi/2, whose tangent x is. */
export const atan = (x: Tensor): Tensor => x.atan();
/** The hyperbolic sine. */
export const sinh = (x: Tensor): Tensor => x.sinh();
/** The hyperbolic cosine. */
export const cosh = (x: Tensor): Tensor => x.cosh();
/** The hyperbolic tangent, from -1 to 1. */
export const tanh = (x: Tensor): Tensor => x.tanh();
/** The inverse of the hyperbolic sine. */
export const asinh = (x: Tensor): Tensor => x.asinh();
/** The inverse of the hyperbolic cosine; NaN below 1. */
export const acosh = (x: Tensor): Tensor => x.acosh();
/** The inverse of the hyperbolic tangent; NaN outside [-1, 1]. */
export const atanh = (x: Tensor): Tensor => x.atanh();
/** 1 / (1 + exp(-x)). */
export const sigmoid = (x: Tensor): Tensor => x.sigmoid();
/** The error function. */
export const erf = (x: Tensor): Tensor => x.erf();
/** 1 - erf(x). */
export const erfc = (x: Tensor): Tensor => x.erfc();
/** The x whose error function is x; infinite at ±1, and NaN beyond. */
export const erfinv = (x: Tensor): Tensor => x.erfinv();
/** log(x / (1 - x)), the inverse of sigmoid; with `eps`, of x limited to [eps, 1 - eps]. */
export const logit = (x: Tensor, eps?: number): Tensor => x.logit(eps);
/** max(x, 0). */
export const relu = (x: Tensor): Tensor => x.relu();
/** Rounded down. */
export const floor = (x: Tensor): Tensor => x.floor();
/** Rounded up. */
export const ceil = (x: Tensor): Tensor => x.ceil();
/** The nearest whole number; of two equally near ones the even one. */
export const round = (x: Tensor): Tensor => x.round();
/** Rounded towards zero. */
export const trunc = (x: Tensor): Tensor => x.trunc();
/** What trunc takes away. */
export const frac = (x: Tensor): Tensor => x.frac();
/** -1, 0 or 1. */
export const sign = (x: Tensor): Tensor => x.sign();
/** Whether elements are NaN, as bool. */
export const isnan = (x: Tensor): Tensor => x.isnan();
/** Whether elements are infinite, as bool. */
export const isinf = (x: Tensor): Tensor => x.isinf();
/** Whether elements are neither infinite nor NaN, as bool. */
export const isfinite = (x: Tensor): Tensor => x.isfinite();
/** Whether x is 0, as bool. */
export const logicalNot = (x: Tensor): Tensor => x.logicalNot();
/** Elements below `min` become `min`, those above `max` become `max`. */
export const clamp = (x: Tensor, bounds: { min?: number; max?: number }): Tensor => x.clamp(bounds);

// two tensors, or a tensor and a number

/** x + alpha * other. */
export const add = (x: Tensor, other: Operand<Tensor>, options?: { alpha?: number }): Tensor =>
  x.add(other, options);
/** x - alpha * other. */
export const sub = (x: Tensor, other: Operand<Tensor>, options?: { alpha?: number }): Tensor =>
  x.sub(other, options);
/** x * other, element by element; shapes are broadcast. */
export const mul = (x: Tensor, other: Operand<Tensor>): Tensor => x.mul(other);
/** x / other; integers give float32, unless `roundingMode` says how to make the quotient whole. */
export const div = (
  x: Tensor,
  other: Operand<Tensor>,
  options?: { roundingMode?: "trunc" | "floor" },
): Tensor => x.div(other, options);
/** x / other, rounded down: Python's //. */
export const floorDivide = (x: Tensor, other: Operand<Tensor>): Tensor => x.floorDivide(other);
/** What is left of x after division by `other`, with the sign of `other`: Python's %. Either side may be a number. */
export const remainder = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  typeof x === "number" ? numberFirst("remainder", remainderOperation, x, other) : x.remainder(other);
/** What is left of x after division by `other`, with the sign of x: C's fmod. */
export const fmod = (x: Tensor, other: Operand<Tensor>): Tensor => x.fmod(other);
/** The base to the power of the exponent. Either side may be a number: `pow(2, x)` are powers of 2. */
export const pow = (base: Operand<Tensor>, exponent: Operand<Tensor>): Tensor =>
  typeof base === "number" ? numberFirst("pow", powOperation, base, exponent) : base.pow(exponent);
/** The angle of the point (x = other, y = x), from -pi to pi. */
export const atan2 = (x: Tensor, other: Operand<Tensor>): Tensor => x.atan2(other);
/** The larger of two elements; NaN if either is. */
export const maximum = (x: Tensor, other: Operand<Tensor>): Tensor => x.maximum(other);
/** The smaller of two elements; NaN if either is. */
export const minimum = (x: Tensor, other: Operand<Tensor>): Tensor => x.minimum(other);
/** The larger of two elements; beside NaN the other one. */
export const fmax = (x: Tensor, other: Tensor): Tensor => x.fmax(other);
/** The smaller of two elements; beside NaN the other one. */
export const fmin = (x: Tensor, other: Tensor): Tensor => x.fmin(other);
/** The size of x with the sign of `other`. */
export const copysign = (x: Tensor, other: Operand<Tensor>): Tensor => x.copysign(other);
/** sqrt(x^2 + other^2). */
export const hypot = (x: Tensor, other: Tensor): Tensor => x.hypot(other);
/** So much of the way from `start` to `end` as the weight says: `start` for 0, `end` for 1. */
export const lerp = (start: Tensor, end: Tensor, weight: Operand<Tensor>): Tensor => start.lerp(end, weight);
/** Where x and `other` are equal, or |x - other| <= atol + rtol |other|: bool. */
export const isclose = (
  x: Tensor,
  other: Tensor,
  options?: { rtol?: number; atol?: number; equalNan?: boolean },
): Tensor => x.isclose(other, options);
/** x == other, as bool. */
export const eq = (x: Tensor, other: Operand<Tensor>): Tensor => x.eq(other);
/** x != other, as bool. */
export const ne = (x: Tensor, other: Operand<Tensor>): Tensor => x.ne(other);
/** x < other, as bool. */
export const lt = (x: Tensor, other: Operand<Tensor>): Tensor => x.lt(other);
/** x <= other, as bool. */
export const le = (x: Tensor, other: Operand<Tensor>): Tensor => x.le(other);
/** x > other, as bool. */
export const gt = (x: Tensor, other: Operand<Tensor>): Tensor => x.gt(other);
/** x >= other, as bool. */
export const ge = (x: Tensor, other: Operand<Tensor>): Tensor => x.ge(other);
/** Whether both are not 0, as bool. */
export const logicalAnd = (x: Tensor, other: Operand<Tensor>): Tensor => x.logicalAnd(other);
/** Whether one of the two is not 0, as bool. */
export const logicalOr = (x: Tensor, other: Operand<Tensor>): Tensor => x.logicalOr(other);
/** Whether just one of the two is not 0, as bool. */
export const logicalXor = (x: Tensor, other: Operand<Tensor>): Tensor => x.logicalXor(other);

/** An operation whose first operand is a number. */
function numberFirst(
  name: string,
  operation: Operation<NoOptions>,
  number: number,
  other: Operand<Tensor>,
): Tensor {
  if (typeof other === "number") {
    throw new TypeError(`${name}: expected at least one tensor, got the numbers ${number} and ${other}`);
  }
  const first = numberBeside(number, other.dtype);
  return new Tensor(releaseOperands([first], apply(operation, [first, other], noOptions)));
}
