// The fully connected layer.

import { linear } from "../functional/linear.ts";
import { empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkCounts, checkInput } from "./expected-input.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";
import { Parameter } from "./parameter.ts";
import { initializeProjection } from "./projection-defaults.ts";

/** x Wᵀ + b over the last dimension: [..., inFeatures] -> [..., outFeatures]. */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  /** [outFeatures, inFeatures] */
  weight: Parameter;
  /** [outFeatures] */
  bias: Parameter | undefined;

  constructor(inFeatures: number, outFeatures: number, { bias = true } = {}) {
    super();
    checkCounts(this.constructor.name, { inFeatures, outFeatures });
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = new Parameter(empty(outFeatures, inFeatures));
    this.bias = bias ? new Parameter(empty(outFeatures)) : undefined;
    initializeProjection(this.weight, this.bias);
  }

  override forward(x: Tensor): Tensor {
    checkInput(this, x, [["...", this.inFeatures]], this.weight.dtype);
    return linear(x, this.weight, { bias: this.bias });
  }

  override extraRepr(): string {
    const { inFeatures, outFeatures, bias } = this;
    return `in_features=${inFeatures}, out_features=${outFeatures}, bias=${pythonText(bias !== undefined)}`;
  }
}
