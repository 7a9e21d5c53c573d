// Gradients by the definition of a derivative: the slope of a function of arrays, element by element, from its values
// nearby. This is what the rules of operations are measured with.

import type { DType } from "../../../nn/array/dtype.ts";
import { copyOf, fromValues, type NDArray } from "../../../nn/array/ndarray.ts";
import { expand, narrow, permute } from "../../../nn/array/views.ts";
import { elementsOf } from "./strided.ts";

/** Values, in row-major order, of each input; undefined where there is none. */
export type Values = readonly (readonly number[] | undefined)[];

const step = 1e-3;

/**
 * The derivative of `f` by each element of the inputs that are asked for, by the five-point formula, whose error is of
 * fourth order in the step (Abramowitz and Stegun 25.3.6).
 */
export function slopes(
  f: (inputs: Values) => number,
  inputs: Values,
  asked: readonly boolean[],
): (number[] | undefined)[] {
  return inputs.map((values, i) => {
    if (values === undefined || !asked[i]) return undefined;
    return values.map((value, position) => {
      const at = (offset: number) => f(inputs.with(i, values.with(position, value + offset * step)));
      return (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * step);
    });
  });
}

/** The scalar product of an array with weights: a function's result made one number. */
export function weighted(array: NDArray, weights: readonly number[]): number {
  return elementsOf(array).reduce((sum, value, i) => sum + value * weights[i]!, 0);
}

/** Numbers of both signs in no order, all different, between two bounds: `salt` tells one lot from another. */
export function spreadNumbers(count: number, from: number, to: number, salt = 0): number[] {
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => noise(a, salt) - noise(b, salt));
  const rank = order.map((_, i) => order.indexOf(i));
  // not quite in the middle of its part of the range, so that none falls on a half or on zero
  return rank.map((each) => from + ((to - from) * (each + 0.4137 + 0.0291 * (salt % 5))) / count);
}

function noise(i: number, salt: number): number {
  const value = Math.sin(12.9898 * (i + 1) + 78.233 * (salt + 1)) * 43758.5453;
  return value - Math.floor(value);
}

export const layouts = ["contiguous", "transposed", "expanded"] as const;
export type Layout = (typeof layouts)[number];

/**
 * An array with these elements: in row-major order, in the opposite order of dimensions, or with the first sub-array
 * along the first dimension in the place of all.
 */
export function laidOut(
  values: readonly number[],
  shape: readonly number[],
  dtype: DType,
  layout: Layout,
): NDArray {
  const dense = fromValues(values, shape, dtype);
  if (layout === "expanded" && shape.length > 0 && shape[0] !== 0)
    return expand(narrow(dense, 0, 0, 1), shape);
  if (layout !== "transposed") return dense;
  const order = [...shape.keys()].reverse();
  return permute(copyOf(permute(dense, order)), order);
}
