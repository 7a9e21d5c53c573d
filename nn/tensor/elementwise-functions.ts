// The elementwise methods as functions: `torch.exp(x)` is `x.exp()`. The texts are the methods', for whoever points at a
// function.

import type { Given } from "../arguments/optional.ts";
import type {
  AlphaOptions,
  alphaArguments,
  ClampOptions,
  ClosenessOptions,
  clampArguments,
  closenessArguments,
  DivOptions,
  divArguments,
} from "./arithmetic-methods.ts";
import { firstOperand, input } from "./first-argument.ts";
import type { LogitOptions, logitArguments, RoundOptions, roundArguments } from "./function-methods.ts";
import type { Operand } from "./number-operand.ts";
import type { Tensor } from "./tensor.ts";

/** The absolute value. */
export const abs = (x: Tensor): Tensor => input("abs", x).abs();
/** -x. */
export const neg = (x: Tensor): Tensor => input("neg", x).neg();
/** x * x. */
export const square = (x: Tensor): Tensor => input("square", x).square();
/** e to the power of x. */
export const exp = (x: Tensor): Tensor => input("exp", x).exp();
/** 2 to the power of x. */
export const exp2 = (x: Tensor): Tensor => input("exp2", x).exp2();
/** exp(x) - 1, exact also for small elements. */
export const expm1 = (x: Tensor): Tensor => input("expm1", x).expm1();
/** The natural logarithm. */
export const log = (x: Tensor): Tensor => input("log", x).log();
/** The logarithm to base 2. */
export const log2 = (x: Tensor): Tensor => input("log2", x).log2();
/** The logarithm to base 10. */
export const log10 = (x: Tensor): Tensor => input("log10", x).log10();
/** log(1 + x), exact also for small elements. */
export const log1p = (x: Tensor): Tensor => input("log1p", x).log1p();
/** The square root; NaN of negative elements. */
export const sqrt = (x: Tensor): Tensor => input("sqrt", x).sqrt();
/** 1 / sqrt(x). */
export const rsqrt = (x: Tensor): Tensor => input("rsqrt", x).rsqrt();
/** 1 / x. */
export const reciprocal = (x: Tensor): Tensor => input("reciprocal", x).reciprocal();
/** The sine of an angle in radians. */
export const sin = (x: Tensor): Tensor => input("sin", x).sin();
/** The cosine of an angle in radians. */
export const cos = (x: Tensor): Tensor => input("cos", x).cos();
/** The tangent of an angle in radians. */
export const tan = (x: Tensor): Tensor => input("tan", x).tan();
/** sin(pi x) / (pi x), and 1 at 0. */
export const sinc = (x: Tensor): Tensor => input("sinc", x).sinc();
/** The angle, from -pi/2 to pi/2, whose sine x is. */
export const asin = (x: Tensor): Tensor => input("asin", x).asin();
/** The angle, from 0 to pi, whose cosine x is. */
export const acos = (x: Tensor): Tensor => input("acos", x).acos();
/** The angle, from -pi/2 to pi/2, whose tangent x is. */
export const atan = (x: Tensor): Tensor => input("atan", x).atan();
/** The hyperbolic sine. */
export const sinh = (x: Tensor): Tensor => input("sinh", x).sinh();
/** The hyperbolic cosine. */
export const cosh = (x: Tensor): Tensor => input("cosh", x).cosh();
/** The hyperbolic tangent, from -1 to 1. */
export const tanh = (x: Tensor): Tensor => input("tanh", x).tanh();
/** The inverse of the hyperbolic sine. */
export const asinh = (x: Tensor): Tensor => input("asinh", x).asinh();
/** The inverse of the hyperbolic cosine; NaN below 1. */
export const acosh = (x: Tensor): Tensor => input("acosh", x).acosh();
/** The inverse of the hyperbolic tangent; NaN outside [-1, 1]. */
export const atanh = (x: Tensor): Tensor => input("atanh", x).atanh();
/** 1 / (1 + exp(-x)). */
export const sigmoid = (x: Tensor): Tensor => input("sigmoid", x).sigmoid();
/** The error function. */
export const erf = (x: Tensor): Tensor => input("erf", x).erf();
/** 1 - erf(x). */
export const erfc = (x: Tensor): Tensor => input("erfc", x).erfc();
/** The x whose error function is x; infinite at ±1, and NaN beyond. */
export const erfinv = (x: Tensor): Tensor => input("erfinv", x).erfinv();
/** log(x / (1 - x)), the inverse of sigmoid; with `eps`, of x limited to [eps, 1 - eps]. */
export const logit = (x: Tensor, ...given: Given<typeof logitArguments, LogitOptions>): Tensor =>
  input("logit", x).logit(...given);
/** max(x, 0). */
export const relu = (x: Tensor): Tensor => input("relu", x).relu();
/** Rounded down. */
export const floor = (x: Tensor): Tensor => input("floor", x).floor();
/** Rounded up. */
export const ceil = (x: Tensor): Tensor => input("ceil", x).ceil();
/** The nearest whole number, or number of so many decimals; of two equally near ones the even one. */
export const round = (x: Tensor, ...given: Given<typeof roundArguments, RoundOptions>): Tensor =>
  input("round", x).round(...given);
/** Rounded towards zero. */
export const trunc = (x: Tensor): Tensor => input("trunc", x).trunc();
/** What trunc takes away. */
export const frac = (x: Tensor): Tensor => input("frac", x).frac();
/** -1, 0 or 1. */
export const sign = (x: Tensor): Tensor => input("sign", x).sign();
/** Whether elements are NaN, as bool. */
export const isnan = (x: Tensor): Tensor => input("isnan", x).isnan();
/** Whether elements are infinite, as bool. */
export const isinf = (x: Tensor): Tensor => input("isinf", x).isinf();
/** Whether elements are neither infinite nor NaN, as bool. */
export const isfinite = (x: Tensor): Tensor => input("isfinite", x).isfinite();
/** Whether x is 0, as bool. */
export const logicalNot = (x: Tensor): Tensor => input("logicalNot", x).logicalNot();
/** Elements below `min` become `min`, those above `max` become `max`: numbers, or tensors that are broadcast. */
export const clamp = (x: Tensor, ...given: Given<typeof clampArguments, ClampOptions>): Tensor =>
  input("clamp", x).clamp(...given);

// two tensors, or a tensor and a number on either side

/** x + alpha * other. */
export const add = (
  x: Operand<Tensor>,
  other: Operand<Tensor>,
  ...given: Given<typeof alphaArguments, AlphaOptions>
): Tensor => firstOperand("add", x, other).add(other, ...given);
/** x - alpha * other. */
export const sub = (
  x: Operand<Tensor>,
  other: Operand<Tensor>,
  ...given: Given<typeof alphaArguments, AlphaOptions>
): Tensor => firstOperand("sub", x, other).sub(other, ...given);
/** x * other, element by element; shapes are broadcast. */
export const mul = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("mul", x, other).mul(other);
/** x / other; integers give float32, unless `roundingMode` says how to make the quotient whole. */
export const div = (
  x: Operand<Tensor>,
  other: Operand<Tensor>,
  ...given: Given<typeof divArguments, DivOptions>
): Tensor => firstOperand("div", x, other).div(other, ...given);
/** x / other, rounded down: Python's //. */
export const floorDivide = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("floorDivide", x, other).floorDivide(other);
/** What is left of x after division by `other`, with the sign of `other`: Python's %. */
export const remainder = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("remainder", x, other).remainder(other);
/** What is left of x after division by `other`, with the sign of x: C's fmod. */
export const fmod = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("fmod", x, other).fmod(other);
/** The base to the power of the exponent. `pow(2, x)` are powers of 2. */
export const pow = (base: Operand<Tensor>, exponent: Operand<Tensor>): Tensor =>
  firstOperand("pow", base, exponent).pow(exponent);
/** The angle of the point (x = other, y = x), from -pi to pi. */
export const atan2 = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("atan2", x, other).atan2(other);
/** The larger of two elements; NaN if either is. */
export const maximum = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("maximum", x, other).maximum(other);
/** The smaller of two elements; NaN if either is. */
export const minimum = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("minimum", x, other).minimum(other);
/** The larger of two elements; beside NaN the other one. */
export const fmax = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("fmax", x, other).fmax(other);
/** The smaller of two elements; beside NaN the other one. */
export const fmin = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("fmin", x, other).fmin(other);
/** The size of x with the sign of `other`. */
export const copysign = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("copysign", x, other).copysign(other);
/** sqrt(x^2 + other^2). */
export const hypot = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("hypot", x, other).hypot(other);
/** So much of the way from `start` to `end` as the weight says: `start` for 0, `end` for 1. */
export const lerp = (start: Tensor, end: Tensor, weight: Operand<Tensor>): Tensor =>
  input("lerp", start).lerp(end, weight);
/** Where x and `other` are equal, or |x - other| <= atol + rtol |other|: bool. */
export const isclose = (
  x: Tensor,
  other: Tensor,
  ...given: Given<typeof closenessArguments, ClosenessOptions>
): Tensor => input("isclose", x).isclose(other, ...given);
/** x == other, as bool. */
export const eq = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("eq", x, other).eq(other);
/** x != other, as bool. */
export const ne = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("ne", x, other).ne(other);
/** x < other, as bool. */
export const lt = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("lt", x, other).lt(other);
/** x <= other, as bool. */
export const le = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("le", x, other).le(other);
/** x > other, as bool. */
export const gt = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("gt", x, other).gt(other);
/** x >= other, as bool. */
export const ge = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("ge", x, other).ge(other);
/** Whether both are not 0, as bool. */
export const logicalAnd = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("logicalAnd", x, other).logicalAnd(other);
/** Whether one of the two is not 0, as bool. */
export const logicalOr = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("logicalOr", x, other).logicalOr(other);
/** Whether just one of the two is not 0, as bool. */
export const logicalXor = (x: Operand<Tensor>, other: Operand<Tensor>): Tensor =>
  firstOperand("logicalXor", x, other).logicalXor(other);
