// How many inputs and outputs a weight connects: what the scale of its initial values depends on.

import type { Tensor } from "../tensor/tensor.ts";

export interface Fans {
  /** how many inputs each output depends on */
  readonly fanIn: number;
  /** how many outputs each input reaches */
  readonly fanOut: number;
}

/** The fans of a weight [out, in, ...kernel]. */
export function fansOf(weight: Tensor): Fans {
  if (weight.dim() < 2) {
    throw new RangeError(
      `Fan in and fan out can not be computed for tensor with fewer than 2 dimensions, got ${weight.shape}`,
    );
  }
  const [out = 0, input = 0, ...kernel] = weight.shape;
  const receptiveField = kernel.reduce((product, size) => product * size, 1);
  return { fanIn: input * receptiveField, fanOut: out * receptiveField };
}
