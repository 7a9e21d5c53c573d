// The inverse of the error function: the error function of what it gives is the number it was given.

import { describe, expect, it } from "vitest";
import { fromValues, valuesOf } from "../../../nn/array/ndarray.ts";
import { erfinv } from "../../../nn/operations/erfinv.ts";
import { noOptions } from "../../../nn/operations/operation.ts";
import { erf } from "../../../nn/operations/scalar-functions.ts";

const inverseOf = (values: readonly number[]): number[] => [
  ...valuesOf(erfinv.forward([fromValues(values, [values.length], "float64")], noOptions)),
];

describe("erfinv", () => {
  it("undoes erf, in the middle and in the tails", () => {
    const places = Array.from({ length: 731 }, (_, i) => (i - 365) / 100);
    for (const [i, x] of inverseOf(places.map(erf)).entries()) {
      const place = places[i] ?? 0;
      expect(Math.abs(x - place)).toBeLessThanOrEqual(1e-6 * Math.abs(place));
    }
  });

  it("is infinite at the ends and NaN beyond", () => {
    expect(inverseOf([1, -1, 1.5, Number.NaN, 0])).toEqual([Infinity, -Infinity, Number.NaN, Number.NaN, 0]);
  });
});
