// ResNet's building block (He et al. 2016, arXiv:1512.03385): two convolutions whose result is added to the input,
// so that they learn only the difference.

import { integer } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { ReLU } from "../modules/activation.ts";
import { BatchNorm2d } from "../modules/batch-norm.ts";
import { Sequential } from "../modules/container.ts";
import { Conv2d } from "../modules/convolution.ts";
import { Module } from "../modules/module.ts";
import type { Tensor } from "../tensor/tensor.ts";

const residualArguments = optional((kernelSize = 3, stride = 1) => ({
  /** of the two convolutions */
  kernelSize: integer("kernelSize", kernelSize, 1),
  /** only 1: the convolutions keep the size, and PyTorch's padding 'same' does not go with strides */
  stride: integer("stride", stride, 1),
}));
export interface ResidualBlockOptions extends OptionsOf<typeof residualArguments> {}

/** [N, inChannels, H, W] -> [N, outChannels, H, W]; a 1x1 convolution fits the input to other channels. */
export class ResidualBlock extends Module {
  readonly conv1: Sequential;
  readonly conv2: Sequential;
  readonly conv_ds: Conv2d | undefined;
  readonly relu: ReLU;

  constructor(
    inChannels: number,
    outChannels: number,
    ...given: Given<typeof residualArguments, ResidualBlockOptions>
  ) {
    super();
    const name = new.target.name;
    const { kernelSize, stride } = residualArguments.read(name, given);
    integer(`${name}: inChannels`, inChannels, 0);
    integer(`${name}: outChannels`, outChannels, 0);
    this.conv1 = new Sequential(
      new Conv2d(inChannels, outChannels, kernelSize, { stride, padding: "same" }),
      new BatchNorm2d(outChannels),
      new ReLU(),
    );
    this.conv2 = new Sequential(
      new Conv2d(outChannels, outChannels, kernelSize, { padding: "same" }),
      new BatchNorm2d(outChannels),
    );
    this.conv_ds =
      inChannels === outChannels ? undefined : new Conv2d(inChannels, outChannels, 1, { padding: "same" });
    this.relu = new ReLU();
  }

  override forward(x: Tensor): Tensor {
    const residual = this.conv_ds ? this.conv_ds(x) : x;
    return this.relu(this.conv2(this.conv1(x)).add(residual));
  }
}
