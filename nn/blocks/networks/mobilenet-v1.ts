// MobileNet (Howard et al. 2017, arXiv:1704.04861, table 1): depthwise separable convolutions all the way, each of
// their two steps followed by batch normalisation and ReLU. torchvision has no such network, so the names of the
// state are our own.

import { integer } from "../../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../../arguments/optional.ts";
import { AdaptiveAvgPool2d } from "../../modules/adaptive-pooling.ts";
import { Sequential } from "../../modules/container.ts";
import { Linear } from "../../modules/linear.ts";
import { Module } from "../../modules/module.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { Conv2dNormActivation } from "../conv2d-norm-activation.ts";

/** Channels and stride of each depthwise separable convolution. */
const table: readonly (readonly [channels: number, stride: number])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
];

const mobileNetArguments = optional((numClasses = 1000, widthMultiplier = 1) => ({
  numClasses: integer("numClasses", numClasses, 0),
  /** makes all layers thinner or wider (the paper's alpha) */
  widthMultiplier: positive("widthMultiplier", widthMultiplier),
}));
export interface MobileNetV1Options extends OptionsOf<typeof mobileNetArguments> {}
type GivenOptions = Given<typeof mobileNetArguments, MobileNetV1Options>;

function positive(name: string, value: number): number {
  if (value > 0 && value < Infinity) return value;
  throw new RangeError(`${name}: expected a number above 0, got ${value}`);
}

/** [N, 3, H, W] -> [N, numClasses]. */
export class MobileNetV1 extends Module {
  readonly features: Sequential;
  readonly avgpool: AdaptiveAvgPool2d;
  readonly fc: Linear;

  constructor(...given: GivenOptions) {
    super();
    const { numClasses, widthMultiplier } = mobileNetArguments.read(new.target.name, given);
    const widthOf = (channels: number): number => Math.max(1, Math.round(channels * widthMultiplier));
    const layers: Sequential[] = [new Conv2dNormActivation(3, widthOf(32), { stride: 2 })];
    let width = widthOf(32);
    for (const [channels, stride] of table) {
      layers.push(separable(width, widthOf(channels), stride));
      width = widthOf(channels);
    }
    this.features = new Sequential(...layers);
    this.avgpool = new AdaptiveAvgPool2d(1);
    this.fc = new Linear(width, numClasses);
  }

  override forward(x: Tensor): Tensor {
    return this.fc(this.avgpool(this.features(x)).flatten(1));
  }
}

function separable(inChannels: number, outChannels: number, stride: number): Sequential {
  return new Sequential({
    depthwise: new Conv2dNormActivation(inChannels, inChannels, { stride, groups: inChannels }),
    pointwise: new Conv2dNormActivation(inChannels, outChannels, { kernelSize: 1 }),
  });
}

/** 4,231,976 parameters. */
export function mobilenetV1(...given: GivenOptions): MobileNetV1 {
  return new MobileNetV1(...given);
}
