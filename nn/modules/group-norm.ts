// Normalisation over groups of channels, sample by sample: it works for a batch of one.

import { integer } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { groupNorm } from "../functional/normalization.ts";
import { ones, zeros } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput } from "./expected-input.ts";
import { layerDtype } from "./layer-dtype.ts";
import { Module } from "./module.ts";
import { floatText, pythonText } from "./module-text.ts";
import { Parameter } from "./parameter.ts";

const groupNormArguments = optional(
  (eps = 1e-5, affine = true) => ({
    /** is added to the variance */
    eps,
    /** learn a scale and a shift for each channel */
    affine,
  }),
  layerDtype,
);
export interface GroupNormOptions extends OptionsOf<typeof groupNormArguments> {}

/** [N, numChannels, ...] -> the same shape. */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  readonly affine: boolean;
  /** [numChannels] */
  weight: Parameter | undefined;
  /** [numChannels] */
  bias: Parameter | undefined;

  constructor(
    numGroups: number,
    numChannels: number,
    ...given: Given<typeof groupNormArguments, GroupNormOptions>
  ) {
    super();
    const layer = new.target.name;
    const { eps, affine, dtype } = groupNormArguments.read(layer, given);
    integer(`${layer}: numGroups`, numGroups, 1);
    integer(`${layer}: numChannels`, numChannels, 0);
    if (numChannels % numGroups !== 0) {
      throw new RangeError(
        `${layer}: num_channels must be divisible by num_groups, got ${numChannels} and ${numGroups}`,
      );
    }
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.affine = affine;
    this.weight = affine ? new Parameter(ones([numChannels], { dtype })) : undefined;
    this.bias = affine ? new Parameter(zeros([numChannels], { dtype })) : undefined;
  }

  override forward(x: Tensor): Tensor {
    const { numGroups, numChannels, weight, bias, eps } = this;
    checkInput(this, x, [["N", numChannels, "..."]], weight?.dtype);
    return inFunction(this, () => groupNorm(x, numGroups, weight, bias, eps));
  }

  override extraRepr(): string {
    const { numGroups, numChannels, eps, affine } = this;
    return `${numGroups}, ${numChannels}, eps=${floatText(eps)}, affine=${pythonText(affine)}`;
  }
}
