// Functions of real numbers on four lanes at a time, in single precision. Each is written as the formula it is;
// what a formula uses twice goes into a local variable that `fresh` makes.

import { type Code, f32x4, i32, i32x4, type Local, v128 } from "./code.ts";

export type Fresh = (name: string) => Local;
export type VectorFunction = (x: Code, fresh: Fresh) => Code;

const { add, sub, mul, div, madd, const: constant } = f32x4;

/** c[0] x^n + c[1] x^(n-1) + ... + c[n], by Horner's scheme */
function polynomial(x: Local, coefficients: readonly number[]): Code {
  return coefficients.map(constant).reduce((sum, coefficient) => madd(sum, x.get, coefficient));
}

/**
 * e^x to about one unit in the last place: x = n ln 2 + r, a polynomial for e^r, and 2^n put into the exponent.
 * Coefficients and the splitting of ln 2 are those of expf in the Cephes library (Moshier 1992). 2^n is
 * multiplied in two halves, so that results below the normal range, and infinity, come out right.
 */
export const exp: VectorFunction = (value, fresh) => {
  const [x, n, r, half] = [fresh("x"), fresh("n"), fresh("r"), fresh("half")];
  const powerOfTwo = (exponent: Code) => i32x4.shl(i32x4.add(exponent, i32x4.const(127)), i32.const(23));
  return [
    x.set(f32x4.min(f32x4.max(value, constant(-104)), constant(89))),
    n.set(f32x4.nearest(mul(x.get, constant(Math.LOG2E)))),
    r.set(madd(n.get, constant(-0.693359375), x.get)),
    r.set(madd(n.get, constant(2.1219444e-4), r.get)),
    n.set(i32x4.trunc_sat_f32x4_s(n.get)),
    half.set(i32x4.shr_s(n.get, i32.const(1))),
    x.set(
      polynomial(
        r,
        [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1],
      ),
    ),
    x.set(add(madd(mul(r.get, r.get), x.get, r.get), constant(1))),
    mul(mul(x.get, powerOfTwo(half.get)), powerOfTwo(i32x4.sub(n.get, half.get))),
  ];
};

/** 1 / (1 + e^-x) */
export const sigmoid: VectorFunction = (x, fresh) =>
  div(constant(1), add(constant(1), exp(f32x4.neg(x), fresh)));

/**
 * tanh x: near zero a polynomial (tanhf in Cephes), so that small results keep their digits; beyond,
 * 1 - 2 / (e^2|x| + 1) with the sign of x.
 */
export const tanh: VectorFunction = (value, fresh) => {
  const [x, size, square, large] = [fresh("tanhX"), fresh("size"), fresh("square"), fresh("large")];
  const signBit = i32x4.const(-0x80000000);
  return [
    x.set(value),
    size.set(f32x4.abs(x.get)),
    large.set(sub(constant(1), div(constant(2), add(exp(add(size.get, size.get), fresh), constant(1))))),
    large.set(v128.or(large.get, v128.and(x.get, signBit))),
    square.set(mul(x.get, x.get)),
    v128.bitselect(
      madd(
        mul(
          polynomial(
            square,
            [-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1],
          ),
          square.get,
        ),
        x.get,
        x.get,
      ),
      large.get,
      f32x4.lt(size.get, constant(0.625)),
    ),
  ];
};

/** x/2 (1 + erf(x / sqrt 2)), with erf by Abramowitz and Stegun 7.1.26: wrong by at most 1.5e-7. */
export const gelu: VectorFunction = (value, fresh) => {
  const [x, size, t, erf] = [fresh("geluX"), fresh("size"), fresh("t"), fresh("erf")];
  const signBit = i32x4.const(-0x80000000);
  return [
    x.set(value),
    size.set(mul(f32x4.abs(x.get), constant(Math.SQRT1_2))),
    t.set(div(constant(1), madd(size.get, constant(0.3275911), constant(1)))),
    erf.set(mul(polynomial(t, [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592]), t.get)),
    erf.set(mul(erf.get, exp(f32x4.neg(mul(size.get, size.get)), fresh))),
    erf.set(v128.or(sub(constant(1), erf.get), v128.and(x.get, signBit))),
    mul(mul(x.get, constant(0.5)), add(constant(1), erf.get)),
  ];
};

/** x/2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) */
export const geluTanh: VectorFunction = (value, fresh) => {
  const [x, inner] = [fresh("geluX"), fresh("inner")];
  return [
    x.set(value),
    inner.set(madd(mul(mul(x.get, x.get), x.get), constant(0.044715), x.get)),
    inner.set(tanh(mul(inner.get, constant(Math.sqrt(2 / Math.PI))), fresh)),
    mul(mul(x.get, constant(0.5)), add(constant(1), inner.get)),
  ];
};
