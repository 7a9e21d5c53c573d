// A convolution, its normalisation and its activation in a row: the brick of many networks, as torchvision makes it.

import { ReLU } from "../modules/activation.ts";
import { BatchNorm2d } from "../modules/batch-norm.ts";
import { Sequential } from "../modules/container.ts";
import { Conv2d } from "../modules/convolution.ts";
import type { Layer } from "../modules/module.ts";

export interface Conv2dNormActivationOptions {
  readonly kernelSize?: number;
  readonly stride?: number;
  /** left out: so much that a stride of 1 keeps the size */
  readonly padding?: number;
  readonly groups?: number;
  readonly dilation?: number;
  /** makes the normalisation of so many channels; null: none */
  readonly normLayer?: ((channels: number) => Layer) | null;
  /** whether a ReLU ends the row */
  readonly activation?: boolean;
  /** left out: a bias only without normalisation, which would take it away again */
  readonly bias?: boolean;
}

/** [N, inChannels, H, W] -> [N, outChannels, H', W']. */
export class Conv2dNormActivation extends Sequential {
  constructor(
    inChannels: number,
    outChannels: number,
    {
      kernelSize = 3,
      stride = 1,
      dilation = 1,
      padding = Math.floor((kernelSize - 1) / 2) * dilation,
      groups = 1,
      normLayer = (channels) => new BatchNorm2d(channels),
      activation = true,
      bias = normLayer === null,
    }: Conv2dNormActivationOptions = {},
  ) {
    super(
      new Conv2d(inChannels, outChannels, kernelSize, { stride, padding, dilation, groups, bias }),
      ...(normLayer ? [normLayer(outChannels)] : []),
      ...(activation ? [new ReLU({ inplace: true })] : []),
    );
  }
}
