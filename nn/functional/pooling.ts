// Pooling over one or two spatial dimensions, with or without a batch dimension.

import { adaptiveAvgPool, adaptiveMaxPool } from "../operations/adaptive-pooling.ts";
import { avgPool, maxPool } from "../operations/pooling.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type NumberOrTuple, tuple } from "./tuples.ts";

export interface MaxPoolOptions {
  /** left out: the kernel size, so that windows do not overlap */
  readonly stride?: NumberOrTuple;
  readonly padding?: NumberOrTuple;
  readonly dilation?: NumberOrTuple;
  /** windows may reach over the far edge */
  readonly ceilMode?: boolean;
}

/** The largest element of each window of x [N, C, L] or [C, L]. */
export function maxPool1d(x: Tensor, kernelSize: NumberOrTuple, options: MaxPoolOptions = {}): Tensor {
  return largest("maxPool1d", 1, x, kernelSize, options);
}

/** The largest element of each window of x [N, C, H, W] or [C, H, W]. */
export function maxPool2d(x: Tensor, kernelSize: NumberOrTuple, options: MaxPoolOptions = {}): Tensor {
  return largest("maxPool2d", 2, x, kernelSize, options);
}

function largest(
  name: string,
  dimensions: number,
  x: Tensor,
  kernelSize: NumberOrTuple,
  { stride = kernelSize, padding = 0, dilation = 1, ceilMode = false }: MaxPoolOptions,
): Tensor {
  const options = {
    kernelSize: tuple("kernelSize", kernelSize, dimensions),
    stride: tuple("stride", stride, dimensions),
    padding: tuple("padding", padding, dimensions),
    dilation: tuple("dilation", dilation, dimensions),
    ceilMode,
    countIncludePad: true,
  };
  return batched(name, dimensions, x, (batch) => Tensor.compute(maxPool, [batch], options));
}

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

/** A size, or one for each spatial dimension; null keeps that of the input. */
export type AdaptiveSize = number | null | readonly (number | null)[];

/** Means over windows chosen so that the result has the given size; x [N, C, L] or [C, L]. */
export function adaptiveAvgPool1d(x: Tensor, outputSize: AdaptiveSize): Tensor {
  return adaptive("adaptiveAvgPool1d", 1, x, outputSize, adaptiveAvgPool);
}

/** Means over windows chosen so that the result has the given size; x [N, C, H, W] or [C, H, W]. */
export function adaptiveAvgPool2d(x: Tensor, outputSize: AdaptiveSize): Tensor {
  return adaptive("adaptiveAvgPool2d", 2, x, outputSize, adaptiveAvgPool);
}

/** The largest elements of windows chosen so that the result has the given size; x [N, C, L] or [C, L]. */
export function adaptiveMaxPool1d(x: Tensor, outputSize: AdaptiveSize): Tensor {
  return adaptive("adaptiveMaxPool1d", 1, x, outputSize, adaptiveMaxPool);
}

/** The largest elements of windows chosen so that the result has the given size; x [N, C, H, W] or [C, H, W]. */
export function adaptiveMaxPool2d(x: Tensor, outputSize: AdaptiveSize): Tensor {
  return adaptive("adaptiveMaxPool2d", 2, x, outputSize, adaptiveMaxPool);
}

function adaptive(
  name: string,
  dimensions: number,
  x: Tensor,
  outputSize: AdaptiveSize,
  operation: typeof adaptiveAvgPool,
): Tensor {
  return batched(name, dimensions, x, (batch) => {
    const single = typeof outputSize === "number" || outputSize === null;
    const wanted = single ? new Array<number | null>(dimensions).fill(outputSize) : outputSize;
    const sizes = wanted.map((size, i) => size ?? batch.size(2 + i));
    return Tensor.compute(operation, [batch], { outputSize: tuple("outputSize", sizes, dimensions) });
  });
}

function batched(name: string, dimensions: number, x: Tensor, pool: (batch: Tensor) => Tensor): Tensor {
  if (x.dim() === dimensions + 2) return pool(x);
  if (x.dim() === dimensions + 1) return pool(x.unsqueeze(0)).squeeze(0);
  throw new RangeError(
    `Expected ${dimensions + 1}D (unbatched) or ${dimensions + 2}D (batched) input to ${name}, but got input of size: ` +
      `[${x.shape.join(", ")}]`,
  );
}
