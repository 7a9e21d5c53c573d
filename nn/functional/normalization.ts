// Normalisation over the batch, over groups of channels, over single channels, and over the last dimensions.

import { integer, integerArray } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { elementCount } from "../array/shape.ts";
import { noGrad } from "../autograd/gradient-mode.ts";
import {
  batchNorm as batchNormOperation,
  layerNorm as layerNormOperation,
} from "../operations/normalization.ts";
import { onesLike, zerosLike } from "../tensor/creation.ts";
import { expectTensor, optionalTensor } from "../tensor/expect-tensor.ts";
import { composed } from "../tensor/scope.ts";
import { Tensor } from "../tensor/tensor.ts";

const batchNormArguments = optional(
  (weight?: Tensor, bias?: Tensor, training = false, momentum = 0.1, eps = 1e-5) => ({
    /** scale of each channel, [C] */
    weight: optionalTensor("weight", weight),
    /** shift of each channel, [C] */
    bias: optionalTensor("bias", bias),
    /** normalise by the batch's own statistics, and move the running ones towards them */
    training,
    /** how far the running statistics move */
    momentum,
    /** is added to the variance */
    eps,
  }),
);
export interface BatchNormOptions extends OptionsOf<typeof batchNormArguments> {}

/**
 * (x - mean) / sqrt(variance + eps) * weight + bias for each channel of x [N, C, ...], over all but the channel
 * dimension (Ioffe and Szegedy 2015, arXiv:1502.03167).
 */
export function batchNorm(
  x: Tensor,
  runningMean: Tensor | undefined,
  runningVar: Tensor | undefined,
  ...given: Given<typeof batchNormArguments, BatchNormOptions>
): Tensor {
  const { weight, bias, training, momentum, eps } = batchNormArguments.read("batchNorm", given);
  expectTensor("batchNorm: x", x);
  optionalTensor("batchNorm: runningMean", runningMean ?? undefined);
  optionalTensor("batchNorm: runningVar", runningVar ?? undefined);
  if (!training) {
    if (!runningMean || !runningVar) {
      throw new TypeError(
        "batchNorm: expected runningMean and runningVar to be given when training is false",
      );
    }
    return withParameters(weight, bias, (scale, shift) =>
      Tensor.compute(batchNormOperation, [x, runningMean, runningVar, scale, shift], { eps }),
    );
  }
  const count = x.numel() / x.size(1);
  if (count === 1) {
    throw new RangeError(`Expected more than 1 value per channel when training, got input size ${x.shape}`);
  }
  const allButChannel = [...x.shape.keys()].filter((dim) => dim !== 1);
  return composed(() => {
    // the operation's own rule lets the gradient go through the statistics
    const [mean, variance] = noGrad(
      () => [x.mean(allButChannel), x.var(allButChannel, { correction: 0 })] as const,
    );
    noGrad(() => {
      if (count === 0) return; // an empty batch tells nothing
      // the running variance estimates the population's, so it is unbiased
      if (runningMean) moveTowards(runningMean, mean, momentum);
      if (runningVar) moveTowards(runningVar, variance.mul(count / (count - 1)), momentum);
    });
    return withParameters(weight, bias, (scale, shift) =>
      Tensor.compute(batchNormOperation, [x, mean, variance, scale, shift], { eps, ofBatch: true }),
    );
  });
}

/** Operations take weight and bias both or neither: the missing one of the two is made so that it changes nothing. */
function withParameters(
  weight: Tensor | undefined,
  bias: Tensor | undefined,
  compute: (weight: Tensor | undefined, bias: Tensor | undefined) => Tensor,
): Tensor {
  if (weight && !bias) return composed(() => compute(weight, zerosLike(weight)));
  if (bias && !weight) return composed(() => compute(onesLike(bias), bias));
  return compute(weight, bias);
}

function moveTowards(running: Tensor, observed: Tensor, momentum: number): void {
  running.mul_(1 - momentum).add_(observed, { alpha: momentum });
}

const layerNormArguments = optional((weight?: Tensor, bias?: Tensor, eps = 1e-5) => ({
  /** scale, of the normalised shape */
  weight: optionalTensor("weight", weight),
  /** shift, of the normalised shape */
  bias: optionalTensor("bias", bias),
  /** is added to the variance */
  eps,
}));
export interface LayerNormOptions extends OptionsOf<typeof layerNormArguments> {}

/** (x - mean) / sqrt(variance + eps) * weight + bias over the last dimensions, whose sizes are `normalizedShape`. */
export function layerNorm(
  x: Tensor,
  normalizedShape: readonly number[],
  ...given: Given<typeof layerNormArguments, LayerNormOptions>
): Tensor {
  const { weight, bias, eps } = layerNormArguments.read("layerNorm", given);
  expectTensor("layerNorm: x", x);
  integerArray("layerNorm: normalizedShape", normalizedShape, 0);
  return withParameters(weight, bias, (scale, shift) =>
    Tensor.compute(layerNormOperation, [x, scale, shift], { normalizedShape, eps }),
  );
}

const groupNormArguments = optional((weight?: Tensor, bias?: Tensor, eps = 1e-5) => ({
  /** scale of each channel, [C] */
  weight: optionalTensor("weight", weight),
  /** shift of each channel, [C] */
  bias: optionalTensor("bias", bias),
  /** is added to the variance */
  eps,
}));
export interface GroupNormOptions extends OptionsOf<typeof groupNormArguments> {}

/**
 * (x - mean) / sqrt(variance + eps) over each group of channels of each sample of x [N, C, ...], then times weight
 * and plus bias for each channel (Wu and He 2018, arXiv:1803.08494).
 */
export function groupNorm(
  x: Tensor,
  numGroups: number,
  ...given: Given<typeof groupNormArguments, GroupNormOptions>
): Tensor {
  const { weight, bias, eps } = groupNormArguments.read("groupNorm", given);
  expectTensor("groupNorm: x", x);
  integer("groupNorm: numGroups", numGroups, 1);
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
    const normalized = layerNorm(groups, [size], undefined, undefined, eps).reshape([...x.shape]);
    const scaled = weight ? normalized.mul(weight.reshape(perChannel)) : normalized;
    return bias ? scaled.add(bias.reshape(perChannel)) : scaled;
  };
  return composed(normalize, "NativeGroupNorm");
}

const instanceNormArguments = optional(
  (
    runningMean?: Tensor,
    runningVar?: Tensor,
    weight?: Tensor,
    bias?: Tensor,
    useInputStats = true,
    momentum = 0.1,
    eps = 1e-5,
  ) => ({
    /** [C] */
    runningMean: optionalTensor("runningMean", runningMean),
    /** [C] */
    runningVar: optionalTensor("runningVar", runningVar),
    /** scale of each channel, [C] */
    weight: optionalTensor("weight", weight),
    /** shift of each channel, [C] */
    bias: optionalTensor("bias", bias),
    /** normalise by each sample's own statistics, and move the running ones towards their mean over the batch */
    useInputStats,
    /** how far the running statistics move */
    momentum,
    /** is added to the variance */
    eps,
  }),
);
export interface InstanceNormOptions extends OptionsOf<typeof instanceNormArguments> {}

/**
 * (x - mean) / sqrt(variance + eps) for each channel of each sample of x [N, C, ...], then times weight and plus
 * bias (Ulyanov et al. 2016, arXiv:1607.08022).
 */
export function instanceNorm(
  x: Tensor,
  ...given: Given<typeof instanceNormArguments, InstanceNormOptions>
): Tensor {
  const read = instanceNormArguments.read("instanceNorm", given);
  const { runningMean, runningVar, weight, bias, useInputStats, momentum, eps } = read;
  expectTensor("instanceNorm: x", x);
  if (!useInputStats) return batchNorm(x, runningMean, runningVar, { weight, bias, eps });
  if (elementCount(x.shape.slice(2)) === 1) {
    throw new RangeError(`Expected more than 1 spatial element when training, got input size ${x.shape}`);
  }
  const spatial = [...x.shape.keys()].slice(2);
  noGrad(() =>
    composed(() => {
      if (x.numel() === 0) return;
      if (runningMean) moveTowards(runningMean, x.mean(spatial).mean(0), momentum);
      if (runningVar) moveTowards(runningVar, x.var(spatial).mean(0), momentum);
    }),
  );
  const normalize = (): Tensor => groupNorm(x, x.size(1), weight, bias, eps);
  return composed(normalize, "View");
}
