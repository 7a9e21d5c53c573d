// Batch normalisation layers. The running statistics bear PyTorch's names, because they are keys of the state.

import { batchNorm } from "../functional/normalization.ts";
import { ones, tensor, zeros } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";
import { floatText, pythonText } from "./module-text.ts";
import { Buffer, Parameter } from "./parameter.ts";

export interface BatchNormOptions {
  readonly eps?: number;
  /** how far the running statistics move at each batch; null: they are the plain mean over all batches */
  readonly momentum?: number | null;
  /** learn a scale and a shift for each channel */
  readonly affine?: boolean;
  /** without them the batch's own statistics are used in evaluation, too */
  readonly trackRunningStats?: boolean;
}

abstract class BatchNorm extends Module {
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
    { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true }: BatchNormOptions = {},
  ) {
    super();
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

  protected normalize(x: Tensor): Tensor {
    const { running_mean, running_var, num_batches_tracked, weight, bias, eps } = this;
    if (x.size(1) !== this.numFeatures) {
      throw new RangeError(
        `${this.constructor.name}: expected ${this.numFeatures} channels, got input of size ${x.shape}`,
      );
    }
    if (!this.training) {
      const training = !running_mean || !running_var;
      return batchNorm(x, running_mean, running_var, { weight, bias, eps, training });
    }
    num_batches_tracked?.add_(1);
    const momentum = this.momentum ?? 1 / (num_batches_tracked?.item() ?? 1);
    return batchNorm(x, running_mean, running_var, { weight, bias, eps, momentum, training: true });
  }

  override extraRepr(): string {
    const { eps, momentum, affine, trackRunningStats } = this;
    return (
      `${this.numFeatures}, eps=${floatText(eps)}, momentum=${momentum === null ? "None" : floatText(momentum)}, ` +
      `affine=${pythonText(affine)}, track_running_stats=${pythonText(trackRunningStats)}`
    );
  }
}

/** Normalises each channel of [N, C] or [N, C, L] over the batch. */
export class BatchNorm1d extends BatchNorm {
  override forward(x: Tensor): Tensor {
    if (x.dim() !== 2 && x.dim() !== 3)
      throw new RangeError(`expected 2D or 3D input (got ${x.dim()}D input)`);
    return this.normalize(x);
  }
}

/** Normalises each channel of [N, C, H, W] over the batch. */
export class BatchNorm2d extends BatchNorm {
  override forward(x: Tensor): Tensor {
    if (x.dim() !== 4) throw new RangeError(`expected 4D input (got ${x.dim()}D input)`);
    return this.normalize(x);
  }
}
