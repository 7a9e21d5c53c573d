// Convolution layers. Conv1d and Conv2d differ only in the number of spatial dimensions.

import { type ConvolutionPadding, conv1d, conv2d, paddingSides } from "../functional/convolution.ts";
import { pad } from "../functional/pad.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { ConvNd, type ConvNdOptions } from "./conv-nd.ts";
import { inLayer } from "./expected-input.ts";

const paddingModes = ["zeros", "reflect", "replicate", "circular"] as const;
export type PaddingMode = (typeof paddingModes)[number];

export interface ConvOptions extends ConvNdOptions {
  /** "same" keeps the size, "valid" pads nothing */
  readonly padding?: ConvolutionPadding;
  /** what stands beyond the edges */
  readonly paddingMode?: PaddingMode;
}

abstract class Convolution extends ConvNd {
  readonly padding: readonly number[] | "same" | "valid";
  readonly paddingMode: PaddingMode;

  constructor(
    dimensions: 1 | 2,
    inChannels: number,
    outChannels: number,
    kernelSize: NumberOrTuple,
    options: ConvOptions,
  ) {
    super(dimensions, inChannels, outChannels, kernelSize, options);
    const { padding = 0, paddingMode = "zeros" } = options;
    if (!paddingModes.includes(paddingMode)) {
      throw new RangeError(
        `${this.constructor.name}: padding_mode must be one of ${paddingModes.join(", ")}, but got padding_mode='${paddingMode}'`,
      );
    }
    this.padding =
      typeof padding === "string" ? padding : tuple(`${this.constructor.name}: padding`, padding, dimensions);
    this.paddingMode = paddingMode;
    // refuses what does not go together
    inLayer(this.constructor.name, () =>
      paddingSides(this.padding, this.kernelSize, this.stride, this.dilation),
    );
    this.initialize();
  }

  protected convolve(x: Tensor, convolution: typeof conv2d): Tensor {
    this.check(x);
    const { weight, bias, stride, dilation, groups, padding, paddingMode } = this;
    const options = { bias, stride, dilation, groups };
    return inLayer(this, () => {
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
  constructor(inChannels: number, outChannels: number, kernelSize: NumberOrTuple, options: ConvOptions = {}) {
    super(1, inChannels, outChannels, kernelSize, options);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(x, conv1d);
  }
}

/** Convolution over an image: [N, inChannels, H, W] -> [N, outChannels, H', W'], also without N. */
export class Conv2d extends Convolution {
  constructor(inChannels: number, outChannels: number, kernelSize: NumberOrTuple, options: ConvOptions = {}) {
    super(2, inChannels, outChannels, kernelSize, options);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(x, conv2d);
  }
}
