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

/** The bits of sqrt(1/2): from here to sqrt(2) is the range in which the logarithm is a polynomial. */
const halfRootBits = 0x3f3504f3;
const smallestNormal = 2 ** -126;

/**
 * log x to about one unit in the last place: x = 2^n m with m from sqrt(1/2) to sqrt(2), and a polynomial for log m
 * (logf in the Cephes library). Numbers below the normal range are made larger first. What has no finite logarithm
 * comes from the root: sqrt x is NaN below 0 and infinite at infinity, and at 0 infinity is subtracted from it.
 */
export const log: VectorFunction = (value, f) => {
  const [x, bits, n, m, square] = [
    f.scratch("x"),
    f.scratch("bits"),
    f.scratch("n"),
    f.scratch("m"),
    f.scratch("square"),
  ];
  const [zero, infinity, normal] = [f.constant(0), f.constant(Infinity), f.constant(smallestNormal)];
  const halfRoot = f.constant(floatOfBits(halfRootBits));
  const coefficients = [
    7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
    2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
  ];
  return [
    x.set(value),
    bits.set(v128.bitselect(mul(x.get, f.constant(2 ** 23)), x.get, f32x4.lt(x.get, normal))),
    n.set(i32x4.shr_s(i32x4.sub(bits.get, halfRoot), i32.const(23))),
    m.set(sub(i32x4.sub(bits.get, i32x4.shl(n.get, i32.const(23))), f.constant(1))),
    n.set(f32x4.convert_i32x4_s(n.get)),
    n.set(sub(n.get, v128.and(f.constant(23), f32x4.lt(x.get, normal)))),
    square.set(mul(m.get, m.get)),
    bits.set(mul(mul(polynomial(f, m, coefficients), m.get), square.get)),
    bits.set(madd(n.get, f.constant(-2.1219444e-4), bits.get)),
    bits.set(madd(square.get, f.constant(-0.5), bits.get)),
    bits.set(madd(n.get, f.constant(0.693359375), add(m.get, bits.get))),
    v128.bitselect(
      bits.get,
      sub(f32x4.sqrt(x.get), v128.and(infinity, f32x4.eq(x.get, zero))),
      v128.and(f32x4.lt(zero, x.get), f32x4.lt(x.get, infinity)),
    ),
  ];
};

function floatOfBits(bits: number): number {
  return new Float32Array(Int32Array.of(bits).buffer)[0] ?? Number.NaN;
}

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

/**
 * The error function as x P(x^2) / Q(x^2), fitted to a relative error of 5e-8 up to |x| = 3.9, where the nearest
 * number in single precision is 1. The fraction is a little above 1 from there on, and cut off.
 */
export const erf: VectorFunction = (value, f) => {
  const [x, square, above] = [f.scratch("erfX"), f.scratch("erfSquare"), f.scratch("above")];
  return [
    x.set(f32x4.pmin(f32x4.pmax(value, f.constant(-4)), f.constant(4))),
    square.set(mul(x.get, x.get)),
    above.set(
      polynomial(
        f,
        square,
        [
          2.0148393371e-8, -1.9632023084e-6, 1.40596641459e-4, 3.632168045812e-3, 5.0344543397692e-2,
          1.98179363534599e-1, 1.12837911230945,
        ],
      ),
    ),
    above.set(
      div(
        mul(above.get, x.get),
        polynomial(
          f,
          square,
          [9.40553872816e-4, 1.4207623462034e-2, 1.14279699154113e-1, 5.08963633822023e-1, 1],
        ),
      ),
    ),
    f32x4.pmin(f32x4.pmax(above.get, f.constant(-1)), f.constant(1)),
  ];
};

/** x/2 (1 + erf(x / sqrt 2)) */
export const gelu: VectorFunction = (value, f) => {
  const [x, half] = [f.scratch("geluX"), f.scratch("half")];
  return [
    x.set(value),
    half.set(mul(x.get, f.constant(0.5))),
    madd(erf(mul(x.get, f.constant(Math.SQRT1_2)), f), half.get, half.get),
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
