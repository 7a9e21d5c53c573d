// "A number or one per spatial dimension": how PyTorch takes kernel sizes, strides, paddings and dilations.

import { shown } from "../arguments/shown.ts";

export type NumberOrTuple = number | readonly number[];

/**
 * One number per spatial dimension, of a number (or a list of it alone) for all or a list of one for each. They are whole
 * and at least `least`. `name` is the argument's, for the error.
 */
export function tuple(
  name: string,
  value: NumberOrTuple,
  dimensions: number,
  least: number,
): readonly number[] {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const values = typeof single === "number" ? new Array<number>(dimensions).fill(single) : value;
  if (Array.isArray(values) && values.length === dimensions && areIntegers(values, least)) return values;
  const number = `a whole number${least === Number.NEGATIVE_INFINITY ? "" : ` of at least ${least}`}`;
  const expected = dimensions === 1 ? number : `${number} or ${dimensions} of them`;
  throw new RangeError(`${name}: expected ${expected}, got ${shown(value)}`);
}

function areIntegers(values: readonly unknown[], least: number): boolean {
  for (const each of values) {
    if (typeof each !== "number" || !Number.isInteger(each) || each < least) return false;
  }
  return true;
}
