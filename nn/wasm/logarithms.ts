// Logarithms on four lanes at a time, in single precision.

import { type Code, f32x4, i32, i32x4, v128 } from "./code.ts";
import { floatOfBits, polynomial, twice, type VectorFunction, withSignOf } from "./formula.ts";
import type { FunctionBuilder } from "./function.ts";

const { add, sub, mul, div, madd } = f32x4;

/** The bits of sqrt(1/2): from here to sqrt(2) is the range in which the logarithm is a polynomial. */
const halfRootBits = 0x3f3504f3;
const smallestNormal = 2 ** -126;

/** ln 2 / ln b for the base b as a sum, whose first part times a whole number is exact, and 1 / ln b. */
interface Base {
  readonly log2: number;
  readonly log2Rest: number;
  /** undefined: 1 */
  readonly scale?: number;
}

/**
 * The logarithm of x to about one unit in the last place: x = 2^n m with m from sqrt(1/2) to sqrt(2), and a polynomial
 * for log m (logf in the Cephes library). Numbers below the normal range are made larger first. What has no finite
 * logarithm comes from the root: sqrt x is NaN below 0 and infinite at infinity, and at 0 infinity is subtracted from it.
 */
function logarithm({ log2, log2Rest, scale }: Base): VectorFunction {
  return (value, f) => {
    const { x, bits, n, m, square } = f.scratches("x", "bits", "n", "m", "square");
    const [zero, infinity, normal] = [f.constant(0), f.constant(Infinity), f.constant(smallestNormal)];
    const halfRoot = f.constant(floatOfBits(halfRootBits));
    const coefficients = [
      7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
      2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    ];
    const scaled = (part: Code) => (scale === undefined ? part : mul(part, f.constant(scale)));
    return [
      x.set(value),
      bits.set(v128.bitselect(mul(x.get, f.constant(2 ** 23)), x.get, f32x4.lt(x.get, normal))),
      n.set(i32x4.shr_s(i32x4.sub(bits.get, halfRoot), i32.const(23))),
      m.set(sub(i32x4.sub(bits.get, i32x4.shl(n.get, i32.const(23))), f.constant(1))),
      n.set(f32x4.convert_i32x4_s(n.get)),
      n.set(sub(n.get, v128.and(f.constant(23), f32x4.lt(x.get, normal)))),
      square.set(mul(m.get, m.get)),
      bits.set(mul(mul(polynomial(f, m, coefficients), m.get), square.get)),
      bits.set(scaled(madd(square.get, f.constant(-0.5), bits.get))),
      bits.set(madd(n.get, f.constant(log2Rest), bits.get)),
      bits.set(madd(n.get, f.constant(log2), add(scaled(m.get), bits.get))),
      v128.bitselect(
        bits.get,
        sub(f32x4.sqrt(x.get), v128.and(infinity, f32x4.eq(x.get, zero))),
        v128.and(f32x4.lt(zero, x.get), f32x4.lt(x.get, infinity)),
      ),
    ];
  };
}

export const log = logarithm({ log2: 0.693359375, log2Rest: -2.1219444e-4 });
export const log2 = logarithm({ log2: 1, log2Rest: 0, scale: Math.LOG2E });
export const log10 = logarithm({ log2: 0.30078125, log2Rest: 2.4874566398e-4, scale: Math.LOG10E });

/** log(1 + x): what 1 + x loses in rounding is made good to first order. */
export const log1p: VectorFunction = (value, f) => {
  const { log1pX: x, sum, rest } = f.scratches("log1pX", "sum", "rest");
  const one = f.constant(1);
  return [
    x.set(value),
    sum.set(add(x.get, one)),
    rest.set(div(sub(x.get, sub(sum.get, one)), sum.get)),
    rest.set(
      v128.and(rest.get, v128.and(f32x4.lt(f.constant(0), sum.get), f32x4.lt(sum.get, f.constant(Infinity)))),
    ),
    add(log(sum.get, f), rest.get),
  ];
};

/** log(1 + small), or log(2 large) where `large` is so large that nothing of 1 is left beside it. */
function logOfEither(small: Code, large: Code, isLarge: Code, f: FunctionBuilder): Code {
  const { either, twofold } = f.scratches("either", "twofold");
  return [
    twofold.set(v128.and(f.constant(Math.LN2), isLarge)),
    either.set(v128.bitselect(large, small, isLarge)),
    add(log1p(either.get, f), twofold.get),
  ];
}

/** From here on 1 is lost beside the number, and the square not yet too large. */
const whereOneIsLost = 1e9;

/** The inverse of sinh: log(|x| + sqrt(x^2 + 1)) with the sign of x, as log1p of what that is above 1. */
export const asinh: VectorFunction = (value, f) => {
  const {
    asinhX: x,
    asinhSize: size,
    asinhSquare: square,
  } = f.scratches("asinhX", "asinhSize", "asinhSquare");
  const one = f.constant(1);
  const above = add(size.get, div(square.get, add(one, f32x4.sqrt(add(square.get, one)))));
  return [
    x.set(value),
    size.set(f32x4.abs(x.get)),
    square.set(mul(size.get, size.get)),
    withSignOf(x, logOfEither(above, size.get, f32x4.lt(f.constant(whereOneIsLost), size.get), f)),
  ];
};

/** The inverse of cosh: log(x + sqrt(x^2 - 1)) as log1p of what that is above 1; NaN below 1. */
export const acosh: VectorFunction = (value, f) => {
  const { acoshX: x, beyondOne } = f.scratches("acoshX", "beyondOne");
  const root = mul(f32x4.sqrt(beyondOne.get), f32x4.sqrt(add(beyondOne.get, f.constant(2))));
  return [
    x.set(value),
    beyondOne.set(sub(x.get, f.constant(1))),
    logOfEither(add(beyondOne.get, root), x.get, f32x4.lt(f.constant(whereOneIsLost), x.get), f),
  ];
};

/** The inverse of tanh: log((1 + |x|) / (1 - |x|)) / 2 with the sign of x; NaN beyond 1. */
export const atanh: VectorFunction = (value, f) => {
  const { atanhX: x, atanhSize: size } = f.scratches("atanhX", "atanhSize");
  const ratio = div(add(size.get, size.get), sub(f.constant(1), size.get));
  return [x.set(value), size.set(f32x4.abs(x.get)), withSignOf(x, mul(log1p(ratio, f), f.constant(0.5)))];
};

/** log(x / (1 - x)), the inverse of the sigmoid */
export const logit: VectorFunction = (x, f) =>
  twice(x, f, (p) => log(div(p.get, sub(f.constant(1), p.get)), f));
