// Dropout as a layer: active in training, the identity in evaluation.

import { checkProbability, dropout } from "../functional/dropout.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";
import { floatText } from "./module-text.ts";

/** Zeroes each element with probability p and divides the others by 1 - p. */
export class Dropout extends Module {
  readonly p: number;

  constructor({ p = 0.5 } = {}) {
    super();
    checkProbability("dropout", p);
    this.p = p;
  }

  override forward(x: Tensor): Tensor {
    return dropout(x, { p: this.p, training: this.training });
  }

  override extraRepr(): string {
    return `p=${floatText(this.p)}, inplace=False`;
  }
}
