// A convolution, its normalisation and its activation in a row: the brick of many networks, as torchvision makes it.

import { boolean, ifGiven, instance, integer } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { ReLU } from "../modules/activation.ts";
import { BatchNorm2d } from "../modules/batch-norm.ts";
import { Sequential } from "../modules/container.ts";
import { Conv2d } from "../modules/convolution.ts";
import type { Layer } from "../modules/module.ts";

/** Makes the normalisation of so many channels. */
type MakeNormLayer = (channels: number) => Layer;

const brickArguments = optional(
  (
    kernelSize = 3,
    stride = 1,
    padding?: number,
    groups = 1,
    normLayer: MakeNormLayer | null = (channels) => new BatchNorm2d(channels),
    activation = true,
    dilation = 1,
    inplace = true,
    bias?: boolean,
  ) => ({
    kernelSize: integer("kernelSize", kernelSize, 1),
    stride: integer("stride", stride, 1),
    /** left out: so much that a stride of 1 keeps the size */
    padding: ifGiven("padding", padding, (name, given) => integer(name, given, 0)),
    groups: integer("groups", groups, 1),
    /** makes the normalisation of so many channels; null: none */
    normLayer:
      normLayer === null
        ? null
        : instance("normLayer", normLayer, Function, "a function of the number of channels"),
    /** whether a ReLU ends the row */
    activation,
    dilation: integer("dilation", dilation, 1),
    /** whether the ReLU writes its result over its input */
    inplace,
    /** left out: a bias only without normalisation, which would take it away again */
    bias: ifGiven("bias", bias, boolean),
  }),
  undefined,
  { nullable: ["normLayer"] },
);
export interface Conv2dNormActivationOptions extends OptionsOf<typeof brickArguments> {}

/** [N, inChannels, H, W] -> [N, outChannels, H', W']. */
export class Conv2dNormActivation extends Sequential {
  constructor(
    inChannels: number,
    outChannels: number,
    ...given: Given<typeof brickArguments, Conv2dNormActivationOptions>
  ) {
    const options = brickArguments.read("Conv2dNormActivation", given);
    const { kernelSize, stride, groups, normLayer, activation, dilation, inplace } = options;
    const padding = options.padding ?? Math.floor((kernelSize - 1) / 2) * dilation;
    const bias = options.bias ?? normLayer === null;
    super(
      new Conv2d(inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias),
      ...(normLayer ? [normLayer(outChannels)] : []),
      ...(activation ? [new ReLU(inplace)] : []),
    );
  }
}
