// The depthwise separable convolution (Chollet 2017, arXiv:1610.02357): each channel is convolved by itself, then
// a 1x1 convolution mixes the channels. It needs far fewer weights than a convolution that does both at once.

import { integer } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { Conv2d } from "../modules/convolution.ts";
import { convolveSeparably } from "../modules/fused.ts";
import { Module } from "../modules/module.ts";
import type { Tensor } from "../tensor/tensor.ts";

const separableArguments = optional((kernelSize = 3, padding = 1) => ({
  /** of the depthwise convolution */
  kernelSize: integer("kernelSize", kernelSize, 1),
  /** of the depthwise convolution */
  padding: integer("padding", padding, 0),
}));
export interface DepthwiseSeparableConvOptions extends OptionsOf<typeof separableArguments> {}

/** [N, nin, H, W] -> [N, nin * kernelsPerLayer, H, W] -> [N, nout, H, W]. */
export class DepthwiseSeparableConv extends Module {
  readonly depthwise: Conv2d;
  readonly pointwise: Conv2d;

  constructor(
    nin: number,
    kernelsPerLayer: number,
    nout: number,
    ...given: Given<typeof separableArguments, DepthwiseSeparableConvOptions>
  ) {
    super();
    const name = new.target.name;
    const { kernelSize, padding } = separableArguments.read(name, given);
    integer(`${name}: nin`, nin, 0);
    integer(`${name}: kernelsPerLayer`, kernelsPerLayer, 0);
    integer(`${name}: nout`, nout, 0);
    const channels = nin * kernelsPerLayer;
    this.depthwise = new Conv2d(nin, channels, kernelSize, { padding, groups: nin });
    this.pointwise = new Conv2d(channels, nout, 1);
  }

  override forward(x: Tensor): Tensor {
    return convolveSeparably(x, this.depthwise, this.pointwise);
  }
}
