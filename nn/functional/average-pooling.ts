// Pooling by the mean, over one or two spatial dimensions, with or without a batch dimension.

import { ifGiven, integer } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { avgPool } from "../operations/pooling.ts";
import { Tensor } from "../tensor/tensor.ts";
import { batched } from "./batched.ts";
import { type NumberOrTuple, tuple } from "./tuples.ts";

export const avgPool1dArguments = optional(
  (stride?: NumberOrTuple, padding?: NumberOrTuple, ceilMode = false, countIncludePad = true) => ({
    /** left out: the kernel size, so that windows do not overlap */
    stride,
    padding,
    /** windows may reach over the far edge */
    ceilMode,
    /** whether padded zeros count in the divisor */
    countIncludePad,
  }),
);
export interface AvgPool1dOptions extends OptionsOf<typeof avgPool1dArguments> {}

export const avgPool2dArguments = optional(
  (
    stride?: NumberOrTuple,
    padding?: NumberOrTuple,
    ceilMode = false,
    countIncludePad = true,
    divisorOverride?: number,
  ) => ({
    /** left out: the kernel size, so that windows do not overlap */
    stride,
    padding,
    /** windows may reach over the far edge */
    ceilMode,
    /** whether padded zeros count in the divisor */
    countIncludePad,
    /** divides the sum of every window, instead of its size */
    divisorOverride: ifGiven("divisorOverride", divisorOverride, integer),
  }),
);
export interface AvgPool2dOptions extends OptionsOf<typeof avgPool2dArguments> {}

/** The mean of each window of x [N, C, L] or [C, L]. */
export function avgPool1d(
  x: Tensor,
  kernelSize: NumberOrTuple,
  ...given: Given<typeof avgPool1dArguments, AvgPool1dOptions>
): Tensor {
  return mean("avgPool1d", 1, x, kernelSize, avgPool1dArguments.read("avgPool1d", given));
}

/** The mean of each window of x [N, C, H, W] or [C, H, W]. */
export function avgPool2d(
  x: Tensor,
  kernelSize: NumberOrTuple,
  ...given: Given<typeof avgPool2dArguments, AvgPool2dOptions>
): Tensor {
  const options = avgPool2dArguments.read("avgPool2d", given);
  if (options.divisorOverride === 0)
    throw new RangeError("avgPool2d: divisorOverride: divisor must be not zero");
  return mean("avgPool2d", 2, x, kernelSize, options);
}

function mean(
  name: string,
  dimensions: number,
  x: Tensor,
  kernelSize: NumberOrTuple,
  { stride = kernelSize, padding = 0, divisorOverride, ...modes }: AvgPool2dOptions,
): Tensor {
  const { ceilMode = false, countIncludePad = true } = modes;
  const options = inFunction(name, () => ({
    kernelSize: tuple("kernelSize", kernelSize, dimensions, 1),
    stride: tuple("stride", stride, dimensions, 1),
    padding: tuple("padding", padding, dimensions, 0),
    dilation: tuple("dilation", 1, dimensions, 1),
    ceilMode,
    countIncludePad,
    divisor: divisorOverride,
  }));
  return batched(name, dimensions, x, (batch) => Tensor.compute(avgPool, [batch], options));
}
