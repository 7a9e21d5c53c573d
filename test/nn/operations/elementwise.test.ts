// Elementwise operations against their formulas: arrays of any shapes and strides, broadcast together, by kernels and
// without, and what they refuse.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DType } from "../../../nn/array/dtype.ts";
import { fromValues, full, type NDArray, valuesOf } from "../../../nn/array/ndarray.ts";
import { broadcastShapes } from "../../../nn/array/shape.ts";
import { narrow, transpose } from "../../../nn/array/views.ts";
import * as elementary from "../../../nn/operations/elementary-functions.ts";
import * as elementwise from "../../../nn/operations/elementwise.ts";
import type { OneArray, Operation, TwoArrays } from "../../../nn/operations/operation.ts";
import { arrayOf, expectClose, referenceOf, references } from "../support/compare.ts";
import * as naive from "../support/naive.ts";
import { shapes, stridedViews } from "../support/strided.ts";

/** Two shapes that broadcast: dimensions of a common one dropped from the front, or made 1. */
const shapePairs = shapes.chain((shape) => {
  const part = fc
    .tuple(fc.nat(shape.length), fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }))
    .map(([dropped, ones]) => shape.map((size, dim) => (ones[dim] ? 1 : size)).slice(dropped));
  return fc.tuple(part, part);
});

type Case = [name: string, operation: Operation<TwoArrays>, formula: (a: number, b: number) => number];

describe("operations of two arrays", () => {
  const cases: Case[] = [
    ["add", elementwise.add, (a, b) => a + b],
    ["sub", elementwise.sub, (a, b) => a - b],
    ["mul", elementwise.mul, (a, b) => a * b],
    ["div", elementwise.div, (a, b) => a / b],
    ["pow", elementwise.pow, (a, b) => a ** b],
    ["maximum", elementwise.maximum, Math.max],
    ["minimum", elementwise.minimum, Math.min],
    ["eq", elementwise.eq, (a, b) => Number(a === b)],
    ["ne", elementwise.ne, (a, b) => Number(a !== b)],
    ["lt", elementwise.lt, (a, b) => Number(a < b)],
    ["gt", elementwise.gt, (a, b) => Number(a > b)],
    ["le", elementwise.le, (a, b) => Number(a <= b)],
    ["ge", elementwise.ge, (a, b) => Number(a >= b)],
  ];
  it.each(cases)("%s broadcasts, in float32 and float64", (_, operation, formula) => {
    fc.assert(
      fc.property(
        shapePairs.chain(([a, b]) => fc.tuple(references(a), references(b))),
        fc.constantFrom<DType>("float32", "float64"),
        ([a, b], dtype) => {
          const result = operation.forward([arrayOf(a, dtype), arrayOf(b, dtype)], {});
          expectClose(result, naive.zip(a, b, broadcastShapes(a.shape, b.shape), formula), 1, 1e-6);
        },
      ),
    );
  });

  it("walk arrays of any strides", () => {
    fc.assert(
      fc.property(stridedViews, (x) => {
        const doubled = elementwise.add.forward([x, x], {});
        expectClose(
          doubled,
          naive.zip(referenceOf(x), referenceOf(x), x.shape, (a, b) => a + b),
        );
      }),
    );
  });

  it("compare rows of any length, and touch nothing beyond their end", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5 }), (columns, rows) => {
        const values = Array.from({ length: rows * columns }, (_, i) => (i * 7) % 5);
        const x = fromValues(values, [rows, columns], "float32");
        const limits = fromValues(
          Array.from({ length: columns }, (_, i) => i % 4),
          [columns],
          "float32",
        );
        const expected = values.map((value, i) => Number(value > (i % columns) % 4));
        expect([...valuesOf(elementwise.gt.forward([x, limits], {}))]).toEqual(expected);
      }),
    );
  });

  it("cover long arrays to the last element", () => {
    for (const length of [4095, 4096, 4097, 8195]) {
      const x = fromValues(
        Float32Array.from({ length }, (_, i) => i),
        [length],
        "float32",
      );
      const sum = valuesOf(elementwise.add.forward([x, full([], 1, "float32")], {}));
      expect(sum.every((value, i) => value === i + 1)).toBe(true);
    }
  });

  const types: [string, Operation<TwoArrays>, DType, DType, DType][] = [
    ["add", elementwise.add, "int64", "int64", "int64"],
    ["add", elementwise.add, "bool", "bool", "bool"],
    ["add", elementwise.add, "int64", "float32", "float32"],
    ["mul", elementwise.mul, "float32", "float64", "float64"],
    ["div", elementwise.div, "int64", "int64", "float32"],
    ["lt", elementwise.lt, "int64", "float32", "bool"],
  ];
  it.each(types)("%s of %s and %s is %s", (_, operation, a, b, expected) => {
    expect(operation.forward([full([2], 1, a), full([2], 1, b)], {}).dtype).toBe(expected);
  });

  it("refuse what PyTorch refuses", () => {
    const [truth, large] = [full([2], 1, "bool"), full([2], 2 ** 30, "int64")];
    expect(() => elementwise.sub.forward([truth, truth], {})).toThrow("Sub is not defined for bool arrays");
    expect(() => elementwise.add.forward([large, large], {})).toThrow("int64 holds values from");
    expect(() => elementwise.add.forward([full([2, 3], 1, "float32"), full([2], 1, "float32")], {})).toThrow(
      "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1",
    );
  });

  it("let NaN through", () => {
    const [nan, one] = [full([5], Number.NaN, "float32"), full([5], 1, "float32")];
    for (const operation of [elementwise.maximum, elementwise.minimum, elementwise.add]) {
      expect([...valuesOf(operation.forward([nan, one], {}))]).toEqual(new Array(5).fill(Number.NaN));
    }
  });
});

describe("functions of one array", () => {
  // what PyTorch 1.13 gives for these in float64
  const inputs = [-3, -1, -0.5, 0.1, 0.5, 1, 2.5, 10];
  const cases: { name: string; operation: Operation<OneArray>; formula: (x: number) => number }[] = [
    { name: "neg", operation: elementwise.neg, formula: (x) => -x },
    { name: "abs", operation: elementwise.abs, formula: Math.abs },
    { name: "square", operation: elementwise.square, formula: (x) => x * x },
    { name: "relu", operation: elementwise.relu, formula: (x) => Math.max(x, 0) },
    { name: "exp", operation: elementary.exp, formula: Math.exp },
    { name: "log", operation: elementary.log, formula: Math.log },
    { name: "sqrt", operation: elementary.sqrt, formula: Math.sqrt },
    { name: "cos", operation: elementary.cos, formula: Math.cos },
    { name: "sin", operation: elementary.sin, formula: Math.sin },
    { name: "tanh", operation: elementary.tanh, formula: Math.tanh },
    { name: "sigmoid", operation: elementary.sigmoid, formula: (x) => 1 / (1 + Math.exp(-x)) },
    { name: "reciprocal", operation: elementary.reciprocal, formula: (x) => 1 / x },
  ];
  const values = [...inputs, ...Array.from({ length: 400 }, (_, i) => (i - 200) * 0.41)];
  it.each(cases)("$name, in float32 and float64", ({ operation, formula }) => {
    for (const dtype of ["float32", "float64"] as const) {
      const x = fromValues(values, [values.length], dtype);
      const expected = { shape: x.shape, values: [...valuesOf(x)].map(formula) };
      expectClose(
        operation.forward([x], {}),
        expected,
        dtype === "float32" ? 0.1 : 1e-3,
        dtype === "float32" ? 1e-6 : 1e-12,
      );
    }
  });

  // erf and gelu by PyTorch 1.13, float64
  const special: { name: string; result: (x: NDArray) => NDArray; expected: number[] }[] = [
    {
      name: "erf",
      result: (x) => elementary.erf.forward([x], {}),
      expected: [
        -0.9999779095030014, -0.8427007929497149, -0.5204998778130465, 0.1124629160182849, 0.5204998778130465,
        0.8427007929497149, 0.999593047982555, 1.0,
      ],
    },
    {
      name: "gelu",
      result: (x) => elementwise.gelu.forward([x], { approximate: "none" }),
      expected: [
        -0.00404969409489031, -0.15865525393145702, -0.15426876936299344, 0.053982783727702904,
        0.34573123063700656, 0.841344746068543, 2.4844758366855597, 10.0,
      ],
    },
    {
      name: "gelu by tanh",
      result: (x) => elementwise.gelu.forward([x], { approximate: "tanh" }),
      expected: [
        -0.0036373920817729943, -0.1588080093917233, -0.15428599017485606, 0.053982751045435165,
        0.34571400982514394, 0.8411919906082768, 2.484915733910001, 10.0,
      ],
    },
  ];
  it.each(special)("$name agrees with PyTorch", ({ result, expected }) => {
    for (const [dtype, tolerance] of [
      ["float32", 1e-6],
      ["float64", 1e-14],
    ] as const) {
      expectClose(
        result(fromValues(inputs, [inputs.length], dtype)),
        { shape: [inputs.length], values: expected },
        1,
        tolerance,
      );
    }
  });

  it("log is exact to a bit or two from the smallest float32 to the largest", () => {
    const bits = Int32Array.from(
      { length: 20_001 },
      (_, i) => 1 + Math.floor((i * (0x7f7fffff - 1)) / 20_000),
    );
    const values = new Float32Array(bits.buffer);
    const results = valuesOf(elementary.log.forward([fromValues(values, [values.length], "float32")], {}));
    const errors = [...values].map((value, i) => Math.abs((results[i] ?? 0) / Math.log(value) - 1));
    expect(Math.max(...errors)).toBeLessThan(2.5e-7);
  });

  it("take the limits and NaN as PyTorch does", () => {
    const x = fromValues([Number.NaN, Infinity, -Infinity, -200, 200], [5], "float32");
    const result = (operation: Operation<OneArray>) => [...valuesOf(operation.forward([x], {}))];
    expect(result(elementary.exp)).toEqual([Number.NaN, Infinity, 0, 0, Infinity]);
    expect(result(elementary.tanh)).toEqual([Number.NaN, 1, -1, -1, 1]);
    expect(result(elementary.sigmoid)).toEqual([Number.NaN, 1, 0, 0, 1]);
    expect(result(elementwise.relu)).toEqual([Number.NaN, Infinity, 0, 0, 200]);
  });

  it("work on any strides", () => {
    fc.assert(
      fc.property(stridedViews, (x) => {
        const { shape, values } = referenceOf(x);
        expectClose(elementwise.square.forward([x], {}), {
          shape,
          values: values.map((value) => value * value),
        });
      }),
    );
  });
});

describe("clamp and cast", () => {
  const x = fromValues([-2.7, -0.5, 0, 0.5, 2.7], [5], "float32");
  it.each([
    { options: { min: -1, max: 1 }, values: [-1, -0.5, 0, 0.5, 1] },
    { options: { min: 0 }, values: [0, 0, 0, 0.5, Math.fround(2.7)] },
    { options: { max: 0 }, values: [Math.fround(-2.7), -0.5, 0, 0, 0] },
  ])("clamp $options", ({ options, values }) => {
    expect([...valuesOf(elementwise.clamp.forward([x], options))]).toEqual(values);
  });

  it.each<{ dtype: DType; values: number[] }>([
    { dtype: "int64", values: [-2, 0, 0, 0, 2] },
    { dtype: "bool", values: [1, 1, 0, 1, 1] },
  ])("cast to $dtype", ({ dtype, values }) => {
    expect([...valuesOf(elementwise.cast.forward([x], { dtype }))].map((value) => value + 0)).toEqual(values);
  });
});

describe("assign", () => {
  it("writes through a view, broadcast and converted, and counts the write", () => {
    const target = full([2, 3], 0, "int64");
    elementwise.assign(narrow(target, 1, 1, 2), fromValues([1.9, 2.9], [2], "float32"));
    expect([...valuesOf(target)]).toEqual([0, 1, 2, 0, 1, 2]);
    expect(target.storage.version).toBe(1);
  });

  it("counts a write that ended in an error half way", () => {
    const target = full([3], 0, "int64");
    expect(() => elementwise.assign(target, fromValues([1, 2, 3e9], [3], "float64"))).toThrow("3000000000");
    expect([...valuesOf(target)]).toEqual([1, 2, 0]);
    expect(target.storage.version).toBe(1);
  });

  it("may read what it writes", () => {
    const square = fromValues([1, 2, 3, 4], [2, 2], "float32");
    elementwise.assign(square, transpose(square, 0, 1));
    expect([...valuesOf(square)]).toEqual([1, 3, 2, 4]);
  });
});
