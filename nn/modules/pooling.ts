// Pooling layers over images [N, C, H, W] or [C, H, W].

import {
  type AvgPoolOptions,
  adaptiveAvgPool2d,
  avgPool2d,
  type MaxPoolOptions,
  maxPool2d,
} from "../functional/pooling.ts";
import type { NumberOrTuple } from "../functional/tuples.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";

/** The largest element of each window. */
export class MaxPool2d extends Module {
  readonly kernelSize: NumberOrTuple;
  readonly stride: NumberOrTuple;
  readonly padding: NumberOrTuple;
  readonly dilation: NumberOrTuple;
  readonly ceilMode: boolean;

  constructor(
    kernelSize: NumberOrTuple,
    { stride = kernelSize, padding = 0, dilation = 1, ceilMode = false }: MaxPoolOptions = {},
  ) {
    super();
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
    this.ceilMode = ceilMode;
  }

  override forward(x: Tensor): Tensor {
    const { stride, padding, dilation, ceilMode } = this;
    return maxPool2d(x, this.kernelSize, { stride, padding, dilation, ceilMode });
  }

  override extraRepr(): string {
    return [
      `kernel_size=${pythonText(this.kernelSize)}`,
      `stride=${pythonText(this.stride)}`,
      `padding=${pythonText(this.padding)}`,
      `dilation=${pythonText(this.dilation)}`,
      `ceil_mode=${pythonText(this.ceilMode)}`,
    ].join(", ");
  }
}

/** The mean of each window. */
export class AvgPool2d extends Module {
  readonly kernelSize: NumberOrTuple;
  readonly stride: NumberOrTuple;
  readonly padding: NumberOrTuple;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;

  constructor(
    kernelSize: NumberOrTuple,
    { stride = kernelSize, padding = 0, ceilMode = false, countIncludePad = true }: AvgPoolOptions = {},
  ) {
    super();
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
    this.ceilMode = ceilMode;
    this.countIncludePad = countIncludePad;
  }

  override forward(x: Tensor): Tensor {
    const { stride, padding, ceilMode, countIncludePad } = this;
    return avgPool2d(x, this.kernelSize, { stride, padding, ceilMode, countIncludePad });
  }

  override extraRepr(): string {
    return `kernel_size=${pythonText(this.kernelSize)}, stride=${pythonText(this.stride)}, padding=${pythonText(this.padding)}`;
  }
}

/** Means over windows chosen so that the result has the given size: 1 gives the mean of each channel. */
export class AdaptiveAvgPool2d extends Module {
  readonly outputSize: NumberOrTuple;

  constructor(outputSize: NumberOrTuple) {
    super();
    this.outputSize = outputSize;
  }

  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }

  override extraRepr(): string {
    return `output_size=${pythonText(this.outputSize)}`;
  }
}
