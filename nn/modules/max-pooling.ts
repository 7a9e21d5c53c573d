// Layers that take the largest element of each window, over signals [N, C, L] or [C, L] and images [N, C, H, W] or
// [C, H, W], and those that undo it.

import { inFunction } from "../arguments/in-function.ts";
import * as functional from "../functional/max-pooling.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput, images, signals } from "./expected-input.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";

abstract class MaxPool<Indices extends boolean> extends Module {
  readonly kernelSize: NumberOrTuple;
  readonly stride: NumberOrTuple;
  readonly padding: NumberOrTuple;
  readonly dilation: NumberOrTuple;
  readonly ceilMode: boolean;
  readonly returnIndices: boolean;

  constructor(kernelSize: NumberOrTuple, options: functional.MaxPoolOptions<Indices> = {}) {
    super();
    const given: functional.MaxPoolOptions = options;
    const { stride = kernelSize, padding = 0, dilation = 1, ceilMode = false, returnIndices = false } = given;
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
    this.ceilMode = ceilMode;
    this.returnIndices = returnIndices;
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

/** The largest element of each window of a signal; with `returnIndices` a pair, the other being where it is. */
export class MaxPool1d<Indices extends boolean = false> extends MaxPool<Indices> {
  override forward(x: Tensor): functional.MaxPooled<Indices>;
  override forward(x: Tensor): functional.MaxPooled<boolean> {
    checkInput(this, x, signals);
    return inFunction(this, () => functional.maxPool1d<boolean>(x, this.kernelSize, this));
  }
}

/** The largest element of each window of an image; with `returnIndices` a pair, the other being where it is. */
export class MaxPool2d<Indices extends boolean = false> extends MaxPool<Indices> {
  override forward(x: Tensor): functional.MaxPooled<Indices>;
  override forward(x: Tensor): functional.MaxPooled<boolean> {
    checkInput(this, x, images);
    return inFunction(this, () => functional.maxPool2d<boolean>(x, this.kernelSize, this));
  }
}

type WindowOptions = Omit<functional.MaxUnpoolOptions, "outputSize">;

abstract class MaxUnpool extends Module {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];

  protected constructor(
    dimensions: number,
    kernelSize: NumberOrTuple,
    { stride = kernelSize, padding = 0 }: WindowOptions,
  ) {
    super();
    this.kernelSize = tuple("kernelSize", kernelSize, dimensions);
    this.stride = tuple("stride", stride, dimensions);
    this.padding = tuple("padding", padding, dimensions);
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return `kernel_size=${pythonText(kernelSize)}, stride=${pythonText(stride)}, padding=${pythonText(padding)}`;
  }
}

/** Puts the elements that MaxPool1d took back to their places, among zeros; `outputSize` tells the size if in doubt. */
export class MaxUnpool1d extends MaxUnpool {
  constructor(kernelSize: NumberOrTuple, options: WindowOptions = {}) {
    super(1, kernelSize, options);
  }

  override forward(x: Tensor, indices: Tensor, outputSize?: readonly number[]): Tensor {
    checkInput(this, x, signals);
    const { kernelSize, stride, padding } = this;
    return inFunction(this, () =>
      functional.maxUnpool1d(x, indices, kernelSize, { stride, padding, outputSize }),
    );
  }
}

/** Puts the elements that MaxPool2d took back to their places, among zeros; `outputSize` tells the size if in doubt. */
export class MaxUnpool2d extends MaxUnpool {
  constructor(kernelSize: NumberOrTuple, options: WindowOptions = {}) {
    super(2, kernelSize, options);
  }

  override forward(x: Tensor, indices: Tensor, outputSize?: readonly number[]): Tensor {
    checkInput(this, x, images);
    const { kernelSize, stride, padding } = this;
    return inFunction(this, () =>
      functional.maxUnpool2d(x, indices, kernelSize, { stride, padding, outputSize }),
    );
  }
}
