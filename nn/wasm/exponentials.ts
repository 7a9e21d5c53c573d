// Powers of e and of 2 on four lanes at a time, in single precision, and what is made of them.

import { type Code, f32x4, i32, i32x4, type Local, v128 } from "./code.ts";
import { polynomial, rounder, type VectorFunction, withSignOf } from "./formula.ts";
import type { FunctionBuilder } from "./function.ts";

const { add, sub, mul, div, madd } = f32x4;

/** What e^r - 1 is divided by r^2, less r: (e^r - 1 - r) / r^2 for |r| up to ln(2) / 2. */
const expCoefficients = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
];

/** e^r - 1 for |r| up to ln(2) / 2; `scratch` holds the polynomial. */
function smallPower(r: Local, scratch: Local, f: FunctionBuilder): Code {
  return [scratch.set(polynomial(f, r, expCoefficients)), madd(mul(r.get, r.get), scratch.get, r.get)];
}

/** 2^n x for integers n: 2^n is multiplied in two halves, so that neither leaves the range before the result does. */
function timesPowerOfTwo(x: Code, n: Local, half: Local, f: FunctionBuilder): Code {
  const powerOfTwo = (exponent: Code) => i32x4.add(i32x4.shl(exponent, i32.const(23)), f.constant(1)); // bits of 1.0
  return mul(mul(x, powerOfTwo(half.get)), powerOfTwo(i32x4.sub(n.get, half.get)));
}

/** 2^(n + r) for integers n and rests r of at most a half; both are used up. */
export function powerOfTwoTimes(r: Local, n: Local, f: FunctionBuilder): Code {
  const { x, half } = f.scratches("x", "half");
  return [
    r.set(mul(r.get, f.constant(Math.LN2))),
    half.set(i32x4.shr_s(n.get, i32.const(1))),
    x.set(add(smallPower(r, x, f), f.constant(1))),
    timesPowerOfTwo(x.get, n, half, f),
  ];
}

/**
 * e^x to about one unit in the last place: x = n ln 2 + r, a polynomial for e^r, and 2^n put into the exponent.
 * Coefficients and the splitting of ln 2 are those of expf in the Cephes library (Moshier 1992).
 */
export const exp: VectorFunction = (value, f) => {
  const { x, n, r, half } = f.scratches("x", "n", "r", "half");
  return [
    x.set(f32x4.pmin(f32x4.pmax(value, f.constant(-104)), f.constant(89))),
    n.set(madd(x.get, f.constant(Math.LOG2E), f.constant(rounder))),
    r.set(sub(n.get, f.constant(rounder))),
    n.set(i32x4.sub(n.get, f.constant(rounder))),
    half.set(i32x4.shr_s(n.get, i32.const(1))),
    x.set(madd(r.get, f.constant(-0.693359375), x.get)),
    r.set(madd(r.get, f.constant(2.1219444e-4), x.get)),
    x.set(add(smallPower(r, x, f), f.constant(1))),
    timesPowerOfTwo(x.get, n, half, f),
  ];
};

/** 2^x: the whole part goes into the exponent, the rest is a power of e. */
export const exp2: VectorFunction = (value, f) => {
  const { x, n, r } = f.scratches("x", "n", "r");
  return [
    x.set(f32x4.pmin(f32x4.pmax(value, f.constant(-151)), f.constant(129))),
    n.set(add(x.get, f.constant(rounder))),
    r.set(sub(x.get, sub(n.get, f.constant(rounder)))),
    n.set(i32x4.sub(n.get, f.constant(rounder))),
    powerOfTwoTimes(r, n, f),
  ];
};

/** e^x - 1: from the polynomial of exp near 0, so that small results keep their digits. */
export const expm1: VectorFunction = (value, f) => {
  const { expm1X, large } = f.scratches("expm1X", "large");
  const near = f32x4.lt(f32x4.abs(expm1X.get), f.constant(0.34));
  return [
    expm1X.set(value),
    large.set(sub(exp(expm1X.get, f), f.constant(1))),
    v128.bitselect(smallPower(expm1X, f.scratch("x"), f), large.get, near),
  ];
};

/** e^(|x| / 2) / 2 and e^(|x| / 2): their product is e^|x| / 2, also where e^|x| would be too large. */
function halfPower(
  x: Local,
  f: FunctionBuilder,
): { readonly set: Code; readonly half: Code; readonly rest: Code } {
  const root = f.scratch("root");
  return {
    set: root.set(exp(mul(f32x4.abs(x.get), f.constant(0.5)), f)),
    half: mul(mul(root.get, f.constant(0.5)), root.get),
    rest: div(f.constant(0.5), mul(root.get, root.get)),
  };
}

/** (e^x + e^-x) / 2 */
export const cosh: VectorFunction = (value, f) => {
  const x = f.scratch("coshX");
  const power = halfPower(x, f);
  return [x.set(value), power.set, add(power.half, power.rest)];
};

/** (e^x - e^-x) / 2; below 1 its Taylor series, so that small results keep their digits. */
export const sinh: VectorFunction = (value, f) => {
  const { sinhX: x, square, large } = f.scratches("sinhX", "square", "large");
  const power = halfPower(x, f);
  const series = polynomial(f, square, [1 / 362880, 1 / 5040, 1 / 120, 1 / 6]);
  return [
    x.set(value),
    power.set,
    large.set(withSignOf(x, sub(power.half, power.rest))),
    square.set(mul(x.get, x.get)),
    v128.bitselect(
      madd(mul(series, square.get), x.get, x.get),
      large.get,
      f32x4.lt(f32x4.abs(x.get), f.constant(1)),
    ),
  ];
};
