// The methods that compute a function of each element.

import { integer, number } from "../arguments/checks.ts";
import { type Given, keywords, type OptionsOf, optional } from "../arguments/optional.ts";
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
  neg(): T {
    return this.map(elementwise.neg);
  }

  /** The absolute value. */
  abs(): T {
    return this.map(elementwise.abs);
  }

  /** this * this. */
  square(): T {
    return this.dtype === "bool" ? this.pow(2) : this.map(elementwise.square);
  }

  /** max(this, 0). */
  relu(): T {
    return this.map(elementwise.relu);
  }

  /** e to the power of this. */
  exp(): T {
    return this.map(elementary.exp);
  }

  /** 2 to the power of this. */
  exp2(): T {
    return this.map(elementary.exp2);
  }

  /** exp(this) - 1, exact also for small elements. */
  expm1(): T {
    return this.map(elementary.expm1);
  }

  /** The natural logarithm. */
  log(): T {
    return this.map(elementary.log);
  }

  /** The logarithm to base 2. */
  log2(): T {
    return this.map(elementary.log2);
  }

  /** The logarithm to base 10. */
  log10(): T {
    return this.map(elementary.log10);
  }

  /** log(1 + this), exact also for small elements. */
  log1p(): T {
    return this.map(elementary.log1p);
  }

  /** The square root; NaN of negative elements. */
  sqrt(): T {
    return this.map(elementary.sqrt);
  }

  /** 1 / sqrt(this). */
  rsqrt(): T {
    return this.map(elementary.rsqrt);
  }

  /** 1 / this. */
  reciprocal(): T {
    return this.map(elementary.reciprocal);
  }

  /** The sine of an angle in radians. */
  sin(): T {
    return this.map(elementary.sin);
  }

  /** The cosine of an angle in radians. */
  cos(): T {
    return this.map(elementary.cos);
  }

  /** The tangent of an angle in radians. */
  tan(): T {
    return this.map(elementary.tan);
  }

  /** sin(pi this) / (pi this), and 1 at 0. */
  sinc(): T {
    return this.map(elementary.sinc);
  }

  /** The angle, from -pi/2 to pi/2, whose sine this is. */
  asin(): T {
    return this.map(elementary.asin);
  }

  /** The angle, from 0 to pi, whose cosine this is. */
  acos(): T {
    return this.map(elementary.acos);
  }

  /** The angle, from -pi/2 to pi/2, whose tangent this is. */
  atan(): T {
    return this.map(elementary.atan);
  }

  /** The hyperbolic sine. */
  sinh(): T {
    return this.map(elementary.sinh);
  }

  /** The hyperbolic cosine. */
  cosh(): T {
    return this.map(elementary.cosh);
  }

  /** The hyperbolic tangent, from -1 to 1. */
  tanh(): T {
    return this.map(elementary.tanh);
  }

  /** The inverse of the hyperbolic sine. */
  asinh(): T {
    return this.map(elementary.asinh);
  }

  /** The inverse of the hyperbolic cosine; NaN below 1. */
  acosh(): T {
    return this.map(elementary.acosh);
  }

  /** The inverse of the hyperbolic tangent; NaN outside [-1, 1]. */
  atanh(): T {
    return this.map(elementary.atanh);
  }

  /** 1 / (1 + exp(-this)). */
  sigmoid(): T {
    return this.map(elementary.sigmoid);
  }

  /** The error function. */
  erf(): T {
    return this.map(elementary.erf);
  }

  /** 1 - erf(this). */
  erfc(): T {
    return this.map(elementary.erfc);
  }

  /** The x whose error function is this; infinite at ±1, and NaN beyond. */
  erfinv(): T {
    return this.map(erfinv);
  }

  /** log(this / (1 - this)), the inverse of sigmoid; with `eps`, of this limited to [eps, 1 - eps]. */
  logit(...given: Given<typeof logitArguments, LogitOptions>): T {
    return this.make(apply(elementary.logit, [this], logitArguments.read("logit", given)));
  }

  /** Rounded down. */
  floor(): T {
    return this.map(rounding.floor);
  }

  /** Rounded up. */
  ceil(): T {
    return this.map(rounding.ceil);
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
  trunc(): T {
    return this.map(rounding.trunc);
  }

  /** What trunc takes away. */
  frac(): T {
    return this.map(rounding.frac);
  }

  /** -1, 0 or 1. */
  sign(): T {
    return this.map(rounding.sign);
  }

  /** Whether elements are NaN, as bool. */
  isnan(): T {
    return this.map(logic.isnan);
  }

  /** Whether elements are infinite, as bool. */
  isinf(): T {
    return this.map(logic.isinf);
  }

  /** Whether elements are neither infinite nor NaN, as bool. */
  isfinite(): T {
    return this.map(logic.isfinite);
  }
}
