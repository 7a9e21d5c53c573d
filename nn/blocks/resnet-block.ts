// What ResNet's two kinds of blocks share: their convolutions, their options, and what a network needs to know of
// a kind to build stages of it.

import { Conv2d } from "../modules/convolution.ts";
import type { Layer } from "../modules/module.ts";

/** A 1x1 convolution without bias. */
export function conv1x1(inPlanes: number, outPlanes: number, { stride = 1 } = {}): Conv2d {
  return new Conv2d(inPlanes, outPlanes, 1, { stride, bias: false });
}

/** A 3x3 convolution without bias that keeps the size (but for the stride). */
export function conv3x3(
  inPlanes: number,
  outPlanes: number,
  { stride = 1, groups = 1, dilation = 1 } = {},
): Conv2d {
  return new Conv2d(inPlanes, outPlanes, 3, { stride, padding: dilation, groups, bias: false, dilation });
}

/** A class of normalisation layers, made with the number of channels. */
export type NormLayer = new (channels: number) => Layer;

export interface ResNetBlockOptions {
  /** of the first 3x3 convolution */
  readonly stride?: number;
  /** makes the input fit the output where they differ in size or channels */
  readonly downsample?: Layer | undefined;
  readonly groups?: number;
  /** channels of the 3x3 convolution per group, for 64 planes */
  readonly baseWidth?: number;
  readonly dilation?: number;
  readonly normLayer?: NormLayer;
}

/** BasicBlock or Bottleneck: [N, inplanes, H, W] -> [N, planes * expansion, H / stride, W / stride]. */
export interface ResNetBlock {
  new (inplanes: number, planes: number, options?: ResNetBlockOptions): Layer;
  /** how many times more channels come out than planes were asked for */
  readonly expansion: number;
}
