// Functions of real numbers on four lanes at a time, in single precision. Each is written as the formula it is;
// what a formula uses twice goes into a scratch variable of the function `f` that it becomes part of.

import { type Code, f32x4, i32, i32x4, type Local, v128 } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";

export type VectorFunction = (x: Code, f: FunctionBuilder) => Code;

const { add, sub, mul, div, madd } = f32x4;

/** c[0] x^n + c[1] x^(n-1) + ... + c[n], by Horner's scheme */
function polynomial(f: FunctionBuilder, x: Local, coefficients: readonly number[]): Code {
  return coefficients
    .map((each) => f.constant(each))
    .reduce((sum, coefficient) => madd(sum, x.get, coefficient));
}

/** 1.5 * 2^23: added to a number, it leaves the nearest integer in the low bits of the sum, above its own bits. */
const rounder = 12_582_912;

/**
 * e^x to about one unit in the last place: x = n ln 2 + r, a polynomial for e^r, and 2^n put into the exponent.
 * Coefficients and the splitting of ln 2 are those of expf in the Cephes library (Moshier 1992). 2^n is
 * multiplied in two halves, so that results below the normal range, and infinity, come out right.
 */
export const exp: VectorFunction = (value, f) => {
  const [x, n, r, half] = [f.scratch("x"), f.scratch("n"), f.scratch("r"), f.scratch("half")];
  const powerOfTwo = (exponent: Code) => i32x4.add(i32x4.shl(exponent, i32.const(23)), f.constant(1)); // bits of 1.0
  return [
    x.set(f32x4.pmin(f32x4.pmax(value, f.constant(-104)), f.constant(89))),
    n.set(madd(x.get, f.constant(Math.LOG2E), f.constant(rounder))),
    r.set(sub(n.get, f.constant(rounder))),
    n.set(i32x4.sub(n.get, f.constant(rounder))),
    half.set(i32x4.shr_s(n.get, i32.const(1))),
    x.set(madd(r.get, f.constant(-0.693359375), x.get)),
    r.set(madd(r.get, f.constant(2.1219444e-4), x.get)),
    x.set(
      polynomial(
        f,
        r,
        [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1],
      ),
    ),
    x.set(add(madd(mul(r.get, r.get), x.get, r.get), f.constant(1))),
    mul(mul(x.get, powerOfTwo(half.get)), powerOfTwo(i32x4.sub(n.get, half.get))),
  ];
};

/** The sign bits alone. */
function signOf(x: Local): Code {
  return v128.xor(x.get, f32x4.abs(x.get));
}

/** 1 / (1 + e^-x) */
export const sigmoid: VectorFunction = (x, f) => div(f.constant(1), add(f.constant(1), exp(f32x4.neg(x), f)));

/**
 * tanh x: near zero a polynomial (tanhf in Cephes), so that small results keep their digits; beyond,
 * 1 - 2 / (e^2|x| + 1) with the sign of x.
 */
export const tanh: VectorFunction = (value, f) => {
  const [x, size, square, large] = [
    f.scratch("tanhX"),
    f.scratch("size"),
    f.scratch("square"),
    f.scratch("large"),
  ];
  return [
    x.set(value),
    size.set(f32x4.abs(x.get)),
    large.set(sub(f.constant(1), div(f.constant(2), add(exp(add(size.get, size.get), f), f.constant(1))))),
    large.set(v128.or(large.get, signOf(x))),
    square.set(mul(x.get, x.get)),
    v128.bitselect(
      madd(
        mul(
          polynomial(
            f,
            square,
            [-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1],
          ),
          square.get,
        ),
        x.get,
        x.get,
      ),
      large.get,
      f32x4.lt(size.get, f.constant(0.625)),
    ),
  ];
};

/** x/2 (1 + erf(x / sqrt 2)), with erf by Abramowitz and Stegun 7.1.26: wrong by at most 1.5e-7. */
export const gelu: VectorFunction = (value, f) => {
  const [x, size, t, erf] = [f.scratch("geluX"), f.scratch("size"), f.scratch("t"), f.scratch("erf")];
  return [
    x.set(value),
    size.set(mul(f32x4.abs(x.get), f.constant(Math.SQRT1_2))),
    t.set(div(f.constant(1), madd(size.get, f.constant(0.3275911), f.constant(1)))),
    erf.set(
      mul(polynomial(f, t, [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592]), t.get),
    ),
    erf.set(mul(erf.get, exp(f32x4.neg(mul(size.get, size.get)), f))),
    erf.set(v128.or(sub(f.constant(1), erf.get), signOf(x))),
    mul(mul(x.get, f.constant(0.5)), add(f.constant(1), erf.get)),
  ];
};

/** x/2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) */
export const geluTanh: VectorFunction = (value, f) => {
  const [x, inner] = [f.scratch("geluX"), f.scratch("inner")];
  return [
    x.set(value),
    inner.set(madd(mul(mul(x.get, x.get), x.get), f.constant(0.044715), x.get)),
    inner.set(tanh(mul(inner.get, f.constant(Math.sqrt(2 / Math.PI))), f)),
    mul(mul(x.get, f.constant(0.5)), add(f.constant(1), inner.get)),
  ];
};
