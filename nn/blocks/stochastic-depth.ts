// Stochastic depth (Huang et al. 2016, arXiv:1603.09382): in training, whole samples skip the branch at random.

import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import {
  checkProbability,
  type StochasticDepthMode,
  stochasticDepth,
  stochasticDepthMode,
} from "../functional/dropout.ts";
import { Module } from "../modules/module.ts";
import { floatText } from "../modules/module-text.ts";
import type { Tensor } from "../tensor/tensor.ts";

const stochasticDepthArguments = optional((mode: StochasticDepthMode = "row") => ({
  /** whether each sample ("row") has its own luck, or the whole batch the same ("batch") */
  mode: stochasticDepthMode("mode", mode),
}));
export interface StochasticDepthOptions extends OptionsOf<typeof stochasticDepthArguments> {}

/** Zeroes whole samples with probability p and divides the others by 1 - p; the identity in evaluation. */
export class StochasticDepth extends Module {
  readonly p: number;
  readonly mode: StochasticDepthMode;

  constructor(p: number, ...given: Given<typeof stochasticDepthArguments, StochasticDepthOptions>) {
    super();
    const { mode } = stochasticDepthArguments.read(new.target.name, given);
    inFunction(new.target.name, () => checkProbability("stochastic depth", p));
    this.p = p;
    this.mode = mode;
  }

  override forward(x: Tensor): Tensor {
    return stochasticDepth(x, this.p, this.mode, this.training);
  }

  override extraRepr(): string {
    return `p=${floatText(this.p)}, mode=${this.mode}`;
  }
}
