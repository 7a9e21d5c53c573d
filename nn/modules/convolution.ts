// Convolution layers. Conv1d and Conv2d differ only in the number of spatial dimensions.

import { choice, integer } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { type ConvolutionPadding, conv1d, conv2d, paddingSides } from "../functional/convolution.ts";
import { pad } from "../functional/pad.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { ConvNd } from "./conv-nd.ts";
import { layerDtype } from "./layer-dtype.ts";

const paddingModes = ["zeros", "reflect", "replicate", "circular"] as const;
export type PaddingMode = (typeof paddingModes)[number];

const convArguments = optional(
  (
    stride?: NumberOrTuple,
    padding?: ConvolutionPadding,
    dilation?: NumberOrTuple,
    groups = 1,
    bias = true,
    paddingMode: PaddingMode = "zeros",
  ) => ({
    stride,
    /** numbers of zeros on both sides; "same" keeps the size, "valid" pads nothing */
    padding,
    /** how far apart the elements of a kernel are */
    dilation,
    /** both numbers of channels must be divisible by it; as many as input channels make a depthwise convolution */
    groups: integer("groups", groups, 1),
    /** learn a shift for each output channel */
    bias,
    /** what stands beyond the edges */
    paddingMode: choice("paddingMode", paddingMode, paddingModes),
  }),
  layerDtype,
);

export interface ConvOptions extends OptionsOf<typeof convArguments> {}
type GivenOptions = Given<typeof convArguments, ConvOptions>;

abstract class Convolution extends ConvNd {
  readonly padding: readonly number[] | "same" | "valid";
  readonly paddingMode: PaddingMode;

  constructor(
    dimensions: 1 | 2,
    inChannels: number,
    outChannels: number,
    kernelSize: NumberOrTuple,
    given: GivenOptions,
  ) {
    const layer = new.target.name;
    const { padding = 0, paddingMode, ...options } = convArguments.read(layer, given);
    super(dimensions, inChannels, outChannels, kernelSize, options);
    this.padding = typeof padding === "string" ? padding : tuple(`${layer}: padding`, padding, dimensions, 0);
    this.paddingMode = paddingMode;
    // refuses what does not go together
    inFunction(layer, () => paddingSides(this.padding, this.kernelSize, this.stride, this.dilation));
    this.initialize();
  }

  protected convolve(x: Tensor, convolution: typeof conv2d): Tensor {
    this.check(x);
    const { weight, bias, stride, dilation, groups, padding, paddingMode } = this;
    return inFunction(this, () => {
      if (paddingMode === "zeros") return convolution(x, weight, bias, stride, padding, dilation, groups);
      const sides = paddingSides(padding, this.kernelSize, stride, dilation);
      return convolution(
        pad(x, sides.toReversed().flat(), paddingMode),
        weight,
        bias,
        stride,
        0,
        dilation,
        groups,
      );
    });
  }

  override extraRepr(): string {
    const parts = this.describe(this.padding);
    if (this.paddingMode !== "zeros") parts.push(`padding_mode=${this.paddingMode}`);
    return parts.join(", ");
  }
}

/** Convolution over time: [N, inChannels, L] -> [N, outChannels, L'], also without N. */
export class Conv1d extends Convolution {
  constructor(inChannels: number, outChannels: number, kernelSize: NumberOrTuple, ...given: GivenOptions) {
    super(1, inChannels, outChannels, kernelSize, given);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(x, conv1d);
  }
}

/** Convolution over an image: [N, inChannels, H, W] -> [N, outChannels, H', W'], also without N. */
export class Conv2d extends Convolution {
  constructor(inChannels: number, outChannels: number, kernelSize: NumberOrTuple, ...given: GivenOptions) {
    super(2, inChannels, outChannels, kernelSize, given);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(x, conv2d);
  }
}
