// Activation functions.

import { choice, ifGiven, integer } from "../arguments/checks.ts";
import {
  type Given,
  type GivenNothing,
  keywords,
  nothingMore,
  type OptionsOf,
  optional,
  refuseOptions,
} from "../arguments/optional.ts";
import { type FloatingDType, floatingDtype } from "../array/dtype.ts";
import * as activations from "../operations/activations.ts";
import { gelu as geluOperation } from "../operations/elementwise.ts";
import { noOptions, type OneArray, type Operation } from "../operations/operation.ts";
import { applyInPlace } from "../tensor/apply.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import { composed } from "../tensor/scope.ts";
import { Tensor } from "../tensor/tensor.ts";
import { where } from "../tensor/where.ts";

export const inplaceArguments = optional((inplace = false) => ({
  /** write the result over x, and return x */
  inplace,
}));
export interface InplaceOptions extends OptionsOf<typeof inplaceArguments> {}
export type GivenInplace = Given<typeof inplaceArguments, InplaceOptions>;
/** max(x, 0); with `inplace`, x itself becomes it. */
export function relu(x: Tensor, ...given: GivenInplace): Tensor {
  const { inplace } = inplaceArguments.read("relu", given);
  expectTensor("relu: x", x);
  return inplace ? x.relu_() : x.relu();
}

export const approximations = ["none", "tanh"] as const;
const geluArguments = keywords((approximate: (typeof approximations)[number] = "none") => ({
  /** "none" is exact (by the error function), "tanh" the approximation of the paper */
  approximate: choice("approximate", approximate, approximations),
}));
export interface GeluOptions extends OptionsOf<typeof geluArguments> {}

/** x Φ(x), with Φ the normal distribution function (Hendrycks and Gimpel 2016, arXiv:1606.08415). */
export function gelu(x: Tensor, ...given: Given<typeof geluArguments, GeluOptions>): Tensor {
  const { approximate } = geluArguments.read("gelu", given);
  return Tensor.compute(geluOperation, [expectTensor("gelu: x", x)], { approximate });
}

/** x sigmoid(x), also called swish. */
export function silu(x: Tensor, ...given: GivenInplace): Tensor {
  const { inplace } = inplaceArguments.read("silu", given);
  return activate("silu", activations.silu, x, noOptions, inplace);
}

export const leakyReluArguments = optional((negativeSlope = 0.01, inplace = false) => ({
  /** what negative x are multiplied by */
  negativeSlope,
  /** write the result over x, and return x */
  inplace,
}));
export interface LeakyReluOptions extends OptionsOf<typeof leakyReluArguments> {}

/** x where it is positive, else negativeSlope x. */
export function leakyRelu(x: Tensor, ...given: Given<typeof leakyReluArguments, LeakyReluOptions>): Tensor {
  const { negativeSlope, inplace } = leakyReluArguments.read("leakyRelu", given);
  return activate("leakyRelu", activations.leakyRelu, x, { negativeSlope }, inplace);
}

export const alphaArguments = optional((alpha = 1, inplace = false) => ({
  /** minus the value that very negative x come near */
  alpha,
  /** write the result over x, and return x */
  inplace,
}));
export interface AlphaOptions extends OptionsOf<typeof alphaArguments> {}
export type GivenAlpha = Given<typeof alphaArguments, AlphaOptions>;

/** x where it is positive, else alpha (e^x - 1). */
export function elu(x: Tensor, ...given: GivenAlpha): Tensor {
  const { alpha, inplace } = alphaArguments.read("elu", given);
  return activate("elu", activations.elu, x, { alpha }, inplace);
}

export const softplusArguments = optional((beta = 1, threshold = 20) => ({
  /** how sharply it bends */
  beta,
  /** where beta x is above it, the result is x */
  threshold,
}));
export interface SoftplusOptions extends OptionsOf<typeof softplusArguments> {}

/** log(1 + e^(beta x)) / beta; where beta x is above the threshold, x. */
export function softplus(x: Tensor, ...given: Given<typeof softplusArguments, SoftplusOptions>): Tensor {
  return activate("softplus", activations.softplus, x, softplusArguments.read("softplus", given), false);
}

/** min(max(x, 0), 6) */
export function relu6(x: Tensor, ...given: GivenInplace): Tensor {
  const { inplace } = inplaceArguments.read("relu6", given);
  return activate("relu6", activations.relu6, x, noOptions, inplace);
}

export const hardtanhArguments = optional((minVal = -1, maxVal = 1, inplace = false) => ({
  minVal,
  maxVal,
  /** write the result over x, and return x */
  inplace,
}));
export interface HardtanhOptions extends OptionsOf<typeof hardtanhArguments> {}

/** min(max(x, minVal), maxVal) */
export function hardtanh(x: Tensor, ...given: Given<typeof hardtanhArguments, HardtanhOptions>): Tensor {
  const { minVal, maxVal, inplace } = hardtanhArguments.read("hardtanh", given);
  return activate("hardtanh", activations.hardtanh, x, { min: minVal, max: maxVal }, inplace);
}

/** x where it is positive, else alpha (e^(x / alpha) - 1): an ELU with a smooth bend. */
export function celu(x: Tensor, ...given: GivenAlpha): Tensor {
  const { alpha, inplace } = alphaArguments.read("celu", given);
  if (alpha === 0) throw new RangeError("celu: alpha cannot be 0");
  return activate("celu", activations.celu, x, { alpha }, inplace);
}

/** An ELU of the one scale that keeps mean and variance through layers (Klambauer et al. 2017, arXiv:1706.02515). */
export function selu(x: Tensor, ...given: GivenInplace): Tensor {
  const { inplace } = inplaceArguments.read("selu", given);
  return activate("selu", activations.selu, x, noOptions, inplace);
}

/** x tanh(log(1 + e^x)) (Misra 2019, arXiv:1908.08681). */
export function mish(x: Tensor, ...given: GivenInplace): Tensor {
  const { inplace } = inplaceArguments.read("mish", given);
  return activate("mish", activations.mish, x, noOptions, inplace);
}

/** log(sigmoid(x)), computed so that nothing overflows. */
export function logsigmoid(x: Tensor, ...given: GivenNothing): Tensor {
  refuseOptions("logsigmoid", given);
  return activate("logsigmoid", activations.logSigmoid, x, noOptions, false);
}

/** x / (1 + |x|) */
export function softsign(x: Tensor, ...given: GivenNothing): Tensor {
  refuseOptions("softsign", given);
  return activate("softsign", activations.softsign, x, noOptions, false);
}

/** x - tanh(x) */
export function tanhshrink(x: Tensor, ...given: GivenNothing): Tensor {
  refuseOptions("tanhshrink", given);
  expectTensor("tanhshrink: x", x);
  return composed(() => x.sub(x.tanh()));
}

/**
 * x where it is positive, else weight x (He et al. 2015, arXiv:1502.01852). The weight is a number for all elements, or
 * [C] for the channels of x [N, C, ...].
 */
export function prelu(x: Tensor, weight: Tensor, ...given: GivenNothing): Tensor {
  nothingMore.read("prelu", given);
  expectTensor("prelu: x", x);
  expectTensor("prelu: weight", weight);
  if (weight.dtype !== x.dtype) {
    throw new TypeError(`prelu: expected x and weight of one dtype, got ${x.dtype} and ${weight.dtype}`);
  }
  const channels = x.dim() > 1 ? x.size(1) : 1;
  if (weight.dim() > 1 || (weight.numel() !== 1 && weight.numel() !== channels)) {
    throw new RangeError(`prelu: expected a weight of 1 or ${channels} elements, got ${weight.shape}`);
  }
  return composed(() => {
    const slope = x.dim() > 1 ? weight.reshape([-1, ...x.shape.slice(2).map(() => 1)]) : weight.reshape([]);
    return where(x.gt(0), x, x.mul(slope));
  }, "Prelu");
}

/** min(max(x + 3, 0), 6) / 6 */
export function hardsigmoid(x: Tensor, ...given: GivenInplace): Tensor {
  const { inplace } = inplaceArguments.read("hardsigmoid", given);
  return activate("hardsigmoid", activations.hardsigmoid, x, noOptions, inplace);
}

/** x hardsigmoid(x) */
export function hardswish(x: Tensor, ...given: GivenInplace): Tensor {
  const { inplace } = inplaceArguments.read("hardswish", given);
  return activate("hardswish", activations.hardswish, x, noOptions, inplace);
}

function activate<Options>(
  name: string,
  operation: Operation<OneArray, Options>,
  x: Tensor,
  options: Options,
  inplace: boolean,
): Tensor {
  expectTensor(`${name}: x`, x);
  if (!inplace) return Tensor.compute(operation, [x], options);
  applyInPlace(operation, [x], options);
  return x;
}

/** 1 / (1 + e^-x) */
export function sigmoid(x: Tensor, ...given: GivenNothing): Tensor {
  refuseOptions("sigmoid", given);
  return expectTensor("sigmoid: x", x).sigmoid();
}

/** The hyperbolic tangent, from -1 to 1. */
export function tanh(x: Tensor, ...given: GivenNothing): Tensor {
  refuseOptions("tanh", given);
  return expectTensor("tanh: x", x).tanh();
}

const softmaxArguments = optional(
  (dim?: number) => ({
    /** left out: 0 of tensors without, with one or three dimensions, else 1 (better say it) */
    dim: ifGiven("dim", dim, integer),
  }),
  (dtype?: FloatingDType) => ({
    /** x is converted to it first */
    dtype: ifGiven("dtype", dtype, floatingDtype),
  }),
);
export interface SoftmaxOptions extends OptionsOf<typeof softmaxArguments> {}
type GivenSoftmax = Given<typeof softmaxArguments, SoftmaxOptions>;

/** exp(x) / sum(exp(x)) along `dim`. */
export function softmax(x: Tensor, ...given: GivenSoftmax): Tensor {
  return shares("softmax", x, given, (each, dim) => each.softmax(dim));
}

/** log(softmax(x)) along `dim`, computed so that it neither overflows nor loses small probabilities. */
export function logSoftmax(x: Tensor, ...given: GivenSoftmax): Tensor {
  return shares("logSoftmax", x, given, (each, dim) => each.logSoftmax(dim));
}

/** softmax(-x) along `dim`: the smallest element has the largest share. */
export function softmin(x: Tensor, ...given: GivenSoftmax): Tensor {
  return shares("softmin", x, given, (each, dim) => composed(() => each.neg().softmax(dim)));
}

function shares(
  name: string,
  x: Tensor,
  given: GivenSoftmax,
  compute: (x: Tensor, dim: number) => Tensor,
): Tensor {
  const { dim, dtype } = softmaxArguments.read(name, given);
  expectTensor(`${name}: x`, x);
  const along = dim ?? (x.dim() < 2 || x.dim() === 3 ? 0 : 1);
  if (dtype === undefined || dtype === x.dtype) return compute(x, along);
  return composed(() => compute(x.to(dtype), along));
}
