// Pooling by the mean, over one or two spatial dimensions, with or without a batch dimension.

import { avgPool } from "../operations/pooling.ts";
import { Tensor } from "../tensor/tensor.ts";
import { batched } from "./batched.ts";
import { type NumberOrTuple, tuple } from "./tuples.ts";

export interface AvgPoolOptions {
  /** left out: the kernel size, so that windows do not overlap */
  readonly stride?: NumberOrTuple;
  readonly padding?: NumberOrTuple;
  /** windows may reach over the far edge */
  readonly ceilMode?: boolean;
  /** whether padded zeros count in the divisor */
  readonly countIncludePad?: boolean;
}

export interface AvgPool2dOptions extends AvgPoolOptions {
  /** divides the sum of every window, instead of its size */
  readonly divisorOverride?: number | undefined;
}

/** The mean of each window of x [N, C, L] or [C, L]. */
export function avgPool1d(x: Tensor, kernelSize: NumberOrTuple, options: AvgPoolOptions = {}): Tensor {
  return mean("avgPool1d", 1, x, kernelSize, options);
}

/** The mean of each window of x [N, C, H, W] or [C, H, W]. */
export function avgPool2d(x: Tensor, kernelSize: NumberOrTuple, options: AvgPool2dOptions = {}): Tensor {
  if (options.divisorOverride === 0) throw new RangeError("avgPool2d: divisor must be not zero");
  return mean("avgPool2d", 2, x, kernelSize, options);
}

function mean(
  name: string,
  dimensions: number,
  x: Tensor,
  kernelSize: NumberOrTuple,
  {
    stride = kernelSize,
    padding = 0,
    ceilMode = false,
    countIncludePad = true,
    divisorOverride,
  }: AvgPool2dOptions,
): Tensor {
  const options = {
    kernelSize: tuple("kernelSize", kernelSize, dimensions),
    stride: tuple("stride", stride, dimensions),
    padding: tuple("padding", padding, dimensions),
    dilation: tuple("dilation", 1, dimensions),
    ceilMode,
    countIncludePad,
    divisor: divisorOverride,
  };
  return batched(name, dimensions, x, (batch) => Tensor.compute(avgPool, [batch], options));
}
