// Normalisation over the last dimensions.

import { integer } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { layerNorm } from "../functional/normalization.ts";
import { ones, zeros } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput } from "./expected-input.ts";
import { layerDtype } from "./layer-dtype.ts";
import { Module } from "./module.ts";
import { floatText, pythonText } from "./module-text.ts";
import { Parameter } from "./parameter.ts";

const layerNormArguments = optional(
  (eps = 1e-5, elementwiseAffine = true) => ({
    /** is added to the variance */
    eps,
    /** learn a scale and a shift for each element */
    elementwiseAffine,
  }),
  layerDtype,
);
export interface LayerNormOptions extends OptionsOf<typeof layerNormArguments> {}

/** Normalises over the last dimensions, whose sizes are `normalizedShape`. */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  readonly elementwiseAffine: boolean;
  weight: Parameter | undefined;
  bias: Parameter | undefined;

  constructor(
    normalizedShape: number | readonly number[],
    ...given: Given<typeof layerNormArguments, LayerNormOptions>
  ) {
    super();
    const name = `${new.target.name}: normalizedShape`;
    const { eps, elementwiseAffine, dtype } = layerNormArguments.read(new.target.name, given);
    const listed = Array.isArray(normalizedShape) ? normalizedShape : [normalizedShape];
    if (listed.length === 0) throw new RangeError(`${name}: expected at least one size, got []`);
    this.normalizedShape = listed.map((size) => integer(name, size, 0));
    this.eps = eps;
    this.elementwiseAffine = elementwiseAffine;
    this.weight = elementwiseAffine ? new Parameter(ones(this.normalizedShape, { dtype })) : undefined;
    this.bias = elementwiseAffine ? new Parameter(zeros(this.normalizedShape, { dtype })) : undefined;
  }

  override forward(x: Tensor): Tensor {
    const { normalizedShape, weight, bias, eps } = this;
    checkInput(this, x, [["...", ...normalizedShape]], weight?.dtype);
    return inFunction(this, () => layerNorm(x, normalizedShape, weight, bias, eps));
  }

  override extraRepr(): string {
    const { normalizedShape, eps, elementwiseAffine } = this;
    return `${pythonText(normalizedShape)}, eps=${floatText(eps)}, elementwise_affine=${pythonText(elementwiseAffine)}`;
  }
}
