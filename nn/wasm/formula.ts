// What formulas on vectors are made of: polynomials, rounding, signs, choices. A function of four lanes at a time is
// written as the formula it is; what it uses twice goes into a scratch variable of the function `f` that it becomes part of.

import { type Code, f32x4, i32, i32x4, type Local, v128 } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";

export type VectorFunction = (x: Code, f: FunctionBuilder) => Code;

/** c[0] x^n + c[1] x^(n-1) + ... + c[n], by Horner's scheme */
export function polynomial(f: FunctionBuilder, x: Local, coefficients: readonly number[]): Code {
  return coefficients
    .map((each) => f.constant(each))
    .reduce((sum, coefficient) => f32x4.madd(sum, x.get, coefficient));
}

/** 1.5 * 2^23: added to a number, it leaves the nearest integer in the low bits of the sum, above its own bits. */
export const rounder = 12_582_912;

/** The sign bits alone. */
export function signOf(x: Local): Code {
  return v128.xor(x.get, f32x4.abs(x.get));
}

/** The sign bits, set where an integer is odd. */
export function signIfOdd(n: Code): Code {
  return i32x4.shl(n, i32.const(31));
}

/** A mask that holds where an integer is odd. */
export function whereOdd(n: Code): Code {
  return i32x4.shr_s(signIfOdd(n), i32.const(31));
}

/** The signs of `x` put upon numbers that are not negative. */
export function withSignOf(x: Local, size: Code): Code {
  return v128.or(size, signOf(x));
}

/** The number with these bits. */
export function floatOfBits(bits: number): number {
  return new Float32Array(Int32Array.of(bits).buffer)[0] ?? Number.NaN;
}

/** A function of two vectors, which lie in variables so that they can be used again. */
export type BinaryFormula = (a: Local, b: Local, f: FunctionBuilder) => Code;

/** Tells the caller by the kernel's flag that lanes of this mask are not right: it will compute all of them in another way. */
export function flag(f: FunctionBuilder, mask: Code): Code {
  const flagged = f.scratch("flagged");
  return flagged.set(v128.or(flagged.get, mask));
}

/** A formula that uses its value more than once. */
export function twice(x: Code, f: FunctionBuilder, formula: (value: Local) => Code): Code {
  const value = f.scratch("value");
  return [value.set(x), formula(value)];
}
