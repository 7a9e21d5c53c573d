// Transposed convolutions over one or two spatial dimensions, with or without a batch dimension. They enlarge what a
// convolution with the same arguments makes smaller:
//
//     L' = (L - 1) stride - 2 padding + dilation (k - 1) + outputPadding + 1

import { integer } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { transposedConvolution } from "../operations/transposed-convolution.ts";
import { expectTensor, optionalTensor } from "../tensor/expect-tensor.ts";
import { Tensor } from "../tensor/tensor.ts";
import { batched } from "./batched.ts";
import { type NumberOrTuple, tuple } from "./tuples.ts";

const convTransposeArguments = optional(
  (
    bias?: Tensor,
    stride?: NumberOrTuple,
    padding?: NumberOrTuple,
    outputPadding?: NumberOrTuple,
    groups = 1,
    dilation?: NumberOrTuple,
  ) => ({
    /** [out channels] */
    bias: optionalTensor("bias", bias),
    stride,
    /** so much is cut off on both sides */
    padding,
    /** so much is added at the end */
    outputPadding,
    groups: integer("groups", groups, 1),
    /** how far apart the elements of a kernel are */
    dilation,
  }),
);

export interface ConvTransposeOptions extends OptionsOf<typeof convTransposeArguments> {}
type GivenOptions = Given<typeof convTransposeArguments, ConvTransposeOptions>;

/** x [N, C, L] or [C, L], weight [C, out / groups, k]; result [N, out, L'] or [out, L']. */
export function convTranspose1d(x: Tensor, weight: Tensor, ...given: GivenOptions): Tensor {
  return convolveTransposed("conv_transpose1d", 1, x, weight, given);
}

/** x [N, C, H, W] or [C, H, W], weight [C, out / groups, kH, kW]; result [N, out, H', W'] or [out, H', W']. */
export function convTranspose2d(x: Tensor, weight: Tensor, ...given: GivenOptions): Tensor {
  return convolveTransposed("conv_transpose2d", 2, x, weight, given);
}

function convolveTransposed(
  name: string,
  dimensions: number,
  x: Tensor,
  weight: Tensor,
  given: GivenOptions,
): Tensor {
  const read = convTransposeArguments.read(name, given);
  const { bias, stride = 1, padding = 0, outputPadding = 0, groups, dilation = 1 } = read;
  expectTensor(`${name}: weight`, weight);
  const options = inFunction(name, () => ({
    stride: tuple("stride", stride, dimensions, 1),
    padding: tuple("padding", padding, dimensions, 0),
    outputPadding: tuple("outputPadding", outputPadding, dimensions, 0),
    dilation: tuple("dilation", dilation, dimensions, 1),
    groups,
  }));
  return batched(name, dimensions, x, (batch) =>
    Tensor.compute(transposedConvolution, bias ? [batch, weight, bias] : [batch, weight], options),
  );
}
