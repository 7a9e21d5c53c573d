// The methods that compute a function of each element.

import { integer, number } from "../arguments/checks.ts";
import { type Given, type GivenNothing, keywords, type OptionsOf, optional } from "../arguments/optional.ts";
import { isFloating } from "../array/dtype.ts";
import * as elementary from "../operations/elementary-functions.ts";
import * as elementwise from "../operations/elementwise.ts";
import { erfinv } from "../operations/erfinv.ts";
import * as logic from "../operations/logic.ts";
import * as rounding from "../operations/rounding.ts";
import { apply } from "./apply.ts";
import { ArithmeticMethods } from "./arithmetic-methods.ts";
import { composed } from "./scope.ts";

export const logitArguments = optional((eps?: number) => ({
  /** limits elements to [eps, 1 - eps] first */
  eps: eps === undefined ? undefined : number("eps", eps),
}));
export interface LogitOptions extends OptionsOf<typeof logitArguments> {}

export const roundArguments = keywords((decimals = 0) => ({
  /** so many digits after the point stay; negative: zeros in front of it */
  decimals: integer("decimals", decimals),
}));
export interface RoundOptions extends OptionsOf<typeof roundArguments> {}

/** Functions of real numbers make float32 of integers; the others keep the dtype. */
export abstract class FunctionMethods<T extends FunctionMethods<T>> extends ArithmeticMethods<T> {
  /** -this. */
  neg(...given: GivenNothing): T {
    return this.map(elementwise.neg, given);
  }

  /** The absolute value. */
  abs(...given: GivenNothing): T {
    return this.map(elementwise.abs, given);
  }

  /** this * this. */
  square(...given: GivenNothing): T {
    return this.dtype === "bool" ? this.pow(2, ...given) : this.map(elementwise.square, given);
  }

  /** max(this, 0). */
  relu(...given: GivenNothing): T {
    return this.map(elementwise.relu, given);
  }

  /** e to the power of this. */
  exp(...given: GivenNothing): T {
    return this.map(elementary.exp, given);
  }

  /** 2 to the power of this. */
  exp2(...given: GivenNothing): T {
    return this.map(elementary.exp2, given);
  }

  /** exp(this) - 1, exact also for small elements. */
  expm1(...given: GivenNothing): T {
    return this.map(elementary.expm1, given);
  }

  /** The natural logarithm. */
  log(...given: GivenNothing): T {
    return this.map(elementary.log, given);
  }

  /** The logarithm to base 2. */
  log2(...given: GivenNothing): T {
    return this.map(elementary.log2, given);
  }

  /** The logarithm to base 10. */
  log10(...given: GivenNothing): T {
    return this.map(elementary.log10, given);
  }

  /** log(1 + this), exact also for small elements. */
  log1p(...given: GivenNothing): T {
    return this.map(elementary.log1p, given);
  }

  /** The square root; NaN of negative elements. */
  sqrt(...given: GivenNothing): T {
    return this.map(elementary.sqrt, given);
  }

  /** 1 / sqrt(this). */
  rsqrt(...given: GivenNothing): T {
    return this.map(elementary.rsqrt, given);
  }

  /** 1 / this. */
  reciprocal(...given: GivenNothing): T {
    return this.map(elementary.reciprocal, given);
  }

  /** The sine of an angle in radians. */
  sin(...given: GivenNothing): T {
    return this.map(elementary.sin, given);
  }

  /** The cosine of an angle in radians. */
  cos(...given: GivenNothing): T {
    return this.map(elementary.cos, given);
  }

  /** The tangent of an angle in radians. */
  tan(...given: GivenNothing): T {
    return this.map(elementary.tan, given);
  }

  /** sin(pi this) / (pi this), and 1 at 0. */
  sinc(...given: GivenNothing): T {
    return this.map(elementary.sinc, given);
  }

  /** The angle, from -pi/2 to pi/2, whose sine this is. */
  asin(...given: GivenNothing): T {
    return this.map(elementary.asin, given);
  }

  /** The angle, from 0 to pi, whose cosine this is. */
  acos(...given: GivenNothing): T {
    return this.map(elementary.acos, given);
  }

  /** The angle, from -pi/2 to pi/2, whose tangent this is. */
  atan(...given: GivenNothing): T {
    return this.map(elementary.atan, given);
  }

  /** The hyperbolic sine. */
  sinh(...given: GivenNothing): T {
    return this.map(elementary.sinh, given);
  }

  /** The hyperbolic cosine. */
  cosh(...given: GivenNothing): T {
    return this.map(elementary.cosh, given);
  }

  /** The hyperbolic tangent, from -1 to 1. */
  tanh(...given: GivenNothing): T {
    return this.map(elementary.tanh, given);
  }

  /** The inverse of the hyperbolic sine. */
  asinh(...given: GivenNothing): T {
    return this.map(elementary.asinh, given);
  }

  /** The inverse of the hyperbolic cosine; NaN below 1. */
  acosh(...given: GivenNothing): T {
    return this.map(elementary.acosh, given);
  }

  /** The inverse of the hyperbolic tangent; NaN outside [-1, 1]. */
  atanh(...given: GivenNothing): T {
    return this.map(elementary.atanh, given);
  }

  /** 1 / (1 + exp(-this)). */
  sigmoid(...given: GivenNothing): T {
    return this.map(elementary.sigmoid, given);
  }

  /** The error function. */
  erf(...given: GivenNothing): T {
    return this.map(elementary.erf, given);
  }

  /** 1 - erf(this). */
  erfc(...given: GivenNothing): T {
    return this.map(elementary.erfc, given);
  }

  /** The x whose error function is this; infinite at ±1, and NaN beyond. */
  erfinv(...given: GivenNothing): T {
    return this.map(erfinv, given);
  }

  /** log(this / (1 - this)), the inverse of sigmoid; with `eps`, of this limited to [eps, 1 - eps]. */
  logit(...given: Given<typeof logitArguments, LogitOptions>): T {
    return this.make(apply(elementary.logit, [this], logitArguments.read("logit", given)));
  }

  /** Rounded down. */
  floor(...given: GivenNothing): T {
    return this.map(rounding.floor, given);
  }

  /** Rounded up. */
  ceil(...given: GivenNothing): T {
    return this.map(rounding.ceil, given);
  }

  /** The nearest whole number, or number of so many decimals; of two equally near ones the even one. */
  round(...given: Given<typeof roundArguments, RoundOptions>): T {
    const { decimals } = roundArguments.read("round", given);
    if (decimals === 0) return this.map(rounding.round);
    if (!isFloating(this.dtype)) {
      throw new TypeError(`round: decimals: expected 0 for a tensor of dtype ${this.dtype}, got ${decimals}`);
    }
    const power = 10 ** Math.abs(decimals);
    const round = (): T =>
      decimals > 0 ? this.mul(power).round().div(power) : this.div(power).round().mul(power);
    return composed(round, "RoundDecimals");
  }

  /** Rounded towards zero. */
  trunc(...given: GivenNothing): T {
    return this.map(rounding.trunc, given);
  }

  /** What trunc takes away. */
  frac(...given: GivenNothing): T {
    return this.map(rounding.frac, given);
  }

  /** -1, 0 or 1. */
  sign(...given: GivenNothing): T {
    return this.map(rounding.sign, given);
  }

  /** Whether elements are NaN, as bool. */
  isnan(...given: GivenNothing): T {
    return this.map(logic.isnan, given);
  }

  /** Whether elements are infinite, as bool. */
  isinf(...given: GivenNothing): T {
    return this.map(logic.isinf, given);
  }

  /** Whether elements are neither infinite nor NaN, as bool. */
  isfinite(...given: GivenNothing): T {
    return this.map(logic.isfinite, given);
  }
}
