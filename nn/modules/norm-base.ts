// What batch and instance normalisation share: parameters for each channel, and running statistics. These bear
// PyTorch's names, because they are keys of the state.

import { ones, tensor, zeros } from "../tensor/creation.ts";
import { checkCounts } from "./expected-input.ts";
import { Module } from "./module.ts";
import { floatText, pythonText } from "./module-text.ts";
import { Buffer, Parameter } from "./parameter.ts";

export interface NormOptions {
  readonly eps?: number;
  /** how far the running statistics move at each batch */
  readonly momentum?: number | null;
  /** learn a scale and a shift for each channel */
  readonly affine?: boolean;
  /** keep running statistics, to be used in evaluation */
  readonly trackRunningStats?: boolean;
}

export abstract class NormBase extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  weight: Parameter | undefined;
  bias: Parameter | undefined;
  running_mean: Buffer | undefined;
  running_var: Buffer | undefined;
  num_batches_tracked: Buffer | undefined;

  constructor(
    numFeatures: number,
    { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true }: NormOptions,
  ) {
    super();
    checkCounts(this.constructor.name, { numFeatures });
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    this.weight = affine ? new Parameter(ones(numFeatures)) : undefined;
    this.bias = affine ? new Parameter(zeros(numFeatures)) : undefined;
    this.running_mean = trackRunningStats ? new Buffer(zeros(numFeatures)) : undefined;
    this.running_var = trackRunningStats ? new Buffer(ones(numFeatures)) : undefined;
    this.num_batches_tracked = trackRunningStats ? new Buffer(tensor(0)) : undefined;
  }

  override extraRepr(): string {
    const { eps, momentum, affine, trackRunningStats } = this;
    return (
      `${this.numFeatures}, eps=${floatText(eps)}, momentum=${momentum === null ? "None" : floatText(momentum)}, ` +
      `affine=${pythonText(affine)}, track_running_stats=${pythonText(trackRunningStats)}`
    );
  }
}
