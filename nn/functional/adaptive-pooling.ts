// Pooling to a given size, over one or two spatial dimensions, with or without a batch dimension.

import { adaptiveArgMaxPool, adaptiveAvgPool, adaptiveMaxPool } from "../operations/adaptive-pooling.ts";
import { Tensor } from "../tensor/tensor.ts";
import { batched } from "./batched.ts";
import type { MaxPooled } from "./max-pooling.ts";
import { tuple } from "./tuples.ts";

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

/** Gives also where in its plane, counted row by row, each element was: an int64 tensor. */
export interface AdaptiveMaxPoolOptions<Indices extends boolean = boolean> {
  readonly returnIndices?: Indices;
}

/** The largest elements of windows chosen so that the result has the given size; x [N, C, L] or [C, L]. */
export function adaptiveMaxPool1d<Indices extends boolean = false>(
  x: Tensor,
  outputSize: AdaptiveSize,
  options?: AdaptiveMaxPoolOptions<Indices>,
): MaxPooled<Indices>;
export function adaptiveMaxPool1d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options: AdaptiveMaxPoolOptions = {},
): MaxPooled<boolean> {
  return largest("adaptiveMaxPool1d", 1, x, outputSize, options);
}

/** The largest elements of windows chosen so that the result has the given size; x [N, C, H, W] or [C, H, W]. */
export function adaptiveMaxPool2d<Indices extends boolean = false>(
  x: Tensor,
  outputSize: AdaptiveSize,
  options?: AdaptiveMaxPoolOptions<Indices>,
): MaxPooled<Indices>;
export function adaptiveMaxPool2d(
  x: Tensor,
  outputSize: AdaptiveSize,
  options: AdaptiveMaxPoolOptions = {},
): MaxPooled<boolean> {
  return largest("adaptiveMaxPool2d", 2, x, outputSize, options);
}

function largest(
  name: string,
  dimensions: number,
  x: Tensor,
  outputSize: AdaptiveSize,
  { returnIndices = false }: AdaptiveMaxPoolOptions,
): MaxPooled<boolean> {
  const values = adaptive(name, dimensions, x, outputSize, adaptiveMaxPool);
  return returnIndices ? [values, adaptive(name, dimensions, x, outputSize, adaptiveArgMaxPool)] : values;
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
