// Transposed convolutions over one or two spatial dimensions, with or without a batch dimension. They enlarge what a
// convolution with the same arguments makes smaller:
//
//     L' = (L - 1) stride - 2 padding + dilation (k - 1) + outputPadding + 1

import { transposedConvolution } from "../operations/transposed-convolution.ts";
import { Tensor } from "../tensor/tensor.ts";
import { batched } from "./batched.ts";
import { type NumberOrTuple, tuple } from "./tuples.ts";

export interface ConvTransposeOptions {
  /** [out channels] */
  readonly bias?: Tensor | undefined;
  readonly stride?: NumberOrTuple;
  /** so much is cut off on both sides */
  readonly padding?: NumberOrTuple;
  /** so much is added at the end */
  readonly outputPadding?: NumberOrTuple;
  readonly groups?: number;
  readonly dilation?: NumberOrTuple;
}

/** x [N, C, L] or [C, L], weight [C, out / groups, k]; result [N, out, L'] or [out, L']. */
export function convTranspose1d(x: Tensor, weight: Tensor, options: ConvTransposeOptions = {}): Tensor {
  return convolveTransposed("conv_transpose1d", 1, x, weight, options);
}

/** x [N, C, H, W] or [C, H, W], weight [C, out / groups, kH, kW]; result [N, out, H', W'] or [out, H', W']. */
export function convTranspose2d(x: Tensor, weight: Tensor, options: ConvTransposeOptions = {}): Tensor {
  return convolveTransposed("conv_transpose2d", 2, x, weight, options);
}

function convolveTransposed(
  name: string,
  dimensions: number,
  x: Tensor,
  weight: Tensor,
  { bias, stride = 1, padding = 0, outputPadding = 0, groups = 1, dilation = 1 }: ConvTransposeOptions,
): Tensor {
  const options = {
    stride: tuple("stride", stride, dimensions),
    padding: tuple("padding", padding, dimensions),
    outputPadding: tuple("outputPadding", outputPadding, dimensions),
    dilation: tuple("dilation", dilation, dimensions),
    groups,
  };
  return batched(name, dimensions, x, (batch) =>
    Tensor.compute(transposedConvolution, bias ? [batch, weight, bias] : [batch, weight], options),
  );
}
