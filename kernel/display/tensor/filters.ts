// A convolution's weight as filters: for each filter and each of the channels it looks at, so many numbers over none, one
// or two dimensions. Dimensions of one weight are none: a 1x1 kernel is one number, a kernel of 9x1 is over one dimension.

import { isTensor, type TensorLike } from "./tensor-like.ts";

export interface Filters {
  readonly weight: TensorLike;
  readonly filters: number;
  /** of each filter; in a convolution of groups, those of its group */
  readonly inputs: number;
  /** of each filter over an input, those above 1 */
  readonly sizes: readonly number[];
  /** how far apart the numbers of a filter over one dimension stand on its input */
  readonly dilation: number;
  /** the names of the weight's axes */
  readonly axes: readonly string[];
}

/** @throws TypeError for a value without a weight of a Conv1d or Conv2d */
export function filtersOf(conv: unknown): Filters {
  const isHolder = (typeof conv === "object" && conv !== null) || typeof conv === "function";
  const weight: unknown = isHolder && "weight" in conv ? conv.weight : undefined;
  const what = isHolder ? conv.constructor.name : typeof conv;
  if (!isHolder || !isTensor(weight) || (weight.shape.length !== 3 && weight.shape.length !== 4)) {
    const actual = isTensor(weight) ? `${what} with a weight [${weight.shape.join(", ")}]` : what;
    throw new TypeError(
      `display.kernels: expected a Conv1d or Conv2d, whose weight has 3 or 4 dimensions, got ${actual}`,
    );
  }
  const [filters = 1, inputs = 1, ...spatial] = weight.shape;
  const dilations: unknown = Reflect.get(conv, "dilation");
  const dilation: unknown = Array.isArray(dilations) ? dilations[spatial.findIndex((size) => size > 1)] : 1;
  // A transposed convolution keeps its weight the other way round.
  const channels = what.startsWith("ConvTranspose") ? ["in", "out"] : ["out", "in"];
  return {
    weight,
    filters,
    inputs,
    sizes: spatial.filter((size) => size > 1),
    dilation: typeof dilation === "number" ? dilation : 1,
    axes: [...channels, ...(spatial.length === 2 ? ["H", "W"] : ["L"])],
  };
}
