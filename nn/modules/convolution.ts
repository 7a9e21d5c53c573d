// Convolution layers. Conv1d and Conv2d differ only in the number of spatial dimensions.

import { choice } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { type ConvolutionPadding, conv1d, conv2d, paddingSides } from "../functional/convolution.ts";
import { pad } from "../functional/pad.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { ConvNd } from "./conv-nd.ts";

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
    /** "same" keeps the size, "valid" pads nothing */
    padding,
    dilation,
    /** both numbers of channels must be divisible by it; as many as input channels make a depthwise convolution */
    groups,
    bias,
    /** what stands beyond the edges */
    paddingMode: choice("paddingMode", paddingMode, paddingModes),
  }),
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
    const { padding = 0, paddingMode, ...options } = convArguments.read(new.target.name, given);
    super(dimensions, inChannels, outChannels, kernelSize, options);
    this.padding =
      typeof padding === "string" ? padding : tuple(`${this.constructor.name}: padding`, padding, dimensions);
    this.paddingMode = paddingMode;
    // refuses what does not go together
    inFunction(this.constructor.name, () =>
      paddingSides(this.padding, this.kernelSize, this.stride, this.dilation),
    );
    this.initialize();
  }

  protected convolve(x: Tensor, convolution: typeof conv2d): Tensor {
    this.check(x);
    const { weight, bias, stride, dilation, groups, padding, paddingMode } = this;
    const options = { bias, stride, dilation, groups };
    return inFunction(this, () => {
      if (paddingMode === "zeros") return convolution(x, weight, { ...options, padding });
      const sides = paddingSides(padding, this.kernelSize, stride, dilation);
      return convolution(pad(x, sides.toReversed().flat(), { mode: paddingMode }), weight, options);
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
