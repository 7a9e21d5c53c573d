// Layers that take the mean of each window, over signals [N, C, L] or [C, L], and over images [N, C, H, W] or [C, H, W].

import { inFunction } from "../arguments/in-function.ts";
import type { Given } from "../arguments/optional.ts";
import * as functional from "../functional/average-pooling.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput, images, signals } from "./expected-input.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";

/** The mean of each window of a signal. */
export class AvgPool1d extends Module {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;

  constructor(
    kernelSize: NumberOrTuple,
    ...given: Given<typeof functional.avgPool1dArguments, functional.AvgPool1dOptions>
  ) {
    super();
    const layer = new.target.name;
    const options = functional.avgPool1dArguments.read(layer, given);
    const { stride = kernelSize, padding = 0, ceilMode, countIncludePad } = options;
    this.kernelSize = tuple(`${layer}: kernelSize`, kernelSize, 1, 1);
    this.stride = tuple(`${layer}: stride`, stride, 1, 1);
    this.padding = tuple(`${layer}: padding`, padding, 1, 0);
    this.ceilMode = ceilMode;
    this.countIncludePad = countIncludePad;
  }

  override forward(x: Tensor): Tensor {
    checkInput(this, x, signals);
    const { stride, padding, ceilMode, countIncludePad } = this;
    return inFunction(this, () =>
      functional.avgPool1d(x, this.kernelSize, stride, padding, ceilMode, countIncludePad),
    );
  }

  override extraRepr(): string {
    return averageText(this);
  }
}

/** The mean of each window of an image. */
export class AvgPool2d extends Module {
  readonly kernelSize: NumberOrTuple;
  readonly stride: NumberOrTuple;
  readonly padding: NumberOrTuple;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | undefined;

  constructor(
    kernelSize: NumberOrTuple,
    ...given: Given<typeof functional.avgPool2dArguments, functional.AvgPool2dOptions>
  ) {
    super();
    const layer = new.target.name;
    const options = functional.avgPool2dArguments.read(layer, given);
    const { stride = kernelSize, padding = 0, ceilMode, countIncludePad, divisorOverride } = options;
    tuple(`${layer}: kernelSize`, kernelSize, 2, 1);
    tuple(`${layer}: stride`, stride, 2, 1);
    tuple(`${layer}: padding`, padding, 2, 0);
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
    this.ceilMode = ceilMode;
    this.countIncludePad = countIncludePad;
    this.divisorOverride = divisorOverride;
  }

  override forward(x: Tensor): Tensor {
    checkInput(this, x, images);
    const { stride, padding, ceilMode, countIncludePad, divisorOverride } = this;
    return inFunction(this, () =>
      functional.avgPool2d(x, this.kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride),
    );
  }

  override extraRepr(): string {
    return averageText(this);
  }
}

function averageText(layer: Pick<AvgPool2d, "kernelSize" | "stride" | "padding">): string {
  const { kernelSize, stride, padding } = layer;
  return `kernel_size=${pythonText(kernelSize)}, stride=${pythonText(stride)}, padding=${pythonText(padding)}`;
}
