// Initial values of parameters. Each function writes in place, outside the gradient, and draws as many random
// numbers as PyTorch's does, so that one seed makes the same network in both.

import { choice, ifGiven, integer, number } from "../arguments/checks.ts";
import {
  type Given,
  type GivenNothing,
  nothingMore,
  type OptionsOf,
  optional,
  refuseOptions,
} from "../arguments/optional.ts";
import { noGrad } from "../autograd/gradient-mode.ts";
import { erfinv } from "../operations/erfinv.ts";
import { noOptions } from "../operations/operation.ts";
import { erf } from "../operations/scalar-functions.ts";
import { applyInPlace } from "../tensor/apply.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { fansOf } from "./fans.ts";

const uniformArguments = optional((a = 0, b = 1) => ({
  /** the least value */
  a,
  /** all values are below it */
  b,
}));
export interface UniformOptions extends OptionsOf<typeof uniformArguments> {}

/** Uniform values in [a, b). */
export function uniform_(tensor: Tensor, ...given: Given<typeof uniformArguments, UniformOptions>): Tensor {
  const { a, b } = uniformArguments.read("uniform_", given);
  expectTensor("uniform_: tensor", tensor);
  return noGrad(() => tensor.uniform_(a, b));
}

const normalArguments = optional((mean = 0, std = 1) => ({
  mean,
  /** the standard deviation */
  std,
}));
export interface NormalOptions extends OptionsOf<typeof normalArguments> {}

/** Normal values. */
export function normal_(tensor: Tensor, ...given: Given<typeof normalArguments, NormalOptions>): Tensor {
  const { mean, std } = normalArguments.read("normal_", given);
  expectTensor("normal_: tensor", tensor);
  if (std < 0) throw new RangeError(`normal_: std: expected a number of at least 0, got ${std}`);
  return noGrad(() => tensor.normal_(mean, std));
}

/** The same value everywhere. */
export function constant_(tensor: Tensor, val: number, ...given: GivenNothing): Tensor {
  nothingMore.read("constant_", given);
  expectTensor("constant_: tensor", tensor);
  number("constant_: val", val);
  return noGrad(() => tensor.fill_(val));
}

/** Zeros. */
export function zeros_(tensor: Tensor, ...given: GivenNothing): Tensor {
  refuseOptions("zeros_", given);
  expectTensor("zeros_: tensor", tensor);
  return constant_(tensor, 0);
}

/** Ones. */
export function ones_(tensor: Tensor, ...given: GivenNothing): Tensor {
  refuseOptions("ones_", given);
  expectTensor("ones_: tensor", tensor);
  return constant_(tensor, 1);
}

/** The identity matrix, for a weight [out, in]. */
export function eye_(weight: Tensor, ...given: GivenNothing): Tensor {
  refuseOptions("eye_", given);
  expectTensor("eye_: weight", weight);
  if (weight.dim() !== 2)
    throw new RangeError(`eye_: only tensors with 2 dimensions are supported, got ${weight.shape}`);
  return noGrad(() => {
    weight.zero_().diagonal().fill_(1);
    return weight;
  });
}

const diracArguments = optional((groups = 1) => ({
  /** of the convolution */
  groups: integer("groups", groups, 1),
}));
export interface DiracOptions extends OptionsOf<typeof diracArguments> {}

/**
 * The kernels [out, in, ...] of a convolution that passes on as many input channels as possible unchanged: a one in the
 * middle. With groups, each group of outputs does so.
 */
export function dirac_(weight: Tensor, ...given: Given<typeof diracArguments, DiracOptions>): Tensor {
  const { groups } = diracArguments.read("dirac_", given);
  expectTensor("dirac_: weight", weight);
  const [out = 0, input = 0, ...kernel] = weight.shape;
  if (kernel.length < 1 || kernel.length > 3) {
    throw new RangeError(
      `dirac_: only tensors with 3, 4, or 5 dimensions are supported, got ${weight.shape}`,
    );
  }
  if (out % groups !== 0) {
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

const truncNormalArguments = optional((mean = 0, std = 1, a = -2, b = 2) => ({
  mean,
  /** the standard deviation, before values are cut off */
  std,
  /** the least value */
  a,
  /** the largest value */
  b,
}));
export interface TruncNormalOptions extends OptionsOf<typeof truncNormalArguments> {}

/** Normal values, those outside [a, b] drawn as if there were nothing outside. */
export function truncNormal_(
  tensor: Tensor,
  ...given: Given<typeof truncNormalArguments, TruncNormalOptions>
): Tensor {
  const { mean, std, a, b } = truncNormalArguments.read("truncNormal_", given);
  expectTensor("truncNormal_: tensor", tensor);
  const cumulative = (x: number): number => (1 + erf((x - mean) / std / Math.SQRT2)) / 2;
  return noGrad(() => {
    tensor.uniform_(2 * cumulative(a) - 1, 2 * cumulative(b) - 1);
    applyInPlace(erfinv, [tensor], noOptions);
    return tensor
      .mul_(std * Math.SQRT2)
      .add_(mean)
      .clamp_({ min: a, max: b });
  });
}

/** What follows a layer, or how its weights are used, decides how large the weights should be. */
const gains = {
  linear: 1,
  conv1d: 1,
  conv2d: 1,
  conv3d: 1,
  conv_transpose1d: 1,
  conv_transpose2d: 1,
  conv_transpose3d: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.SQRT2,
  leaky_relu: (slope: number) => Math.sqrt(2 / (1 + slope ** 2)),
  selu: 3 / 4,
} as const;
export type Nonlinearity = keyof typeof gains;

function nonlinearityNamed(name: string, value: Nonlinearity): Nonlinearity {
  return choice(name, value, nonlinearities);
}

const nonlinearities = Object.keys(gains).filter((each): each is Nonlinearity => each in gains);

const gainArguments = optional((param?: number) => ({
  /** the negative slope, for "leaky_relu" */
  param: ifGiven("param", param, number),
}));
export interface GainOptions extends OptionsOf<typeof gainArguments> {}

/** The factor by which weights are enlarged to make up for the nonlinearity that follows. */
export function calculateGain(
  nonlinearity: Nonlinearity,
  ...given: Given<typeof gainArguments, GainOptions>
): number {
  const { param = 0.01 } = gainArguments.read("calculateGain", given);
  const gain = gains[nonlinearityNamed("calculateGain: nonlinearity", nonlinearity)];
  return typeof gain === "number" ? gain : gain(param);
}

const modes = ["fan_in", "fan_out"] as const;
const kaimingArguments = optional(
  (a = 0, mode: (typeof modes)[number] = "fan_in", nonlinearity: Nonlinearity = "leaky_relu") => ({
    /** the negative slope, for "leaky_relu" */
    a,
    /** keep the variance of the outputs in the forward pass, or that of the gradients in the backward pass */
    mode: choice("mode", mode, modes),
    /** what follows the layer */
    nonlinearity: nonlinearityNamed("nonlinearity", nonlinearity),
  }),
);
export interface KaimingOptions extends OptionsOf<typeof kaimingArguments> {}
type GivenKaiming = Given<typeof kaimingArguments, KaimingOptions>;

/** gain / sqrt(fan): the deviation of weights that keeps variances (He et al. 2015, arXiv:1502.01852). */
function kaimingDeviation(name: string, weight: Tensor, given: GivenKaiming): number {
  const { a, mode, nonlinearity } = kaimingArguments.read(name, given);
  const { fanIn, fanOut } = fansOf(expectTensor(`${name}: weight`, weight));
  return calculateGain(nonlinearity, a) / Math.sqrt(mode === "fan_in" ? fanIn : fanOut);
}

/** Uniform values of the deviation that keeps variances through the layer and its nonlinearity. */
export function kaimingUniform_(weight: Tensor, ...given: GivenKaiming): Tensor {
  const bound = Math.sqrt(3) * kaimingDeviation("kaimingUniform_", weight, given);
  return uniform_(weight, -bound, bound);
}

/** Normal values of the deviation that keeps variances through the layer and its nonlinearity. */
export function kaimingNormal_(weight: Tensor, ...given: GivenKaiming): Tensor {
  return normal_(weight, 0, kaimingDeviation("kaimingNormal_", weight, given));
}

const xavierArguments = optional((gain = 1) => ({
  /** what `calculateGain` says for the nonlinearity that follows */
  gain,
}));
export interface XavierOptions extends OptionsOf<typeof xavierArguments> {}
type GivenXavier = Given<typeof xavierArguments, XavierOptions>;

/** gain * sqrt(2 / (fanIn + fanOut)) (Glorot and Bengio 2010). */
function xavierDeviation(name: string, weight: Tensor, given: GivenXavier): number {
  const { gain } = xavierArguments.read(name, given);
  const { fanIn, fanOut } = fansOf(expectTensor(`${name}: weight`, weight));
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

/** Uniform values of the deviation that keeps variances forward and backward. */
export function xavierUniform_(weight: Tensor, ...given: GivenXavier): Tensor {
  const bound = Math.sqrt(3) * xavierDeviation("xavierUniform_", weight, given);
  return uniform_(weight, -bound, bound);
}

/** Normal values of the deviation that keeps variances forward and backward. */
export function xavierNormal_(weight: Tensor, ...given: GivenXavier): Tensor {
  return normal_(weight, 0, xavierDeviation("xavierNormal_", weight, given));
}
