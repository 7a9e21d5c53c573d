// General powers, four lanes at a time: a^b = 2^(b log2 a). The logarithm and its product with b are computed in double
// precision, since an error of theirs counts as often as the exponent is large; the rest is exp2's.

import { type Code, f32x4, f64x2, i32, i32x4, type Local, v128 } from "./code.ts";
import { powerOfTwoTimes } from "./exponentials.ts";
import { type BinaryFormula, floatOfBits, rounder, signOf } from "./formula.ts";
import type { FunctionBuilder } from "./function.ts";

const { add, sub, mul, div, madd } = f64x2;

const halfRoot = floatOfBits(0x3f3504f3);

/** log2 m for m from sqrt(1/2) to sqrt(2): with s = (m - 1) / (m + 1) it is 2 / ln 2 (s + s^3/3 + s^5/5 + ...). */
function logarithm(m: Local, f: FunctionBuilder): Code {
  const { s, sSquare, series } = f.scratches("s", "sSquare", "series");
  const coefficients = [13, 11, 9, 7, 5, 3, 1].map((n) => f.double((2 * Math.LOG2E) / n));
  return [
    s.set(div(sub(m.get, f.double(1)), add(m.get, f.double(1)))),
    sSquare.set(mul(s.get, s.get)),
    series.set(coefficients.reduce((sum, each) => madd(sum, sSquare.get, each))),
    mul(s.get, series.get),
  ];
}

/** Half of the lanes of b log2 a, kept within what 2 has powers for. */
function exponent(m: Local, n: Local, b: Local, upper: boolean, f: FunctionBuilder): Code {
  const { wideM, log } = f.scratches("wideM", "log");
  const half = (x: Local): Code => (upper ? v128.shuffle32(x.get, x.get, [2, 3, 2, 3]) : x.get);
  return [
    wideM.set(f64x2.promote_low_f32x4(half(m))),
    log.set(add(f64x2.convert_low_i32x4_s(half(n)), logarithm(wideM, f))),
    log.set(mul(log.get, f64x2.promote_low_f32x4(half(b)))),
    f64x2.pmin(f64x2.pmax(log.get, f.double(-160)), f.double(160)),
  ];
}

/**
 * |a|^b by double precision. Of 0, infinity and NaN the logarithm is not what the bits say: their powers are 0 or infinity as
 * b is positive or negative, and NaN. What else is special about signs and infinities comes after it.
 */
function powerOfSize(a: Local, b: Local, f: FunctionBuilder): Code {
  const { base, m, n, whole, fraction } = f.scratches("base", "m", "n", "whole", "fraction");
  const { low, high } = f.scratches("low", "high");
  const tiny = f32x4.lt(base.get, f.constant(2 ** -126));
  const both = (lowHalf: Code, highHalf: Code): Code =>
    v128.shuffle32(f32x4.demote_f64x2_zero(lowHalf), f32x4.demote_f64x2_zero(highHalf), [0, 1, 4, 5]);
  return [
    base.set(f32x4.abs(a.get)),
    m.set(v128.bitselect(f32x4.mul(base.get, f.constant(2 ** 23)), base.get, tiny)),
    n.set(i32x4.shr_s(i32x4.sub(m.get, f.constant(halfRoot)), i32.const(23))),
    m.set(i32x4.sub(m.get, i32x4.shl(n.get, i32.const(23)))),
    n.set(i32x4.sub(n.get, v128.and(i32x4.const(23), tiny))),
    low.set(exponent(m, n, b, false, f)),
    high.set(exponent(m, n, b, true, f)),
    whole.set(both(f64x2.nearest(low.get), f64x2.nearest(high.get))),
    fraction.set(both(sub(low.get, f64x2.nearest(low.get)), sub(high.get, f64x2.nearest(high.get)))),
    whole.set(i32x4.sub(f32x4.add(whole.get, f.constant(rounder)), f.constant(rounder))),
    fraction.set(powerOfTwoTimes(fraction, whole, f)),
    whole.set(v128.xor(f32x4.eq(base.get, f.constant(0)), f32x4.lt(b.get, f.constant(0)))), // where the power is 0
    m.set(v128.or(f32x4.eq(base.get, f.constant(0)), f32x4.eq(base.get, f.constant(Infinity)))),
    fraction.set(v128.bitselect(v128.andnot(f.constant(Infinity), whole.get), fraction.get, m.get)),
    v128.or(fraction.get, v128.or(f32x4.ne(base.get, base.get), f32x4.ne(b.get, b.get))),
  ];
}

/**
 * a^b as C's pow gives it: 1 for b = 0 and for a = 1, also beside NaN; of a negative a the odd powers are negative, and those
 * that are not whole NaN.
 */
export const pow: BinaryFormula = (a, b, f) => {
  const { power, special } = f.scratches("power", "special");
  const { lt, eq, abs, trunc } = f32x4;
  const one = f.constant(1);
  const size = abs(a.get);
  const infinite = eq(abs(b.get), f.constant(Infinity));
  const halfB = f32x4.mul(b.get, f.constant(0.5));
  const isWhole = eq(trunc(b.get), b.get);
  const isEven = eq(trunc(halfB), halfB);
  return [
    power.set(powerOfSize(a, b, f)),
    power.set(v128.or(power.get, v128.and(signOf(a), v128.andnot(isWhole, isEven)))),
    // negative and finite, to a power that is not whole
    special.set(v128.andnot(v128.and(lt(a.get, f.constant(0)), lt(size, f.constant(Infinity))), isWhole)),
    power.set(v128.or(power.get, special.get)),
    special.set(v128.and(eq(size, one), infinite)),
    special.set(v128.or(special.get, v128.or(eq(a.get, one), eq(b.get, f.constant(0))))),
    v128.bitselect(one, power.get, special.get),
  ];
};
