// Normalisation over the last dimensions.

import { inFunction } from "../arguments/in-function.ts";
import { layerNorm } from "../functional/normalization.ts";
import { ones, zeros } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkCounts, checkInput } from "./expected-input.ts";
import { Module } from "./module.ts";
import { floatText, pythonText } from "./module-text.ts";
import { Parameter } from "./parameter.ts";

export interface LayerNormOptions {
  readonly eps?: number;
  /** learn a scale and a shift for each element */
  readonly elementwiseAffine?: boolean;
}

/** Normalises over the last dimensions, whose sizes are `normalizedShape`. */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  readonly elementwiseAffine: boolean;
  weight: Parameter | undefined;
  bias: Parameter | undefined;

  constructor(
    normalizedShape: number | readonly number[],
    { eps = 1e-5, elementwiseAffine = true }: LayerNormOptions = {},
  ) {
    super();
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    const layer = this.constructor.name;
    if (this.normalizedShape.length === 0) {
      throw new RangeError(`${layer}: expected normalizedShape to have at least one size, got []`);
    }
    for (const size of this.normalizedShape) checkCounts(layer, { normalizedShape: size });
    this.eps = eps;
    this.elementwiseAffine = elementwiseAffine;
    this.weight = elementwiseAffine ? new Parameter(ones(this.normalizedShape)) : undefined;
    this.bias = elementwiseAffine ? new Parameter(zeros(this.normalizedShape)) : undefined;
  }

  override forward(x: Tensor): Tensor {
    const { normalizedShape, weight, bias, eps } = this;
    checkInput(this, x, [["...", ...normalizedShape]], weight?.dtype);
    return inFunction(this, () => layerNorm(x, normalizedShape, { weight, bias, eps }));
  }

  override extraRepr(): string {
    const { normalizedShape, eps, elementwiseAffine } = this;
    return `${pythonText(normalizedShape)}, eps=${floatText(eps)}, elementwise_affine=${pythonText(elementwiseAffine)}`;
  }
}
