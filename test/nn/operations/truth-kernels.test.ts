// Kernels of truth values, and those that turn elements of one type into another, against the definition: in arrays of all
// lengths about those that vectors of sixteen bytes and of four elements take, where the last elements are done apart.

import { describe, expect, it } from "vitest";
import type { DType } from "../../../nn/array/dtype.ts";
import { fromValues, valuesOf } from "../../../nn/array/ndarray.ts";
import { convertByKernel, truthsByKernel } from "../../../nn/operations/elementwise-kernels.ts";
import type { TruthName } from "../../../nn/wasm/truths.ts";

const lengths = [1, 3, 4, 15, 16, 17, 31, 33, 100, 4096, 4099];

const truths = (length: number, each: (i: number) => boolean) =>
  fromValues(
    Array.from({ length }, (_, i) => Number(each(i))),
    [length],
    "bool",
  );

describe("of two truth values", () => {
  const rules: Readonly<Record<Exclude<TruthName, "logicalNot">, (a: boolean, b: boolean) => boolean>> = {
    add: (a, b) => a || b,
    mul: (a, b) => a && b,
    maximum: (a, b) => a || b,
    minimum: (a, b) => a && b,
    fmax: (a, b) => a || b,
    fmin: (a, b) => a && b,
    logicalAnd: (a, b) => a && b,
    logicalOr: (a, b) => a || b,
    logicalXor: (a, b) => a !== b,
    eq: (a, b) => a === b,
    ne: (a, b) => a !== b,
    lt: (a, b) => a < b,
    gt: (a, b) => a > b,
    le: (a, b) => a <= b,
    ge: (a, b) => a >= b,
  };
  const left = (i: number) => i % 2 === 1;
  const right = (i: number) => i % 3 === 1 || i % 7 === 2;

  it.each(Object.entries(rules) as [keyof typeof rules, (a: boolean, b: boolean) => boolean][])(
    "%s, side by side and beside one",
    (name, rule) => {
      for (const length of lengths) {
        const [a, b] = [truths(length, left), truths(length, right)];
        const results = truthsByKernel(name, [a, b]);
        const expected = Array.from({ length }, (_, i) => Number(rule(left(i), right(i))));
        expect(results && [...valuesOf(results)]).toEqual(expected);
        for (const one of [0, 1]) {
          const beside = truthsByKernel(name, [a, fromValues([one], [], "bool")]);
          const alone = Array.from({ length }, (_, i) => Number(rule(left(i), one === 1)));
          expect(beside && [...valuesOf(beside)]).toEqual(alone);
        }
      }
    },
  );

  it("logicalNot of one", () => {
    for (const length of lengths) {
      const results = truthsByKernel("logicalNot", [truths(length, right)]);
      expect(results && [...valuesOf(results)]).toEqual(Array.from({ length }, (_, i) => Number(!right(i))));
    }
  });
});

describe("conversion", () => {
  const some = [0, 1, -1, 2.5, -2.5, 0.4, -0.9, 1e-40, 16_777_217, 2 ** 31 - 128, -(2 ** 31)];
  const given: Readonly<Record<"float32" | "int64" | "bool", (i: number) => number>> = {
    float32: (i) => Math.fround(some[i % some.length] ?? 0),
    int64: (i) => Math.trunc(some[i % some.length] ?? 0) + 0,
    bool: (i) => Number(some[i % some.length] !== 0),
  };
  const become: Readonly<Record<"float32" | "int64" | "bool", (value: number) => number>> = {
    float32: Math.fround,
    int64: (value) => Math.trunc(value) + 0, // no -0
    bool: (value) => Number(value !== 0),
  };
  const kinds = ["float32", "int64", "bool"] as const;
  const cases = kinds.flatMap((from) => kinds.filter((to) => to !== from).map((to) => [from, to] as const));

  it.each(cases)("of %s to %s", (from, to) => {
    for (const length of lengths) {
      const values = Array.from({ length }, (_, i) => given[from](i));
      const results = convertByKernel(fromValues(values, [length], from), to);
      expect(results && [...valuesOf(results)]).toEqual(values.map(become[to]));
    }
  });

  it.each([2 ** 31, -(2 ** 31) - 256, Infinity, Number.NaN])(
    "to int64 is left to the plain path for %d",
    (value) => {
      for (const place of [0, 5, 16]) {
        const values = Array.from({ length: 17 }, (_, i) => (i === place ? value : i));
        expect(convertByKernel(fromValues(values, [17], "float32"), "int64")).toBeUndefined();
      }
    },
  );

  it("is none to the same dtype, or where float64 is one of the two", () => {
    const pairs: [DType, DType][] = [
      ["float32", "float32"],
      ["float64", "int64"],
      ["bool", "float64"],
    ];
    for (const [from, to] of pairs) expect(convertByKernel(fromValues([1], [1], from), to)).toBeUndefined();
  });
});
