// The windows of an image as columns of a matrix, and back.

import { inFunction } from "../arguments/in-function.ts";
import type { Given } from "../arguments/optional.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import { fold, type UnfoldOptions, unfold, unfoldArguments } from "../functional/unfold.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput, images } from "./expected-input.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";

type GivenOptions = Given<typeof unfoldArguments, UnfoldOptions>;

abstract class Windows extends Module {
  readonly kernelSize: NumberOrTuple;
  readonly dilation: NumberOrTuple;
  readonly padding: NumberOrTuple;
  readonly stride: NumberOrTuple;

  constructor(kernelSize: NumberOrTuple, ...given: GivenOptions) {
    super();
    const layer = new.target.name;
    const { dilation = 1, padding = 0, stride = 1 } = unfoldArguments.read(layer, given);
    tuple(`${layer}: kernelSize`, kernelSize, 2, 1);
    tuple(`${layer}: dilation`, dilation, 2, 1);
    tuple(`${layer}: padding`, padding, 2, 0);
    tuple(`${layer}: stride`, stride, 2, 1);
    this.kernelSize = kernelSize;
    this.dilation = dilation;
    this.padding = padding;
    this.stride = stride;
  }

  override extraRepr(): string {
    const { kernelSize, dilation, padding, stride } = this;
    return (
      `kernel_size=${pythonText(kernelSize)}, dilation=${pythonText(dilation)}, padding=${pythonText(padding)}, ` +
      `stride=${pythonText(stride)}`
    );
  }
}

/** [N, C, H, W] -> [N, C kH kW, L]: each column is a window; also without N. */
export class Unfold extends Windows {
  override forward(x: Tensor): Tensor {
    checkInput(this, x, images);
    return inFunction(this, () => unfold(x, this.kernelSize, this.dilation, this.padding, this.stride));
  }
}

/** [N, C kH kW, L] -> [N, C, H, W], where `outputSize` is [H, W]; what windows have in common is added; also without N. */
export class Fold extends Windows {
  readonly outputSize: NumberOrTuple;

  constructor(outputSize: NumberOrTuple, kernelSize: NumberOrTuple, ...given: GivenOptions) {
    super(kernelSize, ...given);
    tuple(`${new.target.name}: outputSize`, outputSize, 2, 0);
    this.outputSize = outputSize;
  }

  override forward(x: Tensor): Tensor {
    const { outputSize, kernelSize, dilation, padding, stride } = this;
    return inFunction(this, () => fold(x, outputSize, kernelSize, dilation, padding, stride));
  }

  override extraRepr(): string {
    return `output_size=${pythonText(this.outputSize)}, ${super.extraRepr()}`;
  }
}
