// Functions of two numbers in single precision against JavaScript's in double precision, over pairs of numbers of all sizes and
// the ends of the range. Whole numbers must come out exactly, or be refused where 32 bits do not hold them.

import { describe, expect, it } from "vitest";
import { fromValues, valuesOf } from "../../../nn/array/ndarray.ts";
import { atan2, hypot } from "../../../nn/operations/elementary-functions.ts";
import * as elementwise from "../../../nn/operations/elementwise.ts";
import { binaryByKernel } from "../../../nn/operations/elementwise-kernels.ts";
import { noOptions, type Operation, type TwoArrays } from "../../../nn/operations/operation.ts";
import * as rounding from "../../../nn/operations/rounding.ts";

type Formula = (a: number, b: number) => number;

const ladder = Array.from({ length: 80 }, (_, i) => 2.37 ** (i - 40)).flatMap((x) => [x, -x]);
const plain = [0, -0, 0.5, 1, -1, 1.5, 2, -2, 3, -3, 7, -7, 10, 16777216, 16777217];
const ends = [Infinity, -Infinity, Number.NaN, 3.4e38, 1e-45, -1e-45, 1.2e-38];
const numbers = Float32Array.from([...ladder, ...plain, ...ends]);
const pairs = [...numbers].flatMap((a) => [...numbers].map((b): [number, number] => [a, b]));

function sidesOf(given: typeof pairs, dtype: "float32" | "int64") {
  const side = (which: 0 | 1) =>
    fromValues(
      given.map((pair) => pair[which]),
      [given.length],
      dtype,
    );
  return [side(0), side(1)] as const;
}

function compute({ forward }: Operation<TwoArrays>, dtype: "float32" | "int64", given: typeof pairs) {
  return valuesOf(forward(sidesOf(given, dtype), noOptions));
}

function powerInC(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  return base ** exponent;
}

function pythonRemainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? Math.fround(rest + b) : rest;
}

/** From the exact remainder; by zero as numbers are. */
function pythonQuotient(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  const quotient = Math.round((a - rest) / b) - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0);
  return quotient === 0 ? 0 * Math.sign(1 / a) * Math.sign(b) : quotient;
}

const cases: [name: string, operation: Operation<TwoArrays>, formula: Formula][] = [
  ["pow", elementwise.pow, powerInC],
  ["atan2", atan2, Math.atan2],
  ["hypot", hypot, Math.hypot],
  ["fmod", rounding.fmod, (a, b) => a % b],
  ["remainder", rounding.remainder, pythonRemainder],
];

describe("is right to half a millionth for numbers of any size, zeros with their signs:", () => {
  it.each(cases)("%s", (_, operation, formula) => {
    const results = compute(operation, "float32", pairs);
    let [error, at] = [0, ""];
    pairs.forEach(([a, b], i) => {
      const [result = 0, expected] = [results[i], Math.fround(formula(a, b))];
      if (Object.is(result, expected)) return;
      const distance = Math.abs(result - expected) / Math.max(Math.abs(expected), 2 ** -120);
      const apart = result === 0 && expected === 0 ? 1 : distance; // zeros of different signs
      if (result === expected && expected !== 0) return;
      if (Number.isNaN(apart) || apart > error)
        [error, at] = [apart, `${a}, ${b}: ${result}, not ${expected}`];
    });
    expect(error, at).toBeLessThan(5e-7);
  });
});

const whole = [0, 1, -1, 2, -3, 7, -10, 1000, -46341, 65536, 2147483647, -2147483648];
const wholePairs = whole.flatMap((a) => whole.map((b): [number, number] => [a, b]));
// one pair with a finite ratio that is too large, and all of them are divided by the plain path: here is none
const divisible = pairs.filter(([a, b]) => {
  const ratio = Math.abs(a / b);
  return !(ratio >= 2 ** 28 && ratio < Infinity);
});
const divisions: [name: "fmod" | "remainder" | "floorDivide" | "truncDivide", formula: Formula][] = [
  ["fmod", (a, b) => a % b],
  ["remainder", pythonRemainder],
  ["floorDivide", pythonQuotient],
  ["truncDivide", (a, b) => Math.trunc(Math.fround(a / b))],
];

describe("division with a remainder by a kernel is exact", () => {
  it.each(divisions)("%s of numbers", (name, formula) => {
    const results = binaryByKernel(name, ...sidesOf(divisible, "float32"));
    if (!results) throw new Error("the kernel has raised its flag");
    const values = valuesOf(results);
    const wrong = divisible.filter(([a, b], i) => !Object.is(values[i], Math.fround(formula(a, b))));
    expect(wrong).toEqual([]);
  });

  it.each([
    ["fmod", (a, b) => a % b],
    ["remainder", (a, b) => a - b * Math.floor(a / b)],
    ["floorDivide", (a, b) => Math.floor(a / b)],
    ["truncDivide", (a, b) => Math.trunc(a / b)],
  ] satisfies typeof divisions)("%s of whole numbers", (name, formula) => {
    const possible = wholePairs.filter(([a, b]) => b !== 0 && a / b !== 2 ** 31);
    const results = binaryByKernel(name, ...sidesOf(possible, "int64"));
    if (!results) throw new Error("the kernel has raised its flag");
    expect([...valuesOf(results)]).toEqual(possible.map(([a, b]) => formula(a, b) + 0)); // no -0
  });
});

const integerCases: [name: string, operation: Operation<TwoArrays>, formula: Formula][] = [
  ["add", elementwise.add, (a, b) => a + b],
  ["sub", elementwise.sub, (a, b) => a - b],
  ["mul", elementwise.mul, (a, b) => a * b],
  ["maximum", elementwise.maximum, Math.max],
  ["minimum", elementwise.minimum, Math.min],
  ["floorDivide", rounding.floorDivide, (a, b) => Math.floor(a / b)],
  ["truncDivide", rounding.truncDivide, (a, b) => Math.trunc(a / b)],
  ["remainder", rounding.remainder, (a, b) => a - b * Math.floor(a / b)],
  ["fmod", rounding.fmod, (a, b) => a % b],
];

describe("of whole numbers", () => {
  const fits = (value: number) => value >= -(2 ** 31) && value < 2 ** 31;

  it.each(integerCases)("%s is exact", (name, operation, formula) => {
    const possible = wholePairs.filter(
      ([a, b]) => fits(formula(a, b)) && (b !== 0 || /^(add|sub|mul|m..imum)$/.test(name)),
    );
    const expected = possible.map(([a, b]) => formula(a, b) + 0); // no -0
    expect([...compute(operation, "int64", possible)]).toEqual(expected);
  });

  it.each(integerCases.slice(0, 3))("%s refuses what does not fit, and says it", (_, operation, formula) => {
    const tooLarge = wholePairs.filter(([a, b]) => !fits(formula(a, b)));
    expect(tooLarge.length).toBeGreaterThan(3);
    for (const [a, b] of tooLarge) {
      const among: typeof pairs = [
        [1, 1],
        [2, 3],
        [0, 0],
        [a, b],
        [1, 5],
        [4, 4],
        [5, 5],
      ];
      expect(() => compute(operation, "int64", among)).toThrow(String(formula(a, b)));
    }
  });
});
