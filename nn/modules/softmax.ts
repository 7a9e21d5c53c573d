// Layers that make probabilities, or their logarithms, of scores.

import { ifGiven, integer } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { logSoftmax, softmax, softmin } from "../functional/activation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput, images } from "./expected-input.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";

const softmaxArguments = optional((dim?: number) => ({
  /** left out: 0 of tensors without, with one or three dimensions, else 1 (better say it) */
  dim: ifGiven("dim", dim, integer),
}));
export interface SoftmaxOptions extends OptionsOf<typeof softmaxArguments> {}

abstract class AlongDim extends Module {
  readonly dim: number | undefined;

  constructor(...given: Given<typeof softmaxArguments, SoftmaxOptions>) {
    super();
    this.dim = softmaxArguments.read(new.target.name, given).dim;
  }

  override extraRepr(): string {
    return `dim=${pythonText(this.dim)}`;
  }
}

/** exp(x) / sum(exp(x)) along `dim`. */
export class Softmax extends AlongDim {
  override forward(x: Tensor): Tensor {
    return inFunction(this, () => softmax(x, this.dim));
  }
}

/** log(softmax(x)) along `dim`, computed so that it neither overflows nor loses small probabilities. */
export class LogSoftmax extends AlongDim {
  override forward(x: Tensor): Tensor {
    return inFunction(this, () => logSoftmax(x, this.dim));
  }
}

/** softmax(-x) along `dim`: the smallest element has the largest share. */
export class Softmin extends AlongDim {
  override forward(x: Tensor): Tensor {
    return inFunction(this, () => softmin(x, this.dim));
  }
}

/** The softmax over the channels of each pixel of [N, C, H, W] or [C, H, W]. */
export class Softmax2d extends Module {
  override forward(x: Tensor): Tensor {
    checkInput(this, x, images);
    return x.softmax(-3);
  }
}
