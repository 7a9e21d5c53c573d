// Activation functions against their formulas in double precision, on kernels and on the plain path, at ordinary
// numbers and at the ends.

import { describe, expect, it } from "vitest";
import { fromValues, type NDArray } from "../../../nn/array/ndarray.ts";
import { transpose } from "../../../nn/array/views.ts";
import * as activations from "../../../nn/operations/activations.ts";
import { noOptions } from "../../../nn/operations/operation.ts";
import { expectClose } from "../support/compare.ts";
import { elementsOf } from "../support/strided.ts";

const ends = [0, -0, 1e-30, -1e-30, 3, -3, 20, -20, 88, -88, 1e30, -1e30, Infinity, Number.NaN];
const inputs = [...Array.from({ length: 5000 }, (_, i) => (i - 2500) / 250), ...ends];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const sixth = (x: number): number => Math.min(Math.max(x + 3, 0), 6) / 6;

const cases: [name: string, forward: (x: NDArray) => NDArray, formula: (x: number) => number][] = [
  [
    "leakyRelu",
    (x) => activations.leakyRelu.forward([x], { negativeSlope: 0.2 }),
    (x) => (x > 0 ? x : 0.2 * x),
  ],
  ["elu", (x) => activations.elu.forward([x], { alpha: 0.7 }), (x) => (x > 0 ? x : 0.7 * (Math.exp(x) - 1))],
  ["silu", (x) => activations.silu.forward([x], noOptions), (x) => x * sigmoid(x)],
  ["hardsigmoid", (x) => activations.hardsigmoid.forward([x], noOptions), sixth],
  ["hardswish", (x) => activations.hardswish.forward([x], noOptions), (x) => x * sixth(x)],
  [
    "softplus",
    (x) => activations.softplus.forward([x], { beta: 2, threshold: 20 }),
    (x) => (2 * x > 20 ? x : Math.log(1 + Math.exp(2 * x)) / 2),
  ],
];

describe.each(cases)("%s", (_, forward, formula) => {
  it.each(["float32", "float64"] as const)("of %s agrees with its formula", (dtype) => {
    const x = fromValues(inputs, [inputs.length], dtype);
    const expected = elementsOf(x).map(formula);
    expectClose(forward(x), { shape: [inputs.length], values: expected }, 1, 1e-6);
  });

  it("takes arrays of any strides", () => {
    const x = transpose(fromValues(inputs.slice(0, 4900), [70, 70], "float32"), 0, 1);
    expectClose(forward(x), { shape: [70, 70], values: elementsOf(x).map(formula) }, 1, 1e-6);
  });

  it("refuses integers", () => {
    expect(() => forward(fromValues([1, 2], [2], "int64"))).toThrow(
      "the input dtype should be float32 or float64, got int64",
    );
  });
});
