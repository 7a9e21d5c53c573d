// Transposed convolution layers, which enlarge what a convolution with the same arguments made smaller.

import { integer } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { convTranspose1d, convTranspose2d } from "../functional/transposed-convolution.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { ConvNd } from "./conv-nd.ts";
import { layerDtype } from "./layer-dtype.ts";

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
    groups: integer("groups", groups, 1),
    /** learn a shift for each output channel */
    bias,
    /** how far apart the elements of a kernel are */
    dilation,
  }),
  layerDtype,
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
    this.padding = tuple(`${layer}: padding`, padding, dimensions, 0);
    this.outputPadding = tuple(`${layer}: outputPadding`, outputPadding, dimensions, 0);
    this.initialize();
  }

  protected convolve(x: Tensor, convolution: typeof convTranspose2d): Tensor {
    this.check(x);
    const { weight, bias, stride, padding, outputPadding, dilation, groups } = this;
    return inFunction(this, () =>
      convolution(x, weight, bias, stride, padding, outputPadding, groups, dilation),
    );
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
