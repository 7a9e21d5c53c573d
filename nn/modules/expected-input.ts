// What layers say of inputs that they cannot take. The layer's own text begins the error, so that in a network of
// many the right one is found.

import type { DType } from "../array/dtype.ts";
import { showShape } from "../array/shape.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import { Tensor } from "../tensor/tensor.ts";

/** Sizes that are fixed, names of those that are free, and perhaps "..." at one end for any number of dimensions. */
export type ExpectedShape = readonly (number | string)[];

/** What layers of one and of two spatial dimensions take, whatever the number of channels. */
export const signals: readonly ExpectedShape[] = [
  ["N", "C", "L"],
  ["C", "L"],
];
export const images: readonly ExpectedShape[] = [
  ["N", "C", "H", "W"],
  ["C", "H", "W"],
];

/** Throws unless x has one of the shapes and the dtype of the layer's parameters, if there are any. */
export function checkInput(
  layer: { toString(): string },
  x: Tensor,
  shapes: readonly ExpectedShape[],
  dtype?: DType | undefined,
): void {
  if (!(x instanceof Tensor)) expectTensor(layer.toString(), x);
  const { shape } = x.array; // that of the tensor is made for people to look at
  if (!shapes.some((expected) => fits(shape, expected))) {
    const choices = shapes.map((expected) => `[${expected.join(", ")}]`).join(" or ");
    throw new RangeError(`${layer}: expected input ${choices}, got ${showShape(shape)}`);
  }
  if (dtype !== undefined && x.dtype !== dtype) {
    throw new TypeError(
      `${layer}: expected input of dtype ${dtype}, got ${x.dtype}; x.to("${dtype}") converts it`,
    );
  }
}

function fits(shape: readonly number[], expected: ExpectedShape): boolean {
  const [openAtStart, openAtEnd] = [expected[0] === "...", expected.at(-1) === "..."];
  const open = openAtStart || openAtEnd;
  const count = expected.length - (open ? 1 : 0);
  if (open ? shape.length < count : shape.length !== count) return false;
  const shift = openAtStart ? shape.length - expected.length : 0;
  return expected.every((size, i) => typeof size === "string" || size === shape[shift + i]);
}
