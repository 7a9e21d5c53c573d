// Convolutions over one or two spatial dimensions, with or without a batch dimension.

import { integer } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { convolution } from "../operations/convolution.ts";
import { expectTensor, optionalTensor } from "../tensor/expect-tensor.ts";
import { composed } from "../tensor/scope.ts";
import { Tensor } from "../tensor/tensor.ts";
import { batched } from "./batched.ts";
import { pad } from "./pad.ts";
import { type NumberOrTuple, tuple } from "./tuples.ts";

/** Numbers of zeros on both sides, or "valid" (none), or "same" (so many that the size stays; needs stride 1). */
export type ConvolutionPadding = NumberOrTuple | "same" | "valid";

const convolutionArguments = optional(
  (
    bias?: Tensor,
    stride?: NumberOrTuple,
    padding?: ConvolutionPadding,
    dilation?: NumberOrTuple,
    groups = 1,
  ) => ({
    /** [out channels] */
    bias: optionalTensor("bias", bias),
    stride,
    /** numbers of zeros on both sides; "same" keeps the size, "valid" pads nothing */
    padding,
    /** how far apart the elements of a kernel are */
    dilation,
    /** channels are split into so many groups, each convolved with its own kernels */
    groups: integer("groups", groups, 1),
  }),
);

export interface ConvolutionOptions extends OptionsOf<typeof convolutionArguments> {}
type GivenOptions = Given<typeof convolutionArguments, ConvolutionOptions>;

/** x [N, C, L] or [C, L], weight [out, C / groups, k]; result [N, out, L'] or [out, L']. */
export function conv1d(x: Tensor, weight: Tensor, ...given: GivenOptions): Tensor {
  return convolve("conv1d", 1, x, weight, given);
}

/** x [N, C, H, W] or [C, H, W], weight [out, C / groups, kH, kW]; result [N, out, H', W'] or [out, H', W']. */
export function conv2d(x: Tensor, weight: Tensor, ...given: GivenOptions): Tensor {
  return convolve("conv2d", 2, x, weight, given);
}

function convolve(name: string, dimensions: number, x: Tensor, weight: Tensor, given: GivenOptions): Tensor {
  const { bias, stride = 1, padding = 0, dilation = 1, groups } = convolutionArguments.read(name, given);
  const kernel = expectTensor(`${name}: weight`, weight).array.shape.slice(2);
  const [strides, dilations, sides] = inFunction(name, () => {
    const steps = tuple("stride", stride, dimensions, 1);
    const spread = tuple("dilation", dilation, dimensions, 1);
    return [steps, spread, paddingSides(padding, kernel, steps, spread)] as const;
  });
  // the operation pads both sides alike; what "same" needs more at the end is padded beforehand
  const before = sides.map(([left]) => left);
  const surplus = sides.map(([left, right]) => right - left);
  const compute = (input: Tensor): Tensor =>
    Tensor.compute(convolution, [input, weight, bias], {
      stride: strides,
      padding: before,
      dilation: dilations,
      groups,
    });
  return batched(name, dimensions, x, (batch) => {
    if (surplus.every((count) => count === 0)) return compute(batch);
    return composed(() => compute(pad(batch, padAtEnd(surplus))));
  });
}

function padAtEnd(counts: readonly number[]): number[] {
  return counts.toReversed().flatMap((count) => [0, count]);
}

/** How many elements go before and after each spatial dimension. */
export function paddingSides(
  padding: ConvolutionPadding,
  kernelSize: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): (readonly [number, number])[] {
  if (padding === "valid") return kernelSize.map(() => [0, 0]);
  if (padding === "same") {
    if (stride.some((step) => step !== 1)) {
      throw new RangeError("padding='same' is not supported for strided convolutions");
    }
    return kernelSize.map((size, dim) => {
      const total = (dilation[dim] ?? 1) * (size - 1);
      const left = Math.floor(total / 2);
      return [left, total - left];
    });
  }
  if (typeof padding === "string") {
    throw new RangeError(`Invalid padding string '${padding}', should be one of 'valid', 'same'`);
  }
  return tuple("padding", padding, kernelSize.length, 0).map((count) => [count, count]);
}
