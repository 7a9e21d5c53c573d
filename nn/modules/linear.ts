// The fully connected layer.

import { integer } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { linear } from "../functional/linear.ts";
import { empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput } from "./expected-input.ts";
import { layerDtype } from "./layer-dtype.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";
import { Parameter } from "./parameter.ts";
import { initializeProjection } from "./projection-defaults.ts";

const linearArguments = optional(
  (bias = true) => ({
    /** learn a shift for each output */
    bias,
  }),
  layerDtype,
);
export interface LinearOptions extends OptionsOf<typeof linearArguments> {}

/** x Wᵀ + b over the last dimension: [..., inFeatures] -> [..., outFeatures]. */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  /** [outFeatures, inFeatures] */
  weight: Parameter;
  /** [outFeatures] */
  bias: Parameter | undefined;

  constructor(
    inFeatures: number,
    outFeatures: number,
    ...given: Given<typeof linearArguments, LinearOptions>
  ) {
    super();
    const layer = new.target.name;
    const { bias, dtype } = linearArguments.read(layer, given);
    this.inFeatures = integer(`${layer}: inFeatures`, inFeatures, 0);
    this.outFeatures = integer(`${layer}: outFeatures`, outFeatures, 0);
    this.weight = new Parameter(empty([outFeatures, inFeatures], { dtype }));
    this.bias = bias ? new Parameter(empty([outFeatures], { dtype })) : undefined;
    initializeProjection(this.weight, this.bias);
  }

  override forward(x: Tensor): Tensor {
    checkInput(this, x, [["...", this.inFeatures]], this.weight.dtype);
    return linear(x, this.weight, this.bias);
  }

  override extraRepr(): string {
    const { inFeatures, outFeatures, bias } = this;
    return `in_features=${inFeatures}, out_features=${outFeatures}, bias=${pythonText(bias !== undefined)}`;
  }
}
