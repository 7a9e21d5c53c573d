// Adaptive pooling against its definition: window i of n covers floor(i L / n) to ceil((i + 1) L / n).

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { full } from "../../../nn/array/ndarray.ts";
import { adaptiveAvgPool, adaptiveMaxPool } from "../../../nn/operations/adaptive-pooling.ts";
import { arrayOf, expectClose, references } from "../support/compare.ts";
import * as naive from "../support/naive.ts";
import { indices } from "../support/strided.ts";

const problems = fc
  .array(fc.record({ size: fc.integer({ min: 1, max: 9 }), count: fc.integer({ min: 0, max: 11 }) }), {
    minLength: 1,
    maxLength: 2,
  })
  .chain((axes) =>
    fc.record({
      x: references([2, 3, ...axes.map(({ size }) => size)]),
      outputSize: fc.constant(axes.map(({ count }) => count)),
    }),
  );

function pool(
  x: naive.Reference,
  outputSize: readonly number[],
  combine: (values: readonly number[]) => number,
): naive.Reference {
  return naive.tabulate([...x.shape.slice(0, 2), ...outputSize], ([n = 0, channel = 0, ...place]) => {
    const inWindow = (index: readonly number[]): boolean =>
      index.every((position, dim) => {
        const [size = 0, count = 0, i = 0] = [x.shape[2 + dim], outputSize[dim], place[dim]];
        return position >= Math.floor((i * size) / count) && position < Math.ceil(((i + 1) * size) / count);
      });
    const positions = indices(x.shape.slice(2)).filter(inWindow);
    return combine(positions.map((position) => naive.at(x, [n, channel, ...position])));
  });
}

describe("adaptive pooling", () => {
  it.each([
    ["mean", adaptiveAvgPool, (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length],
    ["maximum", adaptiveMaxPool, (values: readonly number[]) => Math.max(...values)],
  ] as const)("takes the %s of each window", (_, operation, combine) => {
    fc.assert(
      fc.property(problems, fc.constantFrom("float32", "float64"), ({ x, outputSize }, dtype) => {
        const result = operation.forward([arrayOf(x, dtype)], { outputSize });
        expectClose(result, pool(x, outputSize, combine));
      }),
    );
  });

  it.each([
    ["an input without a spatial dimension", [2, 3], [1]],
    ["fewer sizes than dimensions", [2, 3, 4, 5], [2]],
    ["an empty image", [2, 3, 0, 5], [2, 2]],
    ["a negative size", [2, 3, 4], [-1]],
  ])("refuses %s", (_, shape, outputSize) => {
    expect(() => adaptiveAvgPool.forward([full(shape, 1, "float32")], { outputSize })).toThrow(
      "AdaptiveAvgPool2D: ",
    );
  });
});
