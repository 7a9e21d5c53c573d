// The multi-layer perceptron: two fully connected projections with a non-linearity in between.

import { ReLU } from "../modules/activation.ts";
import { Linear } from "../modules/linear.ts";
import { type Layer, Module } from "../modules/module.ts";
import type { Tensor } from "../tensor/tensor.ts";

export interface MLPOptions {
  /** left out: ReLU */
  readonly activation?: Layer;
}

/** [..., inFeatures] -> [..., hiddenFeatures] -> [..., outFeatures]. */
export class MLP extends Module {
  readonly fc1: Linear;
  readonly act: Layer;
  readonly fc2: Linear;

  constructor(
    inFeatures: number,
    hiddenFeatures: number,
    outFeatures: number,
    { activation = new ReLU() }: MLPOptions = {},
  ) {
    super();
    this.fc1 = new Linear(inFeatures, hiddenFeatures);
    this.act = activation;
    this.fc2 = new Linear(hiddenFeatures, outFeatures);
  }

  override forward(x: Tensor): Tensor {
    return this.fc2(this.act(this.fc1(x)));
  }
}
