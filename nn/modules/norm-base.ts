// What batch and instance normalisation share: parameters for each channel, and running statistics. These bear
// PyTorch's names, because they are keys of the state.

import { integer } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { ones, tensor, zeros } from "../tensor/creation.ts";
import { layerDtype } from "./layer-dtype.ts";
import { Module } from "./module.ts";
import { floatText, pythonText } from "./module-text.ts";
import { Buffer, Parameter } from "./parameter.ts";

/** Batch normalisation learns and remembers unless told not to, instance normalisation if told to. */
function declareNormArguments(usual: boolean) {
  return optional(
    (eps = 1e-5, momentum: number | null = 0.1, affine = usual, trackRunningStats = usual) => ({
      /** is added to the variance */
      eps,
      /** how far the running statistics move at each batch; null: they are the plain mean over all batches */
      momentum,
      /** learn a scale and a shift for each channel */
      affine,
      /** keep running statistics, to be used in evaluation */
      trackRunningStats,
    }),
    layerDtype,
    { nullable: ["momentum"] },
  );
}

export const batchNormArguments = declareNormArguments(true);
export const instanceNormArguments = declareNormArguments(false);
export interface NormOptions extends OptionsOf<typeof batchNormArguments> {}
export type GivenNorm = Given<typeof batchNormArguments, NormOptions>;

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

  constructor(numFeatures: number, options: Required<NormOptions>) {
    super();
    const { eps, momentum, affine, trackRunningStats, dtype } = options;
    integer(`${new.target.name}: numFeatures`, numFeatures, 0);
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    this.weight = affine ? new Parameter(ones([numFeatures], { dtype })) : undefined;
    this.bias = affine ? new Parameter(zeros([numFeatures], { dtype })) : undefined;
    this.running_mean = trackRunningStats ? new Buffer(zeros([numFeatures], { dtype })) : undefined;
    this.running_var = trackRunningStats ? new Buffer(ones([numFeatures], { dtype })) : undefined;
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
