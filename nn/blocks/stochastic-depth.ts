// Stochastic depth (Huang et al. 2016, arXiv:1603.09382): in training, whole samples skip the branch at random.

import { checkProbability, stochasticDepth } from "../functional/dropout.ts";
import { Module } from "../modules/module.ts";
import { floatText } from "../modules/module-text.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** Zeroes whole samples with probability p and divides the others by 1 - p; the identity in evaluation. */
export class StochasticDepth extends Module {
  readonly p: number;
  readonly mode: "row" | "batch";

  /** `mode` says whether each sample ("row") has its own luck, or the whole batch the same. */
  constructor(p: number, { mode = "row" }: { readonly mode?: "row" | "batch" } = {}) {
    super();
    checkProbability("StochasticDepth", p);
    this.p = p;
    this.mode = mode;
  }

  override forward(x: Tensor): Tensor {
    return stochasticDepth(x, this.p, { mode: this.mode, training: this.training });
  }

  override extraRepr(): string {
    return `p=${floatText(this.p)}, mode=${this.mode}`;
  }
}
