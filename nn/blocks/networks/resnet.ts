// Residual networks (He et al. 2016, arXiv:1512.03385) and ResNeXt (Xie et al. 2017, arXiv:1611.05431) as
// torchvision builds them: a stem, four stages of blocks, each half as large as the one before and with twice the
// channels, and a linear classifier of the channels' means.

import { ifGiven, instance, integer } from "../../arguments/checks.ts";
import { type Given, keywords, type OptionsOf, optional } from "../../arguments/optional.ts";
import { shown } from "../../arguments/shown.ts";
import { ReLU } from "../../modules/activation.ts";
import { AdaptiveAvgPool2d } from "../../modules/adaptive-pooling.ts";
import { BatchNorm2d } from "../../modules/batch-norm.ts";
import { Sequential } from "../../modules/container.ts";
import { Conv2d } from "../../modules/convolution.ts";
import { convolveAndNormalize } from "../../modules/fused.ts";
import { kaimingNormal_, zeros_ } from "../../modules/init.ts";
import { Linear } from "../../modules/linear.ts";
import { MaxPool2d } from "../../modules/max-pooling.ts";
import { type Layer, Module } from "../../modules/module.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { BasicBlock } from "../basic-block.ts";
import { Bottleneck } from "../bottleneck.ts";
import { conv1x1, type NormLayer, normLayerClass, type ResNetBlock } from "../resnet-block.ts";

type ThreeChoices = readonly [boolean, boolean, boolean];

function resNetOptions(
  numClasses = 1000,
  zeroInitResidual = false,
  groups = 1,
  widthPerGroup = 64,
  replaceStrideWithDilation?: ThreeChoices,
  normLayer: NormLayer = BatchNorm2d,
  planes = 64,
) {
  return {
    numClasses: integer("numClasses", numClasses, 0),
    /** start every block as the identity (Goyal et al. 2017, arXiv:1706.02677) */
    zeroInitResidual,
    /** of the bottlenecks' 3x3 convolutions */
    groups: integer("groups", groups, 1),
    /** channels of a bottleneck's 3x3 convolution per group, for 64 planes */
    widthPerGroup: integer("widthPerGroup", widthPerGroup, 1),
    /** for each of the last three stages: dilate the convolutions instead of halving the size */
    replaceStrideWithDilation: ifGiven("replaceStrideWithDilation", replaceStrideWithDilation, threeChoices),
    normLayer: normLayerClass("normLayer", normLayer),
    /** planes of the first stage; fewer than torchvision's 64 make a network for small experiments */
    planes: integer("planes", planes, 1),
  };
}

const resNetArguments = optional(resNetOptions);
/** torchvision takes the options of whole networks by name only. */
const networkArguments = keywords(resNetOptions);
const resnextArguments = keywords(
  (
    numClasses?: number,
    zeroInitResidual?: boolean,
    groups = 32,
    widthPerGroup = 4,
    replaceStrideWithDilation?: ThreeChoices,
    normLayer?: NormLayer,
    planes?: number,
  ) =>
    resNetOptions(
      numClasses,
      zeroInitResidual,
      groups,
      widthPerGroup,
      replaceStrideWithDilation,
      normLayer,
      planes,
    ),
);
export interface ResNetOptions extends OptionsOf<typeof resNetArguments> {}
type GivenOptions = Given<typeof networkArguments, ResNetOptions>;

function threeChoices(name: string, value: ThreeChoices): ThreeChoices {
  if (Array.isArray(value) && value.length === 3 && value.every((each) => typeof each === "boolean")) {
    return value;
  }
  throw new TypeError(`${name}: expected three truth values, got ${shown(value)}`);
}

/** [N, 3, H, W] -> [N, numClasses]. */
export class ResNet extends Module {
  readonly conv1: Conv2d;
  readonly bn1: Layer;
  readonly relu: ReLU;
  readonly maxpool: MaxPool2d;
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly avgpool: AdaptiveAvgPool2d;
  readonly fc: Linear;

  /** `layers` counts the blocks of each stage. */
  constructor(
    block: ResNetBlock,
    layers: readonly [number, number, number, number],
    ...given: Given<typeof resNetArguments, ResNetOptions>
  ) {
    super();
    const name = new.target.name;
    const options = resNetArguments.read(name, given);
    const { numClasses, zeroInitResidual, groups, widthPerGroup, normLayer, planes } = options;
    const { replaceStrideWithDilation = [false, false, false] } = options;
    instance(`${name}: block`, block, Function, "BasicBlock or Bottleneck");
    integer(`${name}: block: expansion`, block.expansion, 1);
    if (!Array.isArray(layers) || layers.length !== 4) {
      throw new TypeError(
        `${name}: layers: expected the numbers of blocks of four stages, got ${shown(layers)}`,
      );
    }
    for (const count of layers) integer(`${name}: layers`, count, 1);
    this.conv1 = new Conv2d(3, planes, 7, { stride: 2, padding: 3, bias: false });
    this.bn1 = new normLayer(planes);
    this.relu = new ReLU(true);
    this.maxpool = new MaxPool2d(3, { stride: 2, padding: 1 });
    const stages = new StageBuilder(block, planes, { groups, baseWidth: widthPerGroup, normLayer });
    const [dilate2, dilate3, dilate4] = replaceStrideWithDilation;
    this.layer1 = stages.next(planes, layers[0], 1, false);
    this.layer2 = stages.next(2 * planes, layers[1], 2, dilate2);
    this.layer3 = stages.next(4 * planes, layers[2], 2, dilate3);
    this.layer4 = stages.next(8 * planes, layers[3], 2, dilate4);
    this.avgpool = new AdaptiveAvgPool2d([1, 1]);
    this.fc = new Linear(8 * planes * block.expansion, numClasses);
    this.initialize(zeroInitResidual);
  }

  override forward(x: Tensor): Tensor {
    let out = this.maxpool(convolveAndNormalize(x, this.conv1, this.bn1, { relu: this.relu }));
    out = this.layer4(this.layer3(this.layer2(this.layer1(out))));
    return this.fc(this.avgpool(out).flatten(1));
  }

  private initialize(zeroInitResidual: boolean): void {
    for (const module of this.modules()) {
      if (module instanceof Conv2d) {
        kaimingNormal_(module.weight, { mode: "fan_out", nonlinearity: "relu" });
      }
    }
    if (!zeroInitResidual) return;
    for (const module of this.modules()) {
      if (module instanceof Bottleneck) zeroScale(module.bn3);
      if (module instanceof BasicBlock) zeroScale(module.bn2);
    }
  }
}

function zeroScale(norm: Layer): void {
  for (const [name, parameter] of norm.namedParameters()) if (name === "weight") zeros_(parameter);
}

interface StageOptions {
  readonly groups: number;
  readonly baseWidth: number;
  readonly normLayer: NormLayer;
}

/** Builds stages one after the other: each needs to know the channels and the dilation that the last one ended with. */
class StageBuilder {
  readonly #block: ResNetBlock;
  readonly #options: StageOptions;
  #inplanes: number;
  #dilation = 1;

  constructor(block: ResNetBlock, inplanes: number, options: StageOptions) {
    this.#block = block;
    this.#inplanes = inplanes;
    this.#options = options;
  }

  /** `count` blocks, the first of which has the stride, or none and the others so much more dilation. */
  next(planes: number, count: number, stride: number, dilate: boolean): Sequential {
    const block = this.#block;
    const outplanes = planes * block.expansion;
    const firstDilation = this.#dilation;
    if (dilate) this.#dilation *= stride;
    const firstStride = dilate ? 1 : stride;
    const { normLayer } = this.#options;
    const downsample =
      firstStride !== 1 || this.#inplanes !== outplanes
        ? new Sequential(
            conv1x1(this.#inplanes, outplanes, { stride: firstStride }),
            new normLayer(outplanes),
          )
        : undefined;
    const first = new block(this.#inplanes, planes, {
      ...this.#options,
      stride: firstStride,
      downsample,
      dilation: firstDilation,
    });
    const rest = Array.from(
      { length: count - 1 },
      () => new block(outplanes, planes, { ...this.#options, dilation: this.#dilation }),
    );
    this.#inplanes = outplanes;
    return new Sequential(first, ...rest);
  }
}

/** 11,689,512 parameters. */
export function resnet18(...given: GivenOptions): ResNet {
  return new ResNet(BasicBlock, [2, 2, 2, 2], networkArguments.read("resnet18", given));
}

/** 21,797,672 parameters. */
export function resnet34(...given: GivenOptions): ResNet {
  return new ResNet(BasicBlock, [3, 4, 6, 3], networkArguments.read("resnet34", given));
}

/** 25,557,032 parameters. */
export function resnet50(...given: GivenOptions): ResNet {
  return new ResNet(Bottleneck, [3, 4, 6, 3], networkArguments.read("resnet50", given));
}

/** 44,549,160 parameters. */
export function resnet101(...given: GivenOptions): ResNet {
  return new ResNet(Bottleneck, [3, 4, 23, 3], networkArguments.read("resnet101", given));
}

/** 60,192,808 parameters. */
export function resnet152(...given: GivenOptions): ResNet {
  return new ResNet(Bottleneck, [3, 8, 36, 3], networkArguments.read("resnet152", given));
}

/** ResNet-50 with 3x3 convolutions of 32 groups, 4 channels wide: 25,028,904 parameters. */
export function resnext50_32x4d(...given: GivenOptions): ResNet {
  return new ResNet(Bottleneck, [3, 4, 6, 3], resnextArguments.read("resnext50_32x4d", given));
}
