// Layers that make probabilities, or their logarithms, of scores.

import { inFunction } from "../arguments/in-function.ts";
import { softmin } from "../functional/activation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput, images } from "./expected-input.ts";
import { Module } from "./module.ts";

abstract class AlongDim extends Module {
  readonly dim: number;

  constructor(dim: number) {
    super();
    this.dim = dim;
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/** exp(x) / sum(exp(x)) along `dim`. */
export class Softmax extends AlongDim {
  override forward(x: Tensor): Tensor {
    return inFunction(this, () => x.softmax(this.dim));
  }
}

/** log(softmax(x)) along `dim`, computed so that it neither overflows nor loses small probabilities. */
export class LogSoftmax extends AlongDim {
  override forward(x: Tensor): Tensor {
    return inFunction(this, () => x.logSoftmax(this.dim));
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
