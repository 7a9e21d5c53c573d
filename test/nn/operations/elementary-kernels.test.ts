// Functions of real numbers in single precision against JavaScript's in double precision: over their whole range, in steps
// that grow with the numbers, and at the ends. Small results keep their digits, so the error is told relative to them.

import { describe, expect, it } from "vitest";
import { fromValues, valuesOf } from "../../../nn/array/ndarray.ts";
import * as elementary from "../../../nn/operations/elementary-functions.ts";
import { pow } from "../../../nn/operations/elementwise.ts";
import { noOptions, type OneArray, type Operation } from "../../../nn/operations/operation.ts";
import * as rounding from "../../../nn/operations/rounding.ts";
import { erfc as erfcOf } from "../../../nn/operations/scalar-functions.ts";

const ends = [0, -0, 1, -1, Infinity, -Infinity, Number.NaN, 3.4e38, -3.4e38];
/** From 1e-30 to 1e6, of both signs, and the neighbourhood of 1. */
const ladder = Array.from({ length: 6000 }, (_, i) => 1.014 ** i * 1e-30).flatMap((x) => [x, -x]);
const around = Array.from({ length: 4000 }, (_, i) => (i - 2000) / 137);
const inputs = Float32Array.from([...ends, ...ladder.filter((x) => Math.abs(x) < 1e6), ...around]);

const { sin, cos, tan, asin, acos, atan, sinh, cosh, exp2, expm1, log2, log10, log1p } = elementary;
const { asinh, acosh, atanh, erfc } = elementary;
type Case = [name: string, operation: Operation<OneArray>, formula: (x: number) => number];
const cases: Case[] = [
  ["asin", asin, Math.asin],
  ["acos", acos, Math.acos],
  ["atan", atan, Math.atan],
  ["sinh", sinh, Math.sinh],
  ["cosh", cosh, Math.cosh],
  ["exp2", exp2, (x) => 2 ** x],
  ["expm1", expm1, Math.expm1],
  ["log2", log2, Math.log2],
  ["log10", log10, Math.log10],
  ["log1p", log1p, Math.log1p],
  ["asinh", asinh, Math.asinh],
  ["acosh", acosh, Math.acosh],
  ["atanh", atanh, Math.atanh],
  ["erfc", erfc, erfcOf],
  ["frac", rounding.frac, (x) => x - Math.trunc(x)],
  ["sign", rounding.sign, (x) => Math.sign(x) || 0],
];

function worst(
  values: Float32Array,
  { forward }: Operation<OneArray>,
  formula: (x: number) => number,
  scale = 0,
) {
  const results = valuesOf(forward([fromValues(values, [values.length], "float32")], noOptions));
  let [error, at] = [0, Number.NaN];
  values.forEach((x, i) => {
    const [result, expected] = [results[i] ?? 0, Math.fround(formula(x))];
    if (Object.is(result, expected) || result === expected) return;
    const size = Math.max(Math.abs(expected), scale, 2 ** -120);
    const distance = Math.abs(result - expected) / size;
    if (Number.isNaN(distance) || distance > error) [error, at] = [distance, x];
  });
  return { error, at };
}

describe("is right to half a millionth, from the smallest numbers to infinity:", () => {
  it.each(cases)("%s", (_, operation, formula) => {
    const { error, at } = worst(inputs, operation, formula);
    expect(error, `at ${at}`).toBeLessThan(5e-7);
  });

  it.each<[number, (x: number) => number]>([
    [2, (x) => x * x],
    [3, (x) => x * x * x],
    [0.5, Math.sqrt],
    [-0.5, (x) => 1 / Math.sqrt(x)],
    [-1, (x) => 1 / x],
    [-2, (x) => 1 / Math.fround(x * x)],
  ])("the power %d", (exponent, formula) => {
    const power: Operation<OneArray> = {
      name: "Pow",
      gradient: "none",
      forward: ([x]) => pow.forward([x, fromValues([exponent], [], "float32")], noOptions),
    };
    const { error, at } = worst(inputs, power, formula);
    expect(error, `at ${at}`).toBeLessThan(5e-7);
  });
});

describe("functions of angles", () => {
  const angles: Case[] = [
    ["sin", sin, Math.sin],
    ["cos", cos, Math.cos],
    ["tan", tan, Math.tan],
  ];
  it.each(angles)("%s is right for angles up to 8192, by its kernel", (_, operation, formula) => {
    const { error, at } = worst(
      inputs.filter((x) => Math.abs(x) < 8192),
      operation,
      formula,
      1,
    );
    expect(error, `at ${at}`).toBeLessThan(2e-6);
  });

  it.each(angles)("%s of a small angle keeps its digits", (_, operation, formula) => {
    const small = inputs.filter((x) => Math.abs(x) < 0.78);
    expect(worst(small, operation, formula).error).toBeLessThan(5e-7);
  });

  it.each(angles)("%s is right for larger ones, infinity and NaN too", (_, operation, formula) => {
    expect(worst(inputs, operation, formula).error).toBeLessThan(5e-7);
  });
});
