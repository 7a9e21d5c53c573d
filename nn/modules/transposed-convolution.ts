// Transposed convolution layers, which enlarge what a convolution with the same arguments made smaller.

import {
  type ConvTransposeOptions,
  convTranspose1d,
  convTranspose2d,
} from "../functional/transposed-convolution.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { ConvNd, type ConvNdOptions } from "./conv-nd.ts";
import { inLayer } from "./expected-input.ts";

export interface ConvTransposeLayerOptions extends ConvNdOptions {
  /** of the convolution that is turned round: so much is cut off on both sides */
  readonly padding?: NumberOrTuple;
  /** how much larger the output is at its end: a strided convolution gives one size for several sizes of input */
  readonly outputPadding?: NumberOrTuple;
}

abstract class TransposedConvolution extends ConvNd {
  readonly padding: readonly number[];
  readonly outputPadding: readonly number[];

  constructor(
    dimensions: 1 | 2,
    inChannels: number,
    outChannels: number,
    kernelSize: NumberOrTuple,
    options: ConvTransposeLayerOptions,
  ) {
    super(dimensions, inChannels, outChannels, kernelSize, options, { transposed: true });
    this.padding = tuple(`${this.constructor.name}: padding`, options.padding ?? 0, dimensions);
    this.outputPadding = tuple(
      `${this.constructor.name}: outputPadding`,
      options.outputPadding ?? 0,
      dimensions,
    );
    this.initialize();
  }

  protected convolve(
    x: Tensor,
    convolution: (x: Tensor, weight: Tensor, options: ConvTransposeOptions) => Tensor,
  ): Tensor {
    this.check(x);
    const { weight, bias, stride, padding, outputPadding, dilation, groups } = this;
    const options = { bias, stride, padding, outputPadding, dilation, groups };
    return inLayer(this, () => convolution(x, weight, options));
  }

  override extraRepr(): string {
    return this.describe(this.padding, this.outputPadding).join(", ");
  }
}

/** [N, inChannels, L] -> [N, outChannels, L'], also without N. */
export class ConvTranspose1d extends TransposedConvolution {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: NumberOrTuple,
    options: ConvTransposeLayerOptions = {},
  ) {
    super(1, inChannels, outChannels, kernelSize, options);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(x, convTranspose1d);
  }
}

/** [N, inChannels, H, W] -> [N, outChannels, H', W'], also without N. */
export class ConvTranspose2d extends TransposedConvolution {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: NumberOrTuple,
    options: ConvTransposeLayerOptions = {},
  ) {
    super(2, inChannels, outChannels, kernelSize, options);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(x, convTranspose2d);
  }
}
