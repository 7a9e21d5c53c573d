// Division with a remainder, four lanes at a time. Numbers in single precision and 32-bit integers have quotients and
// remainders that double precision holds exactly: there the quotient is found, and never rounded up to a whole number.

import { type Code, f32x4, f64x2, i32x4, type Local, v128 } from "./code.ts";
import { type BinaryFormula, flag } from "./formula.ts";
import type { FunctionBuilder } from "./function.ts";

const { trunc, sub, mul, div, add, lt } = f64x2;

/**
 * Ratios of numbers from here on have remainders that a product in double precision does not give: 53 bits less those of b,
 * and one. Below, a ratio is further from the next whole number (2^-24, one unit of b) than rounding takes it.
 */
const largestRatio = 2 ** 28;

/** Lanes that hold where both numbers are not zero, and of different signs. */
function against(a: Code, b: Code, f: FunctionBuilder): Code {
  return lt(mul(a, b), f.double(0));
}

/** a - b trunc(a / b), with the sign of a. */
const restOfTrunc: BinaryFormula = (a, b, f) => {
  const { quotient } = f.scratches("quotient");
  return [
    quotient.set(trunc(div(a.get, b.get))),
    // 0 times infinity is not a number, but here it takes nothing away
    sub(a.get, v128.and(mul(quotient.get, b.get), f64x2.ne(quotient.get, f.double(0)))),
  ];
};

/** a - b floor(a / b), with the sign of b: the rest of trunc, and one b more where its sign differs. */
const restOfFloor: BinaryFormula = (a, b, f) => {
  const { floorRest } = f.scratches("floorRest");
  return [
    floorRest.set(restOfTrunc(a, b, f)),
    add(floorRest.get, v128.and(b.get, against(floorRest.get, b.get, f))),
  ];
};

/** floor(a / b) from the exact remainder, so that a rounded quotient does not end one too high. */
const floorOfQuotient: BinaryFormula = (a, b, f) => {
  const { floorRest } = f.scratches("floorRest");
  return [
    floorRest.set(restOfTrunc(a, b, f)),
    sub(
      f64x2.nearest(div(sub(a.get, floorRest.get), b.get)),
      v128.and(f.double(1), against(floorRest.get, b.get, f)),
    ),
  ];
};

/** The formula, with a flag for finite ratios that are too large for it. */
function flaggingLargeRatios(formula: BinaryFormula): BinaryFormula {
  return (a, b, f) => {
    const { ratio } = f.scratches("ratio");
    const tooLarge = v128.andnot(lt(ratio.get, f.double(Infinity)), lt(ratio.get, f.double(largestRatio)));
    return [ratio.set(f64x2.abs(div(a.get, b.get))), flag(f, tooLarge), formula(a, b, f)];
  };
}

/** Four lanes of a formula in double precision, half by half. */
function byHalves(
  formula: BinaryFormula,
  widen: (value: Code) => Code,
  narrow: (value: Code) => Code,
): BinaryFormula {
  return (a, b, f) => {
    const { wideA, wideB, lowHalf, highHalf } = f.scratches("wideA", "wideB", "lowHalf", "highHalf");
    const upper = (x: Local): Code => v128.shuffle32(x.get, x.get, [2, 3, 2, 3]);
    return [
      wideA.set(widen(a.get)),
      wideB.set(widen(b.get)),
      lowHalf.set(narrow(formula(wideA, wideB, f))),
      wideA.set(widen(upper(a))),
      wideB.set(widen(upper(b))),
      highHalf.set(narrow(formula(wideA, wideB, f))),
      v128.shuffle32(lowHalf.get, highHalf.get, [0, 1, 4, 5]),
    ];
  };
}

const ofNumbers = (formula: BinaryFormula) =>
  byHalves(flaggingLargeRatios(formula), f64x2.promote_low_f32x4, f32x4.demote_f64x2_zero);
const ofIntegers = (formula: BinaryFormula) =>
  byHalves(formula, f64x2.convert_low_i32x4_s, i32x4.trunc_sat_f64x2_s_zero);

/** What is zero gets these signs. */
function zeroWithSign(value: Code, signs: Code, f: FunctionBuilder): Code {
  const { signed } = f.scratches("signed");
  const sign = v128.andnot(signs, f32x4.abs(signs));
  return [signed.set(value), v128.bitselect(sign, signed.get, f32x4.eq(signed.get, f.constant(0)))];
}

/** What C's fmod, Python's % and Python's // give. */
export const numberDivisions = {
  fmod: (a, b, f) => zeroWithSign(ofNumbers(restOfTrunc)(a, b, f), a.get, f),
  remainder: (a, b, f) => zeroWithSign(ofNumbers(restOfFloor)(a, b, f), a.get, f),
  floorDivide: (a, b, f) => {
    const { whole } = f.scratches("whole");
    return [
      whole.set(zeroWithSign(ofNumbers(floorOfQuotient)(a, b, f), v128.xor(a.get, b.get), f)),
      v128.bitselect(f32x4.div(a.get, b.get), whole.get, f32x4.eq(b.get, f.constant(0))),
    ];
  },
  truncDivide: (a, b) => f32x4.trunc(f32x4.div(a.get, b.get)),
} satisfies Record<string, BinaryFormula>;

/** Only the least integer divided by -1 does not fit. */
function flagOverflow(a: Local, b: Local, f: FunctionBuilder): Code {
  const least = i32x4.eq(a.get, i32x4.const(-(2 ** 31)));
  return flag(f, v128.and(least, i32x4.eq(b.get, i32x4.const(-1))));
}

export const integerDivisions = {
  fmod: ofIntegers(restOfTrunc),
  remainder: ofIntegers(restOfFloor),
  floorDivide: (a, b, f) => [flagOverflow(a, b, f), ofIntegers(floorOfQuotient)(a, b, f)],
  truncDivide: (a, b, f) => [flagOverflow(a, b, f), ofIntegers((x, y) => trunc(div(x.get, y.get)))(a, b, f)],
} satisfies Record<string, BinaryFormula>;
