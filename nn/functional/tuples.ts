// "A number or one per spatial dimension": how PyTorch takes kernel sizes, strides, paddings and dilations.

export type NumberOrTuple = number | readonly number[];

/** One number per spatial dimension. `name` is the argument's, for the error. */
export function tuple(name: string, value: NumberOrTuple, dimensions: number): readonly number[] {
  const values = typeof value === "number" ? new Array<number>(dimensions).fill(value) : value;
  if (values.length !== dimensions || !values.every(Number.isInteger)) {
    const expected = dimensions === 1 ? "a whole number" : `a whole number or ${dimensions} of them`;
    throw new RangeError(`${name}: expected ${expected}, got ${JSON.stringify(value)}`);
  }
  return values;
}
