// The multi-layer perceptron: two fully connected projections with a non-linearity in between.

import { ifGiven, integer } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { ReLU } from "../modules/activation.ts";
import { Linear } from "../modules/linear.ts";
import { type Layer, Module } from "../modules/module.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { layer } from "./resnet-block.ts";

const mlpArguments = optional((activation?: Layer) => ({
  /** left out: ReLU */
  activation: ifGiven("activation", activation, layer),
}));
export interface MLPOptions extends OptionsOf<typeof mlpArguments> {}

/** [..., inFeatures] -> [..., hiddenFeatures] -> [..., outFeatures]. */
export class MLP extends Module {
  readonly fc1: Linear;
  readonly act: Layer;
  readonly fc2: Linear;

  constructor(
    inFeatures: number,
    hiddenFeatures: number,
    outFeatures: number,
    ...given: Given<typeof mlpArguments, MLPOptions>
  ) {
    super();
    const name = new.target.name;
    const { activation = new ReLU() } = mlpArguments.read(name, given);
    integer(`${name}: inFeatures`, inFeatures, 0);
    integer(`${name}: hiddenFeatures`, hiddenFeatures, 0);
    integer(`${name}: outFeatures`, outFeatures, 0);
    this.fc1 = new Linear(inFeatures, hiddenFeatures);
    this.act = activation;
    this.fc2 = new Linear(hiddenFeatures, outFeatures);
  }

  override forward(x: Tensor): Tensor {
    return this.fc2(this.act(this.fc1(x)));
  }
}
