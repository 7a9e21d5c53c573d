// Normalisation over the batch, over groups of channels, over single channels, and over the last dimensions.

import { elementCount } from "../array/shape.ts";
import {
  batchNorm as batchNormOperation,
  layerNorm as layerNormOperation,
} from "../operations/normalization.ts";
import { onesLike, zerosLike } from "../tensor/creation.ts";
import { noGrad } from "../tensor/gradient-mode.ts";
import { composed } from "../tensor/scope.ts";
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
  if (!training) {
    if (!runningMean || !runningVar) {
      throw new TypeError(
        "batchNorm: expected runningMean and runningVar to be given when training is false",
      );
    }
    return withParameters([x, runningMean, runningVar], weight, bias, (inputs) =>
      Tensor.compute(batchNormOperation, inputs, { eps }),
    );
  }
  const count = x.numel() / x.size(1);
  if (count === 1) {
    throw new RangeError(`Expected more than 1 value per channel when training, got input size ${x.shape}`);
  }
  const allButChannel = [...x.shape.keys()].filter((dim) => dim !== 1);
  return composed(given([x, weight, bias]), () => {
    const mean = x.mean(allButChannel);
    const variance = x.var(allButChannel, { correction: 0 });
    noGrad(() => {
      if (count === 0) return; // an empty batch tells nothing
      // the running variance estimates the population's, so it is unbiased
      if (runningMean) moveTowards(runningMean, mean, momentum);
      if (runningVar) moveTowards(runningVar, variance.mul(count / (count - 1)), momentum);
    });
    return withParameters([x, mean, variance], weight, bias, (inputs) =>
      Tensor.compute(batchNormOperation, inputs, { eps }),
    );
  });
}

function given(tensors: readonly (Tensor | undefined)[]): readonly Tensor[] {
  return tensors.filter((tensor) => tensor !== undefined);
}

/** Operations take weight and bias both or neither: the missing one of the two is made so that it changes nothing. */
function withParameters(
  inputs: readonly Tensor[],
  weight: Tensor | undefined,
  bias: Tensor | undefined,
  compute: (inputs: readonly Tensor[]) => Tensor,
): Tensor {
  if (weight && bias) return compute([...inputs, weight, bias]);
  if (!weight && !bias) return compute(inputs);
  return composed(given([...inputs, weight, bias]), () => {
    if (weight) return compute([...inputs, weight, zerosLike(weight)]);
    return compute(bias ? [...inputs, onesLike(bias), bias] : inputs);
  });
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
  return withParameters([x], weight, bias, (inputs) =>
    Tensor.compute(layerNormOperation, inputs, { normalizedShape, eps }),
  );
}

export interface GroupNormOptions {
  /** scale and shift of each channel, [C] */
  readonly weight?: Tensor | undefined;
  readonly bias?: Tensor | undefined;
  readonly eps?: number;
}

/**
 * (x - mean) / sqrt(variance + eps) over each group of channels of each sample of x [N, C, ...], then times weight
 * and plus bias for each channel (Wu and He 2018, arXiv:1803.08494).
 */
export function groupNorm(
  x: Tensor,
  numGroups: number,
  { weight, bias, eps = 1e-5 }: GroupNormOptions = {},
): Tensor {
  const [samples = 0, channels = 0, ...spatial] = x.shape;
  if (channels % numGroups !== 0) {
    throw new RangeError(
      `groupNorm: expected a number of channels divisible by ${numGroups} groups, got input of size ${x.shape}`,
    );
  }
  const size = (channels / numGroups) * elementCount(spatial);
  if (samples * size === 1) {
    throw new RangeError(`Expected more than 1 value per channel when training, got input size ${x.shape}`);
  }
  const perChannel = [channels, ...spatial.map(() => 1)];
  const normalize = (): Tensor => {
    const groups = x.reshape([samples, numGroups, size]);
    const normalized = layerNorm(groups, [size], { eps }).reshape([...x.shape]);
    const scaled = weight ? normalized.mul(weight.reshape(perChannel)) : normalized;
    return bias ? scaled.add(bias.reshape(perChannel)) : scaled;
  };
  return composed(given([x, weight, bias]), normalize, "NativeGroupNorm");
}

export interface InstanceNormOptions extends GroupNormOptions {
  readonly runningMean?: Tensor | undefined;
  readonly runningVar?: Tensor | undefined;
  /** normalise by each sample's own statistics, and move the running ones towards their mean over the batch */
  readonly useInputStats?: boolean;
  readonly momentum?: number;
}

/**
 * (x - mean) / sqrt(variance + eps) for each channel of each sample of x [N, C, ...], then times weight and plus
 * bias (Ulyanov et al. 2016, arXiv:1607.08022).
 */
export function instanceNorm(
  x: Tensor,
  {
    runningMean,
    runningVar,
    weight,
    bias,
    useInputStats = true,
    momentum = 0.1,
    eps = 1e-5,
  }: InstanceNormOptions = {},
): Tensor {
  if (!useInputStats) return batchNorm(x, runningMean, runningVar, { weight, bias, eps });
  if (elementCount(x.shape.slice(2)) === 1) {
    throw new RangeError(`Expected more than 1 spatial element when training, got input size ${x.shape}`);
  }
  const spatial = [...x.shape.keys()].slice(2);
  noGrad(() =>
    composed([x], () => {
      if (x.numel() === 0) return;
      if (runningMean) moveTowards(runningMean, x.mean(spatial).mean(0), momentum);
      if (runningVar) moveTowards(runningVar, x.var(spatial).mean(0), momentum);
    }),
  );
  const normalize = (): Tensor => groupNorm(x, x.size(1), { weight, bias, eps });
  return composed(given([x, weight, bias]), normalize, "View");
}
