// Layers that take the largest element of each window, over signals [N, C, L] or [C, L] and images [N, C, H, W] or
// [C, H, W], and those that undo it.

import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import * as functional from "../functional/max-pooling.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput, images, signals } from "./expected-input.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";

const maxPoolArguments = optional(
  (
    stride?: NumberOrTuple,
    padding?: NumberOrTuple,
    dilation?: NumberOrTuple,
    returnIndices = false,
    ceilMode = false,
  ) => ({
    /** left out: the kernel size, so that windows do not overlap */
    stride,
    padding,
    /** how far apart the elements of a window are */
    dilation,
    /** give also where in its plane, counted row by row, each element was: an int64 tensor */
    returnIndices,
    /** windows may reach over the far edge */
    ceilMode,
  }),
);
export interface MaxPoolOptions<Indices extends boolean = boolean>
  extends OptionsOf<typeof maxPoolArguments> {
  readonly returnIndices?: Indices;
}
type GivenMaxPool<Indices extends boolean> = functional.WithIndices<
  Given<typeof maxPoolArguments, MaxPoolOptions<Indices>>,
  "3",
  Indices
>;

abstract class MaxPool<Indices extends boolean> extends Module {
  readonly kernelSize: NumberOrTuple;
  readonly stride: NumberOrTuple;
  readonly padding: NumberOrTuple;
  readonly dilation: NumberOrTuple;
  readonly ceilMode: boolean;
  readonly returnIndices: boolean;

  constructor(dimensions: 1 | 2, kernelSize: NumberOrTuple, given: GivenMaxPool<Indices>) {
    super();
    const layer = new.target.name;
    const options = maxPoolArguments.read(layer, given);
    const { stride = kernelSize, padding = 0, dilation = 1, ceilMode, returnIndices } = options;
    tuple(`${layer}: kernelSize`, kernelSize, dimensions, 1);
    tuple(`${layer}: stride`, stride, dimensions, 1);
    tuple(`${layer}: padding`, padding, dimensions, 0);
    tuple(`${layer}: dilation`, dilation, dimensions, 1);
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
  constructor(kernelSize: NumberOrTuple, ...given: GivenMaxPool<Indices>) {
    super(1, kernelSize, given);
  }

  override forward(x: Tensor): functional.MaxPooled<Indices>;
  override forward(x: Tensor): functional.MaxPooled<boolean> {
    checkInput(this, x, signals);
    const { kernelSize, stride, padding, dilation, ceilMode, returnIndices } = this;
    return inFunction(this, () =>
      functional.maxPool1d<boolean>(x, kernelSize, stride, padding, dilation, ceilMode, returnIndices),
    );
  }
}

/** The largest element of each window of an image; with `returnIndices` a pair, the other being where it is. */
export class MaxPool2d<Indices extends boolean = false> extends MaxPool<Indices> {
  constructor(kernelSize: NumberOrTuple, ...given: GivenMaxPool<Indices>) {
    super(2, kernelSize, given);
  }

  override forward(x: Tensor): functional.MaxPooled<Indices>;
  override forward(x: Tensor): functional.MaxPooled<boolean> {
    checkInput(this, x, images);
    const { kernelSize, stride, padding, dilation, ceilMode, returnIndices } = this;
    return inFunction(this, () =>
      functional.maxPool2d<boolean>(x, kernelSize, stride, padding, dilation, ceilMode, returnIndices),
    );
  }
}

const maxUnpoolArguments = optional((stride?: NumberOrTuple, padding?: NumberOrTuple) => ({
  /** of the pooling that is undone; left out: the kernel size */
  stride,
  padding,
}));
export interface MaxUnpoolOptions extends OptionsOf<typeof maxUnpoolArguments> {}
type GivenMaxUnpool = Given<typeof maxUnpoolArguments, MaxUnpoolOptions>;

abstract class MaxUnpool extends Module {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];

  protected constructor(dimensions: 1 | 2, kernelSize: NumberOrTuple, given: GivenMaxUnpool) {
    super();
    const layer = new.target.name;
    const { stride = kernelSize, padding = 0 } = maxUnpoolArguments.read(layer, given);
    this.kernelSize = tuple(`${layer}: kernelSize`, kernelSize, dimensions, 1);
    this.stride = tuple(`${layer}: stride`, stride, dimensions, 1);
    this.padding = tuple(`${layer}: padding`, padding, dimensions, 0);
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return `kernel_size=${pythonText(kernelSize)}, stride=${pythonText(stride)}, padding=${pythonText(padding)}`;
  }
}

/** Puts the elements that MaxPool1d took back to their places, among zeros; `outputSize` tells the size if in doubt. */
export class MaxUnpool1d extends MaxUnpool {
  constructor(kernelSize: NumberOrTuple, ...given: GivenMaxUnpool) {
    super(1, kernelSize, given);
  }

  override forward(x: Tensor, indices: Tensor, outputSize?: readonly number[]): Tensor {
    checkInput(this, x, signals);
    const { kernelSize, stride, padding } = this;
    return inFunction(this, () =>
      functional.maxUnpool1d(x, indices, kernelSize, stride, padding, outputSize),
    );
  }
}

/** Puts the elements that MaxPool2d took back to their places, among zeros; `outputSize` tells the size if in doubt. */
export class MaxUnpool2d extends MaxUnpool {
  constructor(kernelSize: NumberOrTuple, ...given: GivenMaxUnpool) {
    super(2, kernelSize, given);
  }

  override forward(x: Tensor, indices: Tensor, outputSize?: readonly number[]): Tensor {
    checkInput(this, x, images);
    const { kernelSize, stride, padding } = this;
    return inFunction(this, () =>
      functional.maxUnpool2d(x, indices, kernelSize, stride, padding, outputSize),
    );
  }
}
