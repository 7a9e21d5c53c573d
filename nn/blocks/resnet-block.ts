// What ResNet's two kinds of blocks share: their convolutions, their options, and what a network needs to know of
// a kind to build stages of it.

import { ifGiven, instance, integer } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { BatchNorm2d } from "../modules/batch-norm.ts";
import { Conv2d } from "../modules/convolution.ts";
import { type Layer, Module } from "../modules/module.ts";

const conv1x1Arguments = optional((stride = 1) => ({ stride: integer("stride", stride, 1) }));
export interface Conv1x1Options extends OptionsOf<typeof conv1x1Arguments> {}

/** A 1x1 convolution without bias. */
export function conv1x1(
  inPlanes: number,
  outPlanes: number,
  ...given: Given<typeof conv1x1Arguments, Conv1x1Options>
): Conv2d {
  const { stride } = conv1x1Arguments.read("conv1x1", given);
  integer("conv1x1: inPlanes", inPlanes, 0);
  integer("conv1x1: outPlanes", outPlanes, 0);
  return new Conv2d(inPlanes, outPlanes, 1, { stride, bias: false });
}

const conv3x3Arguments = optional((stride = 1, groups = 1, dilation = 1) => ({
  stride: integer("stride", stride, 1),
  groups: integer("groups", groups, 1),
  dilation: integer("dilation", dilation, 1),
}));
export interface Conv3x3Options extends OptionsOf<typeof conv3x3Arguments> {}

/** A 3x3 convolution without bias that keeps the size (but for the stride). */
export function conv3x3(
  inPlanes: number,
  outPlanes: number,
  ...given: Given<typeof conv3x3Arguments, Conv3x3Options>
): Conv2d {
  const { stride, groups, dilation } = conv3x3Arguments.read("conv3x3", given);
  integer("conv3x3: inPlanes", inPlanes, 0);
  integer("conv3x3: outPlanes", outPlanes, 0);
  return new Conv2d(inPlanes, outPlanes, 3, { stride, padding: dilation, groups, bias: false, dilation });
}

/** A class of normalisation layers, made with the number of channels. */
export type NormLayer = new (channels: number) => Layer;

export function normLayerClass(name: string, value: NormLayer): NormLayer {
  return instance(name, value, Function, "a class of normalisation layers");
}

export const resNetBlockArguments = optional(
  (
    stride = 1,
    downsample?: Layer,
    groups = 1,
    baseWidth = 64,
    dilation = 1,
    normLayer: NormLayer = BatchNorm2d,
  ) => ({
    /** of the first 3x3 convolution */
    stride: integer("stride", stride, 1),
    /** makes the input fit the output where they differ in size or channels */
    downsample: ifGiven("downsample", downsample, layer),
    /** of the 3x3 convolutions */
    groups: integer("groups", groups, 1),
    /** channels of the 3x3 convolution per group, for 64 planes */
    baseWidth: integer("baseWidth", baseWidth, 1),
    /** of the 3x3 convolutions */
    dilation: integer("dilation", dilation, 1),
    normLayer: normLayerClass("normLayer", normLayer),
  }),
);
export interface ResNetBlockOptions extends OptionsOf<typeof resNetBlockArguments> {}
export type GivenResNetBlock = Given<typeof resNetBlockArguments, ResNetBlockOptions>;

/** The layer; an error if it is none. `name` is the argument's. */
export function layer(name: string, value: Layer): Layer {
  return instance(name, value, Module, "an nn.Module");
}

/** BasicBlock or Bottleneck: [N, inplanes, H, W] -> [N, planes * expansion, H / stride, W / stride]. */
export interface ResNetBlock {
  new (inplanes: number, planes: number, ...given: GivenResNetBlock): Layer;
  /** how many times more channels come out than planes were asked for */
  readonly expansion: number;
}
