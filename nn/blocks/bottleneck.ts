// ResNet's bottleneck (He et al. 2016, arXiv:1512.03385), as torchvision builds it: a 1x1 convolution reduces the
// channels, a 3x3 convolution works on the few, and another 1x1 convolution restores them.

import { integer } from "../arguments/checks.ts";
import { ReLU } from "../modules/activation.ts";
import type { Conv2d } from "../modules/convolution.ts";
import { convolveAndNormalize } from "../modules/fused.ts";
import { type Layer, Module } from "../modules/module.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { conv1x1, conv3x3, type GivenResNetBlock, resNetBlockArguments } from "./resnet-block.ts";

/** [N, inplanes, H, W] -> [N, planes * 4, H / stride, W / stride]. */
export class Bottleneck extends Module {
  /** how many times more channels come out than the 3x3 convolution's planes */
  static readonly expansion = 4;

  readonly conv1: Conv2d;
  readonly bn1: Layer;
  readonly conv2: Conv2d;
  readonly bn2: Layer;
  readonly conv3: Conv2d;
  readonly bn3: Layer;
  readonly relu: ReLU;
  readonly downsample: Layer | undefined;
  readonly stride: number;

  constructor(inplanes: number, planes: number, ...given: GivenResNetBlock) {
    super();
    const name = new.target.name;
    const options = resNetBlockArguments.read(name, given);
    const { stride, downsample, groups, baseWidth, dilation, normLayer } = options;
    integer(`${name}: inplanes`, inplanes, 0);
    integer(`${name}: planes`, planes, 0);
    const width = Math.trunc(planes * (baseWidth / 64)) * groups;
    const outPlanes = planes * Bottleneck.expansion;
    this.conv1 = conv1x1(inplanes, width);
    this.bn1 = new normLayer(width);
    this.conv2 = conv3x3(width, width, { stride, groups, dilation });
    this.bn2 = new normLayer(width);
    this.conv3 = conv1x1(width, outPlanes);
    this.bn3 = new normLayer(outPlanes);
    this.relu = new ReLU(true);
    this.downsample = downsample;
    this.stride = stride;
  }

  override forward(x: Tensor): Tensor {
    const identity = this.downsample ? this.downsample(x) : x;
    const { relu } = this;
    let out = convolveAndNormalize(x, this.conv1, this.bn1, { relu });
    out = convolveAndNormalize(out, this.conv2, this.bn2, { relu });
    return convolveAndNormalize(out, this.conv3, this.bn3, { residual: identity, relu });
  }
}
