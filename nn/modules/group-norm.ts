// Normalisation over groups of channels, sample by sample: it works for a batch of one.

import { inFunction } from "../arguments/in-function.ts";
import { groupNorm } from "../functional/normalization.ts";
import { ones, zeros } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkCounts, checkInput } from "./expected-input.ts";
import { Module } from "./module.ts";
import { floatText, pythonText } from "./module-text.ts";
import { Parameter } from "./parameter.ts";

export interface GroupNormOptions {
  readonly eps?: number;
  /** learn a scale and a shift for each channel */
  readonly affine?: boolean;
}

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

  constructor(numGroups: number, numChannels: number, { eps = 1e-5, affine = true }: GroupNormOptions = {}) {
    super();
    checkCounts("GroupNorm", { numChannels });
    checkCounts("GroupNorm", { numGroups }, 1);
    if (numChannels % numGroups !== 0) {
      throw new RangeError(
        `GroupNorm: num_channels must be divisible by num_groups, got ${numChannels} and ${numGroups}`,
      );
    }
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.affine = affine;
    this.weight = affine ? new Parameter(ones(numChannels)) : undefined;
    this.bias = affine ? new Parameter(zeros(numChannels)) : undefined;
  }

  override forward(x: Tensor): Tensor {
    const { numGroups, numChannels, weight, bias, eps } = this;
    checkInput(this, x, [["N", numChannels, "..."]], weight?.dtype);
    return inFunction(this, () => groupNorm(x, numGroups, { weight, bias, eps }));
  }

  override extraRepr(): string {
    const { numGroups, numChannels, eps, affine } = this;
    return `${numGroups}, ${numChannels}, eps=${floatText(eps)}, affine=${pythonText(affine)}`;
  }
}
