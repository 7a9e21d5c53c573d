// Pooling to a given size, over one or two spatial dimensions, with or without a batch dimension.

import { inFunction } from "../arguments/in-function.ts";
import { type GivenNothing, nothingMore, type OptionsOf, optional } from "../arguments/optional.ts";
import { adaptiveArgMaxPool, adaptiveAvgPool, adaptiveMaxPool } from "../operations/adaptive-pooling.ts";
import { Tensor } from "../tensor/tensor.ts";
import { batched } from "./batched.ts";
import type { MaxPooled } from "./max-pooling.ts";
import { tuple } from "./tuples.ts";

/** A size, or one for each spatial dimension; null keeps that of the input. */
export type AdaptiveSize = number | null | readonly (number | null)[];

/** Means over windows chosen so that the result has the given size; x [N, C, L] or [C, L]. */
export function adaptiveAvgPool1d(x: Tensor, outputSize: AdaptiveSize, ...given: GivenNothing): Tensor {
  nothingMore.read("adaptiveAvgPool1d", given);
  return adaptive("adaptiveAvgPool1d", 1, x, outputSize, adaptiveAvgPool);
}

/** Means over windows chosen so that the result has the given size; x [N, C, H, W] or [C, H, W]. */
export function adaptiveAvgPool2d(x: Tensor, outputSize: AdaptiveSize, ...given: GivenNothing): Tensor {
  nothingMore.read("adaptiveAvgPool2d", given);
  return adaptive("adaptiveAvgPool2d", 2, x, outputSize, adaptiveAvgPool);
}

export const adaptiveMaxPoolArguments = optional((returnIndices = false) => ({
  /** give also where in its plane, counted row by row, each element was: an int64 tensor */
  returnIndices,
}));
export interface AdaptiveMaxPoolOptions<Indices extends boolean = boolean>
  extends OptionsOf<typeof adaptiveMaxPoolArguments> {
  readonly returnIndices?: Indices;
}
export type GivenAdaptiveMaxPool<Indices extends boolean = boolean> = [
  returnIndices?: Indices | AdaptiveMaxPoolOptions<Indices>,
];

/** The largest elements of windows chosen so that the result has the given size; x [N, C, L] or [C, L]. */
export function adaptiveMaxPool1d<Indices extends boolean = false>(
  x: Tensor,
  outputSize: AdaptiveSize,
  ...given: GivenAdaptiveMaxPool<Indices>
): MaxPooled<Indices>;
export function adaptiveMaxPool1d(
  x: Tensor,
  outputSize: AdaptiveSize,
  ...given: GivenAdaptiveMaxPool
): MaxPooled<boolean> {
  return largest("adaptiveMaxPool1d", 1, x, outputSize, given);
}

/** The largest elements of windows chosen so that the result has the given size; x [N, C, H, W] or [C, H, W]. */
export function adaptiveMaxPool2d<Indices extends boolean = false>(
  x: Tensor,
  outputSize: AdaptiveSize,
  ...given: GivenAdaptiveMaxPool<Indices>
): MaxPooled<Indices>;
export function adaptiveMaxPool2d(
  x: Tensor,
  outputSize: AdaptiveSize,
  ...given: GivenAdaptiveMaxPool
): MaxPooled<boolean> {
  return largest("adaptiveMaxPool2d", 2, x, outputSize, given);
}

function largest(
  name: string,
  dimensions: number,
  x: Tensor,
  outputSize: AdaptiveSize,
  given: GivenAdaptiveMaxPool,
): MaxPooled<boolean> {
  const { returnIndices } = adaptiveMaxPoolArguments.read(name, given);
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
    const sizes = inFunction(name, () => adaptiveSizes(outputSize, batch.shape.slice(2)));
    return Tensor.compute(operation, [batch], { outputSize: sizes });
  });
}

/** The size of each spatial dimension, those of the input where it is null. */
export function adaptiveSizes(outputSize: AdaptiveSize, sizes: readonly number[]): readonly number[] {
  const listed = Array.isArray(outputSize) ? outputSize : [outputSize];
  const wanted = listed.length === 1 ? sizes.map(() => listed[0]) : listed;
  return tuple(
    "outputSize",
    wanted.map((size, i) => (size === null ? sizes[i] : size)),
    sizes.length,
    0,
  );
}
