// The windows of an image as columns of a matrix, and back.

import { inFunction } from "../arguments/in-function.ts";
import type { NumberOrTuple } from "../functional/tuples.ts";
import { fold, type UnfoldOptions, unfold } from "../functional/unfold.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput, images } from "./expected-input.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";

abstract class Windows extends Module {
  readonly kernelSize: NumberOrTuple;
  readonly dilation: NumberOrTuple;
  readonly padding: NumberOrTuple;
  readonly stride: NumberOrTuple;

  constructor(kernelSize: NumberOrTuple, { dilation = 1, padding = 0, stride = 1 }: UnfoldOptions = {}) {
    super();
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
    return inFunction(this, () => unfold(x, this.kernelSize, this));
  }
}

/** [N, C kH kW, L] -> [N, C, H, W], where `outputSize` is [H, W]; what windows have in common is added; also without N. */
export class Fold extends Windows {
  readonly outputSize: NumberOrTuple;

  constructor(outputSize: NumberOrTuple, kernelSize: NumberOrTuple, options: UnfoldOptions = {}) {
    super(kernelSize, options);
    this.outputSize = outputSize;
  }

  override forward(x: Tensor): Tensor {
    return inFunction(this, () => fold(x, this.outputSize, this.kernelSize, this));
  }

  override extraRepr(): string {
    return `output_size=${pythonText(this.outputSize)}, ${super.extraRepr()}`;
  }
}
