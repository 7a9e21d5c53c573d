// Pooling by the largest element, over one or two spatial dimensions, with or without a batch dimension: the largest
// elements, where they are, and the way back.

import { ifGiven, integerArray } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import type { OneArray, Operation } from "../operations/operation.ts";
import { argMaxPool, maxPool } from "../operations/pooling.ts";
import { maxUnpool } from "../operations/unpooling.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import { Tensor } from "../tensor/tensor.ts";
import { batched } from "./batched.ts";
import { type NumberOrTuple, tuple } from "./tuples.ts";

const maxPoolArguments = optional(
  (
    stride?: NumberOrTuple,
    padding?: NumberOrTuple,
    dilation?: NumberOrTuple,
    ceilMode = false,
    returnIndices = false,
  ) => ({
    /** left out: the kernel size, so that windows do not overlap */
    stride,
    padding,
    /** how far apart the elements of a window are */
    dilation,
    /** windows may reach over the far edge */
    ceilMode,
    /** give also where in its plane, counted row by row, each element was: an int64 tensor */
    returnIndices,
  }),
);
export interface MaxPoolOptions<Indices extends boolean = boolean>
  extends OptionsOf<typeof maxPoolArguments> {
  readonly returnIndices?: Indices;
}
type GivenMaxPool<Indices extends boolean = boolean> = WithIndices<
  Given<typeof maxPoolArguments, MaxPoolOptions<Indices>>,
  "4",
  Indices
>;

/** Arguments of which the one at `Place`, returnIndices, decides what is returned. */
export type WithIndices<Order extends readonly unknown[], Place extends string, Indices extends boolean> = {
  [I in keyof Order]: I extends Place ? Exclude<Order[I], boolean> | Indices : Order[I];
};

/** The largest elements, or those and their indices. */
export type MaxPooled<Indices extends boolean> = Indices extends true
  ? [values: Tensor, indices: Tensor]
  : Tensor;

/** The largest element of each window of x [N, C, L] or [C, L]; with `returnIndices` also where it is. */
export function maxPool1d<Indices extends boolean = false>(
  x: Tensor,
  kernelSize: NumberOrTuple,
  ...given: GivenMaxPool<Indices>
): MaxPooled<Indices>;
export function maxPool1d(x: Tensor, kernelSize: NumberOrTuple, ...given: GivenMaxPool): Pooled {
  return largest("maxPool1d", 1, x, kernelSize, given);
}

/** The largest element of each window of x [N, C, H, W] or [C, H, W]; with `returnIndices` also where it is. */
export function maxPool2d<Indices extends boolean = false>(
  x: Tensor,
  kernelSize: NumberOrTuple,
  ...given: GivenMaxPool<Indices>
): MaxPooled<Indices>;
export function maxPool2d(x: Tensor, kernelSize: NumberOrTuple, ...given: GivenMaxPool): Pooled {
  return largest("maxPool2d", 2, x, kernelSize, given);
}

type Pooled = MaxPooled<boolean>;

function largest(
  name: string,
  dimensions: number,
  x: Tensor,
  kernelSize: NumberOrTuple,
  given: GivenMaxPool,
): Pooled {
  const read = maxPoolArguments.read(name, given);
  const { stride = kernelSize, padding = 0, dilation = 1, ceilMode, returnIndices } = read;
  const options = inFunction(name, () => ({
    kernelSize: tuple("kernelSize", kernelSize, dimensions, 1),
    stride: tuple("stride", stride, dimensions, 1),
    padding: tuple("padding", padding, dimensions, 0),
    dilation: tuple("dilation", dilation, dimensions, 1),
    ceilMode,
    countIncludePad: true,
  }));
  const by = (operation: Operation<OneArray, typeof options>): Tensor =>
    batched(name, dimensions, x, (batch) => Tensor.compute(operation, [batch], options));
  return returnIndices ? [by(maxPool), by(argMaxPool)] : by(maxPool);
}

const maxUnpoolArguments = optional(
  (stride?: NumberOrTuple, padding?: NumberOrTuple, outputSize?: readonly number[]) => ({
    /** of the pooling that is undone; left out: the kernel size */
    stride,
    padding,
    /** the size before the pooling, or the whole shape: several sizes are pooled to one */
    outputSize: ifGiven("outputSize", outputSize, sizes),
  }),
);
export interface MaxUnpoolOptions extends OptionsOf<typeof maxUnpoolArguments> {}
type GivenMaxUnpool = Given<typeof maxUnpoolArguments, MaxUnpoolOptions>;

function sizes(name: string, value: readonly number[]): readonly number[] {
  return integerArray(name, value, 0);
}

/** Puts the elements of x [N, C, L] or [C, L] back to where the indices of maxPool1d say, among zeros. */
export function maxUnpool1d(
  x: Tensor,
  indices: Tensor,
  kernelSize: NumberOrTuple,
  ...given: GivenMaxUnpool
): Tensor {
  return unpool("maxUnpool1d", 1, x, indices, kernelSize, given);
}

/** Puts the elements of x [N, C, H, W] or [C, H, W] back to where the indices of maxPool2d say, among zeros. */
export function maxUnpool2d(
  x: Tensor,
  indices: Tensor,
  kernelSize: NumberOrTuple,
  ...given: GivenMaxUnpool
): Tensor {
  return unpool("maxUnpool2d", 2, x, indices, kernelSize, given);
}

function unpool(
  name: string,
  dimensions: number,
  x: Tensor,
  indices: Tensor,
  kernelSize: NumberOrTuple,
  given: GivenMaxUnpool,
): Tensor {
  const { stride = kernelSize, padding = 0, outputSize } = maxUnpoolArguments.read(name, given);
  expectTensor(`${name}: x`, x);
  expectTensor(`${name}: indices`, indices);
  const [kernels, strides, paddings] = inFunction(name, () => [
    tuple("kernelSize", kernelSize, dimensions, 1),
    tuple("stride", stride, dimensions, 1),
    tuple("padding", padding, dimensions, 0),
  ]);
  const smallest = x.shape
    .slice(-dimensions)
    .map((size, i) => (size - 1) * (strides[i] ?? 1) - 2 * (paddings[i] ?? 0) + (kernels[i] ?? 1));
  if (outputSize && outputSize.length !== dimensions && outputSize.length !== dimensions + 2) {
    throw new RangeError(
      `${name}: outputSize: expected ${dimensions} or ${dimensions + 2} sizes, got ${shown(outputSize)}`,
    );
  }
  const wanted = outputSize?.slice(-dimensions) ?? smallest;
  smallest.forEach((size, i) => {
    const [least, most] = [size - (strides[i] ?? 1), size + (strides[i] ?? 1)];
    const given = wanted[i] ?? Number.NaN;
    if (outputSize && !(given > least && given < most)) {
      throw new RangeError(
        `${name}: outputSize: invalid output size [${wanted.join(", ")}]: dimension ${i} must be between ${least} and ${most}`,
      );
    }
  });
  return batched(name, dimensions, x, (batch) => {
    const places = indices.dim() === batch.dim() ? indices : indices.unsqueeze(0);
    return Tensor.compute(maxUnpool, [batch, places], { outputSize: wanted });
  });
}
