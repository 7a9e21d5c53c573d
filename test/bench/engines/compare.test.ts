import { describe, expect, it } from "vitest";
import { deviation } from "../../../bench/engines/compare.ts";

describe("the comparison of outputs before they are timed", () => {
  const cases: { what: string; actual: number[]; expected: number[]; agrees: boolean }[] = [
    { what: "equal numbers", actual: [1, -2], expected: [1, -2], agrees: true },
    { what: "a relative difference of 9e-5", actual: [1000.09], expected: [1000], agrees: true },
    { what: "a relative difference of 2e-4", actual: [1000.2], expected: [1000], agrees: false },
    { what: "9e-6 beside zero", actual: [9e-6], expected: [0], agrees: true },
    { what: "2e-5 beside zero", actual: [2e-5], expected: [0], agrees: false },
    { what: "8e-4 beside zero where others are 100", actual: [8e-4, 100], expected: [0, 100], agrees: true },
    { what: "another length", actual: [1, 2, 3], expected: [1, 2], agrees: false },
    { what: "a NaN that is not expected", actual: [Number.NaN], expected: [1], agrees: false },
    {
      what: "numbers that are infinite on both sides",
      actual: [Infinity],
      expected: [Infinity],
      agrees: false,
    },
  ];
  it.each(cases)("judges $what", ({ actual, expected, agrees }) => {
    expect(deviation(Float32Array.from(actual), Float32Array.from(expected)) <= 1).toBe(agrees);
  });
});
