// The elementwise methods as functions: `torch.exp(x)` is `x.exp()`. The texts are the methods', for whoever points at a
// function.

import type { Given, GivenNothing } from "../arguments/optional.ts";
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
export const abs = (x: Tensor, ...given: GivenNothing): Tensor => input("abs", x).abs(...given);
/** -x. */
export const neg = (x: Tensor, ...given: GivenNothing): Tensor => input("neg", x).neg(...given);
/** x * x. */
export const square = (x: Tensor, ...given: GivenNothing): Tensor => input("square", x).square(...given);
/** e to the power of x. */
export const exp = (x: Tensor, ...given: GivenNothing): Tensor => input("exp", x).exp(...given);
/** 2 to the power of x. */
export const exp2 = (x: Tensor, ...given: GivenNothing): Tensor => input("exp2", x).exp2(...given);
/** exp(x) - 1, exact also for small elements. */
export const expm1 = (x: Tensor, ...given: GivenNothing): Tensor => input("expm1", x).expm1(...given);
/** The natural logarithm. */
export const log = (x: Tensor, ...given: GivenNothing): Tensor => input("log", x).log(...given);
/** The logarithm to base 2. */
export const log2 = (x: Tensor, ...given: GivenNothing): Tensor => input("log2", x).log2(...given);
/** The logarithm to base 10. */
export const log10 = (x: Tensor, ...given: GivenNothing): Tensor => input("log10", x).log10(...given);
/** log(1 + x), exact also for small elements. */
export const log1p = (x: Tensor, ...given: GivenNothing): Tensor => input("log1p", x).log1p(...given);
/** The square root; NaN of negative elements. */
export const sqrt = (x: Tensor, ...given: GivenNothing): Tensor => input("sqrt", x).sqrt(...given);
/** 1 / sqrt(x). */
export const rsqrt = (x: Tensor, ...given: GivenNothing): Tensor => input("rsqrt", x).rsqrt(...given);
/** 1 / x. */
export const reciprocal = (x: Tensor, ...given: GivenNothing): Tensor =>
  input("reciprocal", x).reciprocal(...given);
/** The sine of an angle in radians. */
export const sin = (x: Tensor, ...given: GivenNothing): Tensor => input("sin", x).sin(...given);
/** The cosine of an angle in radians. */
export const cos = (x: Tensor, ...given: GivenNothing): Tensor => input("cos", x).cos(...given);
/** The tangent of an angle in radians. */
export const tan = (x: Tensor, ...given: GivenNothing): Tensor => input("tan", x).tan(...given);
/** sin(pi x) / (pi x), and 1 at 0. */
export const sinc = (x: Tensor, ...given: GivenNothing): Tensor => input("sinc", x).sinc(...given);
/** The angle, from -pi/2 to pi/2, whose sine x is. */
export const asin = (x: Tensor, ...given: GivenNothing): Tensor => input("asin", x).asin(...given);
/** The angle, from 0 to pi, whose cosine x is. */
export const acos = (x: Tensor, ...given: GivenNothing): Tensor => input("acos", x).acos(...given);
/** The angle, from -pi/2 to pi/2, whose tangent x is. */
export const atan = (x: Tensor, ...given: GivenNothing): Tensor => input("atan", x).atan(...given);
/** The hyperbolic sine. */
export const sinh = (x: Tensor, ...given: GivenNothing): Tensor => input("sinh", x).sinh(...given);
/** The hyperbolic cosine. */
export const cosh = (x: Tensor, ...given: GivenNothing): Tensor => input("cosh", x).cosh(...given);
/** The hyperbolic tangent, from -1 to 1. */
export const tanh = (x: Tensor, ...given: GivenNothing): Tensor => input("tanh", x).tanh(...given);
/** The inverse of the hyperbolic sine. */
export const asinh = (x: Tensor, ...given: GivenNothing): Tensor => input("asinh", x).asinh(...given);
/** The inverse of the hyperbolic cosine; NaN below 1. */
export const acosh = (x: Tensor, ...given: GivenNothing): Tensor => input("acosh", x).acosh(...given);
/** The inverse of the hyperbolic tangent; NaN outside [-1, 1]. */
export const atanh = (x: Tensor, ...given: GivenNothing): Tensor => input("atanh", x).atanh(...given);
/** 1 / (1 + exp(-x)). */
export const sigmoid = (x: Tensor, ...given: GivenNothing): Tensor => input("sigmoid", x).sigmoid(...given);
/** The error function. */
export const erf = (x: Tensor, ...given: GivenNothing): Tensor => input("erf", x).erf(...given);
/** 1 - erf(x). */
export const erfc = (x: Tensor, ...given: GivenNothing): Tensor => input("erfc", x).erfc(...given);
/** The x whose error function is x; infinite at ±1, and NaN beyond. */
export const erfinv = (x: Tensor, ...given: GivenNothing): Tensor => input("erfinv", x).erfinv(...given);
/** log(x / (1 - x)), the inverse of sigmoid; with `eps`, of x limited to [eps, 1 - eps]. */
export const logit = (x: Tensor, ...given: Given<typeof logitArguments, LogitOptions>): Tensor =>
  input("logit", x).logit(...given);
/** max(x, 0). */
export const relu = (x: Tensor, ...given: GivenNothing): Tensor => input("relu", x).relu(...given);
/** Rounded down. */
export const floor = (x: Tensor, ...given: GivenNothing): Tensor => input("floor", x).floor(...given);
/** Rounded up. */
export const ceil = (x: Tensor, ...given: GivenNothing): Tensor => input("ceil", x).ceil(...given);
/** The nearest whole number, or number of so many decimals; of two equally near ones the even one. */
export const round = (x: Tensor, ...given: Given<typeof roundArguments, RoundOptions>): Tensor =>
  input("round", x).round(...given);
/** Rounded towards zero. */
export const trunc = (x: Tensor, ...given: GivenNothing): Tensor => input("trunc", x).trunc(...given);
/** What trunc takes away. */
export const frac = (x: Tensor, ...given: GivenNothing): Tensor => input("frac", x).frac(...given);
/** -1, 0 or 1. */
export const sign = (x: Tensor, ...given: GivenNothing): Tensor => input("sign", x).sign(...given);
/** Whether elements are NaN, as bool. */
export const isnan = (x: Tensor, ...given: GivenNothing): Tensor => input("isnan", x).isnan(...given);
/** Whether elements are infinite, as bool. */
export const isinf = (x: Tensor, ...given: GivenNothing): Tensor => input("isinf", x).isinf(...given);
/** Whether elements are neither infinite nor NaN, as bool. */
export const isfinite = (x: Tensor, ...given: GivenNothing): Tensor =>
  input("isfinite", x).isfinite(...given);
/** Whether x is 0, as bool. */
export const logicalNot = (x: Tensor, ...given: GivenNothing): Tensor =>
  input("logicalNot", x).logicalNot(...given);
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
export const mul = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("mul", x, other).mul(other, ...given);
/** x / other; integers give float32, unless `roundingMode` says how to make the quotient whole. */
export const div = (
  x: Operand<Tensor>,
  other: Operand<Tensor>,
  ...given: Given<typeof divArguments, DivOptions>
): Tensor => firstOperand("div", x, other).div(other, ...given);
/** x / other, rounded down: Python's //. */
export const floorDivide = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("floorDivide", x, other).floorDivide(other, ...given);
/** What is left of x after division by `other`, with the sign of `other`: Python's %. */
export const remainder = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("remainder", x, other).remainder(other, ...given);
/** What is left of x after division by `other`, with the sign of x: C's fmod. */
export const fmod = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("fmod", x, other).fmod(other, ...given);
/** The base to the power of the exponent. `pow(2, x)` are powers of 2. */
export const pow = (base: Operand<Tensor>, exponent: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("pow", base, exponent).pow(exponent, ...given);
/** The angle of the point (x = other, y = x), from -pi to pi. */
export const atan2 = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("atan2", x, other).atan2(other, ...given);
/** The larger of two elements; NaN if either is. */
export const maximum = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("maximum", x, other).maximum(other, ...given);
/** The smaller of two elements; NaN if either is. */
export const minimum = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("minimum", x, other).minimum(other, ...given);
/** The larger of two elements; beside NaN the other one. */
export const fmax = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("fmax", x, other).fmax(other, ...given);
/** The smaller of two elements; beside NaN the other one. */
export const fmin = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("fmin", x, other).fmin(other, ...given);
/** The size of x with the sign of `other`. */
export const copysign = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("copysign", x, other).copysign(other, ...given);
/** sqrt(x^2 + other^2). */
export const hypot = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("hypot", x, other).hypot(other, ...given);
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
export const eq = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("eq", x, other).eq(other, ...given);
/** x != other, as bool. */
export const ne = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("ne", x, other).ne(other, ...given);
/** x < other, as bool. */
export const lt = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("lt", x, other).lt(other, ...given);
/** x <= other, as bool. */
export const le = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("le", x, other).le(other, ...given);
/** x > other, as bool. */
export const gt = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("gt", x, other).gt(other, ...given);
/** x >= other, as bool. */
export const ge = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("ge", x, other).ge(other, ...given);
/** Whether both are not 0, as bool. */
export const logicalAnd = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("logicalAnd", x, other).logicalAnd(other, ...given);
/** Whether one of the two is not 0, as bool. */
export const logicalOr = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("logicalOr", x, other).logicalOr(other, ...given);
/** Whether just one of the two is not 0, as bool. */
export const logicalXor = (x: Operand<Tensor>, other: Operand<Tensor>, ...given: GivenNothing): Tensor =>
  firstOperand("logicalXor", x, other).logicalXor(other, ...given);
