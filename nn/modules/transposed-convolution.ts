// Transposed convolution layers, which enlarge what a convolution with the same arguments made smaller.

import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import {
  type ConvTransposeOptions,
  convTranspose1d,
  convTranspose2d,
} from "../functional/transposed-convolution.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { ConvNd } from "./conv-nd.ts";

const convTransposeArguments = optional(
  (
    stride?: NumberOrTuple,
    padding?: NumberOrTuple,
    outputPadding?: NumberOrTuple,
    groups = 1,
    bias = true,
    dilation?: NumberOrTuple,
  ) => ({
    stride,
    /** of the convolution that is turned round: so much is cut off on both sides */
    padding,
    /** how much larger the output is at its end: a strided convolution gives one size for several sizes of input */
    outputPadding,
    /** both numbers of channels must be divisible by it */
    groups,
    bias,
    dilation,
  }),
);

export interface ConvTransposeLayerOptions extends OptionsOf<typeof convTransposeArguments> {}
type GivenOptions = Given<typeof convTransposeArguments, ConvTransposeLayerOptions>;

abstract class TransposedConvolution extends ConvNd {
  readonly padding: readonly number[];
  readonly outputPadding: readonly number[];

  constructor(
    dimensions: 1 | 2,
    inChannels: number,
    outChannels: number,
    kernelSize: NumberOrTuple,
    given: GivenOptions,
  ) {
    const layer = new.target.name;
    const { padding = 0, outputPadding = 0, ...options } = convTransposeArguments.read(layer, given);
    super(dimensions, inChannels, outChannels, kernelSize, options, { transposed: true });
    this.padding = tuple(`${layer}: padding`, padding, dimensions);
    this.outputPadding = tuple(`${layer}: outputPadding`, outputPadding, dimensions);
    this.initialize();
  }

  protected convolve(
    x: Tensor,
    convolution: (x: Tensor, weight: Tensor, options: ConvTransposeOptions) => Tensor,
  ): Tensor {
    this.check(x);
    const { weight, bias, stride, padding, outputPadding, dilation, groups } = this;
    const options = { bias, stride, padding, outputPadding, dilation, groups };
    return inFunction(this, () => convolution(x, weight, options));
  }

  override extraRepr(): string {
    return this.describe(this.padding, this.outputPadding).join(", ");
  }
}

/** [N, inChannels, L] -> [N, outChannels, L'], also without N. */
export class ConvTranspose1d extends TransposedConvolution {
  constructor(inChannels: number, outChannels: number, kernelSize: NumberOrTuple, ...given: GivenOptions) {
    super(1, inChannels, outChannels, kernelSize, given);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(x, convTranspose1d);
  }
}

/** [N, inChannels, H, W] -> [N, outChannels, H', W'], also without N. */
export class ConvTranspose2d extends TransposedConvolution {
  constructor(inChannels: number, outChannels: number, kernelSize: NumberOrTuple, ...given: GivenOptions) {
    super(2, inChannels, outChannels, kernelSize, given);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(x, convTranspose2d);
  }
}
