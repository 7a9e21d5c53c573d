// Stochastic depth (Huang et al. 2016, arXiv:1603.09382): in training, whole samples skip the branch at random.

import { checkProbability, stochasticDepth } from "../functional/dropout.ts";
import { Module } from "../modules/module.ts";
import { floatText } from "../modules/module-text.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** Zeroes each sample with probability p and divides the others by 1 - p; the identity in evaluation. */
export class StochasticDepth extends Module {
  readonly p: number;

  constructor(p: number) {
    super();
    checkProbability("StochasticDepth", p);
    this.p = p;
  }

  override forward(x: Tensor): Tensor {
    return stochasticDepth(x, this.p, { training: this.training });
  }

  override extraRepr(): string {
    return `p=${floatText(this.p)}`;
  }
}
