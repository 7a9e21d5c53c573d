// Normalisation over the batch and over the last dimensions.

import {
  batchNorm as batchNormOperation,
  layerNorm as layerNormOperation,
} from "../operations/normalization.ts";
import { onesLike, zerosLike } from "../tensor/creation.ts";
import { noGrad } from "../tensor/gradient-mode.ts";
import { Tensor } from "../tensor/tensor.ts";

export interface BatchNormOptions {
  /** scale and shift of each channel, [C] */
  readonly weight?: Tensor | undefined;
  readonly bias?: Tensor | undefined;
  /** normalise by the batch's own statistics, and move the running ones towards them */
  readonly training?: boolean;
  /** how far the running statistics move */
  readonly momentum?: number;
  readonly eps?: number;
}

/**
 * (x - mean) / sqrt(variance + eps) * weight + bias for each channel of x [N, C, ...], over all but the channel
 * dimension (Ioffe and Szegedy 2015, arXiv:1502.03167).
 */
export function batchNorm(
  x: Tensor,
  runningMean: Tensor | undefined,
  runningVar: Tensor | undefined,
  { weight, bias, training = false, momentum = 0.1, eps = 1e-5 }: BatchNormOptions = {},
): Tensor {
  const affine = scaleAndShift(weight, bias);
  if (!training) {
    if (!runningMean || !runningVar) {
      throw new TypeError(
        "batchNorm: expected runningMean and runningVar to be given when training is false",
      );
    }
    return Tensor.compute(batchNormOperation, [x, runningMean, runningVar, ...affine], { eps });
  }
  const count = x.numel() / x.size(1);
  if (count === 1) {
    throw new RangeError(`Expected more than 1 value per channel when training, got input size ${x.shape}`);
  }
  const allButChannel = [...x.shape.keys()].filter((dim) => dim !== 1);
  const mean = x.mean(allButChannel);
  const variance = x.var(allButChannel, { correction: 0 });
  noGrad(() => {
    // the running variance estimates the population's, so it is unbiased
    if (runningMean) moveTowards(runningMean, mean, momentum);
    if (runningVar) moveTowards(runningVar, variance.mul(count / (count - 1)), momentum);
  });
  return Tensor.compute(batchNormOperation, [x, mean, variance, ...affine], { eps });
}

/** Operations take both or neither: the missing one of the two changes nothing. */
function scaleAndShift(weight: Tensor | undefined, bias: Tensor | undefined): readonly Tensor[] {
  if (weight) return [weight, bias ?? zerosLike(weight)];
  return bias ? [onesLike(bias), bias] : [];
}

function moveTowards(running: Tensor, observed: Tensor, momentum: number): void {
  running.mul_(1 - momentum).add_(observed, { alpha: momentum });
}

export interface LayerNormOptions {
  /** scale and shift, both of the normalised shape */
  readonly weight?: Tensor | undefined;
  readonly bias?: Tensor | undefined;
  readonly eps?: number;
}

/** (x - mean) / sqrt(variance + eps) * weight + bias over the last dimensions, whose sizes are `normalizedShape`. */
export function layerNorm(
  x: Tensor,
  normalizedShape: readonly number[],
  { weight, bias, eps = 1e-5 }: LayerNormOptions = {},
): Tensor {
  const affine = scaleAndShift(weight, bias);
  return Tensor.compute(layerNormOperation, [x, ...affine], { normalizedShape, eps });
}
