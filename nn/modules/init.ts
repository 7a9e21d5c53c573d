// Initial values of parameters. Each function writes in place, outside the gradient, and draws as many random
// numbers as PyTorch's does, so that one seed makes the same network in both.

import { erfinv } from "../operations/erfinv.ts";
import { noOptions } from "../operations/operation.ts";
import { erf } from "../operations/scalar-functions.ts";
import { applyInPlace } from "../tensor/apply.ts";
import { noGrad } from "../tensor/gradient-mode.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { fansOf } from "./fans.ts";

/** Uniform values in [low, high). */
export function uniform_(tensor: Tensor, low = 0, high = 1): Tensor {
  return noGrad(() => tensor.uniform_(low, high));
}

/** Normal values. */
export function normal_(tensor: Tensor, mean = 0, std = 1): Tensor {
  return noGrad(() => tensor.normal_(mean, std));
}

/** The same value everywhere. */
export function constant_(tensor: Tensor, value: number): Tensor {
  return noGrad(() => tensor.fill_(value));
}

/** Zeros. */
export function zeros_(tensor: Tensor): Tensor {
  return constant_(tensor, 0);
}

/** Ones. */
export function ones_(tensor: Tensor): Tensor {
  return constant_(tensor, 1);
}

/** The identity matrix, for a weight [out, in]. */
export function eye_(weight: Tensor): Tensor {
  if (weight.dim() !== 2)
    throw new RangeError(`eye_: only tensors with 2 dimensions are supported, got ${weight.shape}`);
  return noGrad(() => {
    weight.zero_().diagonal().fill_(1);
    return weight;
  });
}

/**
 * The kernels [out, in, ...] of a convolution that passes on as many input channels as possible unchanged: a one in the
 * middle. With groups, each group of outputs does so.
 */
export function dirac_(weight: Tensor, groups = 1): Tensor {
  const [out = 0, input = 0, ...kernel] = weight.shape;
  if (kernel.length < 1 || kernel.length > 3) {
    throw new RangeError(
      `dirac_: only tensors with 3, 4, or 5 dimensions are supported, got ${weight.shape}`,
    );
  }
  if (!Number.isInteger(groups) || groups < 1 || out % groups !== 0) {
    throw new RangeError(`dirac_: dim 0 (${out}) must be divisible by groups (${groups})`);
  }
  const perGroup = out / groups;
  const middle = kernel.map((size) => Math.floor(size / 2));
  return noGrad(() => {
    weight.zero_();
    for (let group = 0; group < groups; group++) {
      for (let channel = 0; channel < Math.min(perGroup, input); channel++) {
        weight.index(group * perGroup + channel, channel, ...middle).fill_(1);
      }
    }
    return weight;
  });
}

/** Normal values, those outside [a, b] drawn as if there were nothing outside. */
export function truncNormal_(tensor: Tensor, { mean = 0, std = 1, a = -2, b = 2 } = {}): Tensor {
  const cumulative = (x: number): number => (1 + erf((x - mean) / std / Math.SQRT2)) / 2;
  return noGrad(() => {
    tensor.uniform_(2 * cumulative(a) - 1, 2 * cumulative(b) - 1);
    applyInPlace(erfinv, tensor, [], noOptions);
    return tensor
      .mul_(std * Math.SQRT2)
      .add_(mean)
      .clamp_({ min: a, max: b });
  });
}

/** What follows a layer, or how its weights are used, decides how large the weights should be. */
export type Nonlinearity = "linear" | "sigmoid" | "tanh" | "relu" | "leaky_relu" | "selu";

/** The factor by which weights are enlarged to make up for the nonlinearity that follows; `a` is leaky ReLU's slope. */
export function calculateGain(nonlinearity: Nonlinearity, a = 0.01): number {
  const gains = {
    linear: 1,
    sigmoid: 1,
    tanh: 5 / 3,
    relu: Math.SQRT2,
    leaky_relu: Math.sqrt(2 / (1 + a ** 2)),
    selu: 3 / 4,
  };
  return gains[nonlinearity];
}

export interface KaimingOptions {
  /** the negative slope, for "leaky_relu" */
  readonly a?: number;
  /** keep the variance of the outputs in the forward pass, or that of the gradients in the backward pass */
  readonly mode?: "fan_in" | "fan_out";
  readonly nonlinearity?: Nonlinearity;
}

/** gain / sqrt(fan): the deviation of weights that keeps variances (He et al. 2015, arXiv:1502.01852). */
function kaimingDeviation(
  weight: Tensor,
  { a = 0, mode = "fan_in", nonlinearity = "leaky_relu" }: KaimingOptions,
): number {
  const { fanIn, fanOut } = fansOf(weight);
  return calculateGain(nonlinearity, a) / Math.sqrt(mode === "fan_in" ? fanIn : fanOut);
}

/** Uniform values of the deviation that keeps variances through the layer and its nonlinearity. */
export function kaimingUniform_(weight: Tensor, options: KaimingOptions = {}): Tensor {
  const bound = Math.sqrt(3) * kaimingDeviation(weight, options);
  return uniform_(weight, -bound, bound);
}

/** Normal values of the deviation that keeps variances through the layer and its nonlinearity. */
export function kaimingNormal_(weight: Tensor, options: KaimingOptions = {}): Tensor {
  return normal_(weight, 0, kaimingDeviation(weight, options));
}

/** gain * sqrt(2 / (fanIn + fanOut)) (Glorot and Bengio 2010). */
function xavierDeviation(weight: Tensor, gain: number): number {
  const { fanIn, fanOut } = fansOf(weight);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

/** Uniform values of the deviation that keeps variances forward and backward. */
export function xavierUniform_(weight: Tensor, { gain = 1 } = {}): Tensor {
  const bound = Math.sqrt(3) * xavierDeviation(weight, gain);
  return uniform_(weight, -bound, bound);
}

/** Normal values of the deviation that keeps variances forward and backward. */
export function xavierNormal_(weight: Tensor, { gain = 1 } = {}): Tensor {
  return normal_(weight, 0, xavierDeviation(weight, gain));
}
