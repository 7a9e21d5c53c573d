// ConvNeXt (Liu et al. 2022, arXiv:2201.03545) as torchvision builds it: a stem that cuts the image into patches,
// stages of ConvNeXt blocks with a smaller image and more channels from stage to stage, and a linear classifier.

import { integer } from "../../arguments/checks.ts";
import { inFunction } from "../../arguments/in-function.ts";
import { type Given, keywords, type OptionsOf, optional } from "../../arguments/optional.ts";
import { shown } from "../../arguments/shown.ts";
import { checkProbability } from "../../functional/dropout.ts";
import { AdaptiveAvgPool2d } from "../../modules/adaptive-pooling.ts";
import { Sequential } from "../../modules/container.ts";
import { Conv2d } from "../../modules/convolution.ts";
import { Flatten } from "../../modules/flatten.ts";
import { truncNormal_, zeros_ } from "../../modules/init.ts";
import { Linear } from "../../modules/linear.ts";
import { type Layer, Module } from "../../modules/module.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { CNBlock } from "../cn-block.ts";
import { Conv2dNormActivation } from "../conv2d-norm-activation.ts";
import { LayerNorm2d } from "../layer-norm-2d.ts";

export interface ConvNeXtStage {
  readonly channels: number;
  readonly blocks: number;
}

function convNeXtOptions(stochasticDepthProb = 0, layerScale = 1e-6, numClasses = 1000) {
  inFunction("stochasticDepthProb", () => checkProbability("stochastic depth", stochasticDepthProb));
  return {
    /** of the last block; the first never skips, and the probability rises evenly */
    stochasticDepthProb,
    /** what the scales of the blocks' results start with */
    layerScale,
    numClasses: integer("numClasses", numClasses, 0),
  };
}

const convNeXtArguments = optional(convNeXtOptions);
const convNeXtTinyArguments = keywords(
  (stochasticDepthProb = 0.1, layerScale?: number, numClasses?: number) =>
    convNeXtOptions(stochasticDepthProb, layerScale, numClasses),
);
export interface ConvNeXtOptions extends OptionsOf<typeof convNeXtArguments> {}

/** [N, 3, H, W] -> [N, numClasses]. */
export class ConvNeXt extends Module {
  readonly features: Sequential;
  readonly avgpool: AdaptiveAvgPool2d;
  readonly classifier: Sequential;

  constructor(
    stages: readonly [ConvNeXtStage, ...ConvNeXtStage[]],
    ...given: Given<typeof convNeXtArguments, ConvNeXtOptions>
  ) {
    super();
    const name = new.target.name;
    const { numClasses, stochasticDepthProb, layerScale } = convNeXtArguments.read(name, given);
    if (!Array.isArray(stages) || stages.length === 0) {
      throw new TypeError(`${name}: stages: expected an array of { channels, blocks }, got ${shown(stages)}`);
    }
    for (const stage of stages) {
      integer(`${name}: stages: channels`, stage?.channels, 0);
      integer(`${name}: stages: blocks`, stage?.blocks, 0);
    }
    const blockCount = stages.reduce((sum, { blocks }) => sum + blocks, 0);
    const layers: Layer[] = [patchify(stages[0].channels)];
    let blocksBefore = 0;
    stages.forEach(({ channels, blocks }, i) => {
      const first = blocksBefore;
      const skip = (block: number): number =>
        blockCount > 1 ? (stochasticDepthProb * (first + block)) / (blockCount - 1) : 0;
      layers.push(
        new Sequential(
          ...Array.from({ length: blocks }, (_, block) => new CNBlock(channels, layerScale, skip(block))),
        ),
      );
      blocksBefore += blocks;
      const next = stages[i + 1];
      if (next) layers.push(halve(channels, next.channels));
    });
    const { channels } = stages.at(-1) ?? stages[0];
    this.features = new Sequential(...layers);
    this.avgpool = new AdaptiveAvgPool2d(1);
    this.classifier = new Sequential(normLayer(channels), new Flatten(), new Linear(channels, numClasses));
    this.initialize();
  }

  override forward(x: Tensor): Tensor {
    return this.classifier(this.avgpool(this.features(x)));
  }

  private initialize(): void {
    for (const module of this.modules()) {
      if (!(module instanceof Conv2d || module instanceof Linear)) continue;
      truncNormal_(module.weight, { std: 0.02 });
      if (module.bias) zeros_(module.bias);
    }
  }
}

/** The normalisation of each pixel's channels, with the epsilon of the paper's code. */
function normLayer(channels: number): LayerNorm2d {
  return new LayerNorm2d(channels, { eps: 1e-6 });
}

/** Patches of 4x4 pixels become pixels of `channels` channels. */
function patchify(channels: number): Layer {
  return new Conv2dNormActivation(3, channels, {
    kernelSize: 4,
    stride: 4,
    padding: 0,
    normLayer,
    activation: false,
    bias: true,
  });
}

function halve(channels: number, outChannels: number): Layer {
  return new Sequential(normLayer(channels), new Conv2d(channels, outChannels, 2, { stride: 2 }));
}

/** 28,589,128 parameters. */
export function convnextTiny(...given: Given<typeof convNeXtTinyArguments, ConvNeXtOptions>): ConvNeXt {
  return new ConvNeXt(
    [
      { channels: 96, blocks: 3 },
      { channels: 192, blocks: 3 },
      { channels: 384, blocks: 9 },
      { channels: 768, blocks: 3 },
    ],
    convNeXtTinyArguments.read("convnextTiny", given),
  );
}
