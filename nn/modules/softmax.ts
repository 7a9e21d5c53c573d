// Layers that make probabilities, or their logarithms, of scores.

import type { Tensor } from "../tensor/tensor.ts";
import { inLayer } from "./expected-input.ts";
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
    return inLayer(this, () => x.softmax(this.dim));
  }
}

/** log(softmax(x)) along `dim`, computed so that it neither overflows nor loses small probabilities. */
export class LogSoftmax extends AlongDim {
  override forward(x: Tensor): Tensor {
    return inLayer(this, () => x.logSoftmax(this.dim));
  }
}
