// Pooling by the largest element, over one or two spatial dimensions, with or without a batch dimension: the largest
// elements, where they are, and the way back.

import type { Operation } from "../operations/operation.ts";
import { argMaxPool, maxPool } from "../operations/pooling.ts";
import { maxUnpool } from "../operations/unpooling.ts";
import { Tensor } from "../tensor/tensor.ts";
import { batched } from "./batched.ts";
import { type NumberOrTuple, tuple } from "./tuples.ts";

export interface MaxPoolOptions<Indices extends boolean = boolean> {
  /** left out: the kernel size, so that windows do not overlap */
  readonly stride?: NumberOrTuple;
  readonly padding?: NumberOrTuple;
  readonly dilation?: NumberOrTuple;
  /** windows may reach over the far edge */
  readonly ceilMode?: boolean;
  /** give also where in its plane, counted row by row, each element was: an int64 tensor */
  readonly returnIndices?: Indices;
}

/** The largest elements, or those and their indices. */
export type MaxPooled<Indices extends boolean> = Indices extends true
  ? [values: Tensor, indices: Tensor]
  : Tensor;

/** The largest element of each window of x [N, C, L] or [C, L]; with `returnIndices` also where it is. */
export function maxPool1d<Indices extends boolean = false>(
  x: Tensor,
  kernelSize: NumberOrTuple,
  options?: MaxPoolOptions<Indices>,
): MaxPooled<Indices>;
export function maxPool1d(x: Tensor, kernelSize: NumberOrTuple, options: MaxPoolOptions = {}): Pooled {
  return largest("maxPool1d", 1, x, kernelSize, options);
}

/** The largest element of each window of x [N, C, H, W] or [C, H, W]; with `returnIndices` also where it is. */
export function maxPool2d<Indices extends boolean = false>(
  x: Tensor,
  kernelSize: NumberOrTuple,
  options?: MaxPoolOptions<Indices>,
): MaxPooled<Indices>;
export function maxPool2d(x: Tensor, kernelSize: NumberOrTuple, options: MaxPoolOptions = {}): Pooled {
  return largest("maxPool2d", 2, x, kernelSize, options);
}

type Pooled = MaxPooled<boolean>;

function largest(
  name: string,
  dimensions: number,
  x: Tensor,
  kernelSize: NumberOrTuple,
  { stride = kernelSize, padding = 0, dilation = 1, ceilMode = false, returnIndices = false }: MaxPoolOptions,
): Pooled {
  const options = {
    kernelSize: tuple("kernelSize", kernelSize, dimensions),
    stride: tuple("stride", stride, dimensions),
    padding: tuple("padding", padding, dimensions),
    dilation: tuple("dilation", dilation, dimensions),
    ceilMode,
    countIncludePad: true,
  };
  const by = (operation: Operation<typeof options>): Tensor =>
    batched(name, dimensions, x, (batch) => Tensor.compute(operation, [batch], options));
  return returnIndices ? [by(maxPool), by(argMaxPool)] : by(maxPool);
}

export interface MaxUnpoolOptions {
  /** of the pooling that is undone; left out: the kernel size */
  readonly stride?: NumberOrTuple;
  readonly padding?: NumberOrTuple;
  /** the size before the pooling, or the whole shape: several sizes are pooled to one */
  readonly outputSize?: readonly number[] | undefined;
}

/** Puts the elements of x [N, C, L] or [C, L] back to where the indices of maxPool1d say, among zeros. */
export function maxUnpool1d(
  x: Tensor,
  indices: Tensor,
  kernelSize: NumberOrTuple,
  options: MaxUnpoolOptions = {},
): Tensor {
  return unpool("maxUnpool1d", 1, x, indices, kernelSize, options);
}

/** Puts the elements of x [N, C, H, W] or [C, H, W] back to where the indices of maxPool2d say, among zeros. */
export function maxUnpool2d(
  x: Tensor,
  indices: Tensor,
  kernelSize: NumberOrTuple,
  options: MaxUnpoolOptions = {},
): Tensor {
  return unpool("maxUnpool2d", 2, x, indices, kernelSize, options);
}

function unpool(
  name: string,
  dimensions: number,
  x: Tensor,
  indices: Tensor,
  kernelSize: NumberOrTuple,
  { stride = kernelSize, padding = 0, outputSize }: MaxUnpoolOptions,
): Tensor {
  const kernels = tuple("kernelSize", kernelSize, dimensions);
  const strides = tuple("stride", stride, dimensions);
  const paddings = tuple("padding", padding, dimensions);
  const smallest = x.shape
    .slice(-dimensions)
    .map((size, i) => (size - 1) * (strides[i] ?? 1) - 2 * (paddings[i] ?? 0) + (kernels[i] ?? 1));
  const wanted = outputSize?.slice(-dimensions) ?? smallest;
  smallest.forEach((size, i) => {
    const [least, most] = [size - (strides[i] ?? 1), size + (strides[i] ?? 1)];
    const given = wanted[i] ?? Number.NaN;
    if (outputSize && !(given > least && given < most)) {
      throw new RangeError(
        `${name}: invalid output size [${wanted.join(", ")}]: dimension ${i} must be between ${least} and ${most}`,
      );
    }
  });
  return batched(name, dimensions, x, (batch) => {
    const places = indices.dim() === batch.dim() ? indices : indices.unsqueeze(0);
    return Tensor.compute(maxUnpool, [batch, places], { outputSize: wanted });
  });
}
