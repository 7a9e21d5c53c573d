// The block of the smaller ResNets (He et al. 2016, arXiv:1512.03385), as torchvision builds it: two 3x3
// convolutions whose result is added to the input.

import { integer } from "../arguments/checks.ts";
import { ReLU } from "../modules/activation.ts";
import type { Conv2d } from "../modules/convolution.ts";
import { convolveAndNormalize } from "../modules/fused.ts";
import { type Layer, Module } from "../modules/module.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { conv3x3, type GivenResNetBlock, resNetBlockArguments } from "./resnet-block.ts";

/** [N, inplanes, H, W] -> [N, planes, H / stride, W / stride]. Knows neither groups nor dilation. */
export class BasicBlock extends Module {
  static readonly expansion = 1;

  readonly conv1: Conv2d;
  readonly bn1: Layer;
  readonly relu: ReLU;
  readonly conv2: Conv2d;
  readonly bn2: Layer;
  readonly downsample: Layer | undefined;
  readonly stride: number;

  constructor(inplanes: number, planes: number, ...given: GivenResNetBlock) {
    super();
    const name = new.target.name;
    const options = resNetBlockArguments.read(name, given);
    const { stride, downsample, groups, baseWidth, dilation, normLayer } = options;
    integer(`${name}: inplanes`, inplanes, 0);
    integer(`${name}: planes`, planes, 0);
    if (groups !== 1 || baseWidth !== 64) {
      throw new RangeError(
        `BasicBlock only supports groups=1 and baseWidth=64, got groups=${groups} and baseWidth=${baseWidth}`,
      );
    }
    if (dilation > 1) throw new RangeError(`Dilation > 1 not supported in BasicBlock, got ${dilation}`);
    this.conv1 = conv3x3(inplanes, planes, { stride });
    this.bn1 = new normLayer(planes);
    this.relu = new ReLU(true);
    this.conv2 = conv3x3(planes, planes);
    this.bn2 = new normLayer(planes);
    this.downsample = downsample;
    this.stride = stride;
  }

  override forward(x: Tensor): Tensor {
    const identity = this.downsample ? this.downsample(x) : x;
    const { relu } = this;
    const out = convolveAndNormalize(x, this.conv1, this.bn1, { relu });
    return convolveAndNormalize(out, this.conv2, this.bn2, { residual: identity, relu });
  }
}
