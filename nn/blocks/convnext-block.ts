// The ConvNeXt block (Liu et al. 2022, arXiv:2201.03545): a large depthwise convolution, layer normalisation over
// the channels, and an inverted bottleneck of two fully connected projections with one GELU in between.

import { integer } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { checkProbability } from "../functional/dropout.ts";
import { GELU } from "../modules/activation.ts";
import { Conv2d } from "../modules/convolution.ts";
import { callInOrder } from "../modules/fused.ts";
import { Identity } from "../modules/identity.ts";
import { LayerNorm } from "../modules/layer-norm.ts";
import { Linear } from "../modules/linear.ts";
import { Module } from "../modules/module.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { StochasticDepth } from "./stochastic-depth.ts";

const convNeXtBlockArguments = optional((kernelSize = 7, dropPath = 0) => ({
  /** of the depthwise convolution */
  kernelSize: integer("kernelSize", kernelSize, 1),
  /** the probability of a sample to skip the branch in training */
  dropPath,
}));
export interface ConvNeXtBlockOptions extends OptionsOf<typeof convNeXtBlockArguments> {}

/** [N, inChannels, H, W] -> the same shape; the residual connection needs outChannels = inChannels. */
export class ConvNeXtBlock extends Module {
  readonly dwconv: Conv2d;
  readonly norm: LayerNorm;
  readonly pwconv1: Linear;
  readonly act: GELU;
  readonly pwconv2: Linear;
  readonly drop_path: Identity | StochasticDepth;

  constructor(
    inChannels: number,
    outChannels: number,
    ...given: Given<typeof convNeXtBlockArguments, ConvNeXtBlockOptions>
  ) {
    super();
    const name = new.target.name;
    const { kernelSize, dropPath } = convNeXtBlockArguments.read(name, given);
    inFunction(name, () => checkProbability("dropPath", dropPath));
    integer(`${name}: inChannels`, inChannels, 0);
    integer(`${name}: outChannels`, outChannels, 0);
    this.dwconv = new Conv2d(inChannels, inChannels, kernelSize, {
      padding: Math.floor(kernelSize / 2),
      groups: inChannels,
    });
    this.norm = new LayerNorm(inChannels, { eps: 1e-6 });
    this.pwconv1 = new Linear(inChannels, 4 * inChannels);
    this.act = new GELU();
    this.pwconv2 = new Linear(4 * inChannels, outChannels);
    this.drop_path = dropPath === 0 ? new Identity() : new StochasticDepth(dropPath);
  }

  override forward(x: Tensor): Tensor {
    // the normalisation and the projections work on the last dimension, so the channels go there and back
    let out = this.dwconv(x).permute(0, 2, 3, 1);
    out = callInOrder([this.norm, this.pwconv1, this.act, this.pwconv2], out);
    return this.drop_path(out.permute(0, 3, 1, 2)).add(x);
  }
}
