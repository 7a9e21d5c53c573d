// Makes the block or network that a fixture names.

import * as blocks from "../../../nn/blocks/index.ts";
import { BatchNorm2d } from "../../../nn/modules/batch-norm.ts";
import { Sequential } from "../../../nn/modules/container.ts";
import type { Layer } from "../../../nn/modules/module.ts";

export interface BlockSpecification {
  /** a class, or a function that makes a network */
  readonly name: string;
  readonly arguments: readonly unknown[];
  readonly options: object;
  /** channels of input and output, and stride, of the 1x1 convolution that fits the input to the output */
  readonly downsample: readonly number[] | null;
}

export function makeBlock({ name, arguments: args, options, downsample }: BlockSpecification): Layer {
  const make: unknown = Reflect.get(blocks, name);
  if (typeof make !== "function") throw new TypeError(`no block ${name}`);
  const [inplanes = 0, outplanes = 0, stride = 1] = downsample ?? [];
  const fit = downsample && {
    downsample: new Sequential(blocks.conv1x1(inplanes, outplanes, { stride }), new BatchNorm2d(outplanes)),
  };
  const all = [...args, { ...options, ...fit }];
  return /^[A-Z]/.test(name) ? Reflect.construct(make, all) : Reflect.apply(make, undefined, all);
}
