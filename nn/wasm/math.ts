// Functions that networks bend numbers with, on four lanes at a time, in single precision.

import { type Code, f32x4, i32x4, type Local, v128 } from "./code.ts";
import { exp } from "./exponentials.ts";
import { polynomial, signOf, type VectorFunction } from "./formula.ts";
import type { FunctionBuilder } from "./function.ts";

const { add, sub, mul, div, madd } = f32x4;

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

/**
 * 1 - erf(x), to some 3e-7 of itself also where erf is nearly 1: for s = |x| it is t exp(-s^2 + P(t)) with t = 1 / (1 + s/2)
 * (erfcc in Numerical Recipes, 6.2), and for negative x what that lacks to 2. The square of s is too long for single
 * precision, and comes in two parts, of which the first is exact.
 */
export const erfc: VectorFunction = (value, f) => {
  const {
    erfcX: x,
    erfcSize: size,
    t,
    front,
    erfcRest: rest,
  } = f.scratches("erfcX", "erfcSize", "t", "front", "erfcRest");
  return [
    x.set(value),
    size.set(f32x4.pmin(f32x4.abs(x.get), f.constant(16))),
    t.set(div(f.constant(1), madd(size.get, f.constant(0.5), f.constant(1)))),
    front.set(v128.and(size.get, i32x4.const(-4096))),
    rest.set(mul(sub(front.get, size.get), add(front.get, size.get))),
    rest.set(add(rest.get, erfcPolynomial(t, f))),
    front.set(exp(f32x4.neg(mul(front.get, front.get)), f)),
    front.set(mul(mul(exp(rest.get, f), t.get), front.get)),
    v128.bitselect(sub(f.constant(2), front.get), front.get, f32x4.lt(x.get, f.constant(0))),
  ];
};

function erfcPolynomial(t: Local, f: FunctionBuilder): Code {
  return polynomial(
    f,
    t,
    [
      0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
      1.00002368, -1.26551223,
    ],
  );
}

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
