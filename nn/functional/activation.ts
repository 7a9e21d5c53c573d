// Activation functions.

import * as activations from "../operations/activations.ts";
import { gelu as geluOperation } from "../operations/elementwise.ts";
import { noOptions, type Operation } from "../operations/operation.ts";
import { applyInPlace } from "../tensor/apply.ts";
import { composed } from "../tensor/scope.ts";
import { Tensor } from "../tensor/tensor.ts";
import { where } from "../tensor/where.ts";

/** max(x, 0); with `inplace`, x itself becomes it. */
export function relu(x: Tensor, { inplace = false } = {}): Tensor {
  return inplace ? x.relu_() : x.relu();
}

export interface GeluOptions {
  /** "none" is exact (by the error function), "tanh" the approximation of the paper */
  readonly approximate?: "none" | "tanh";
}

/** x Φ(x), with Φ the normal distribution function (Hendrycks and Gimpel 2016, arXiv:1606.08415). */
export function gelu(x: Tensor, { approximate = "none" }: GeluOptions = {}): Tensor {
  if (approximate !== "none" && approximate !== "tanh") {
    throw new RangeError(
      `gelu: approximate argument must be either none or tanh, got ${String(approximate)}`,
    );
  }
  return Tensor.compute(geluOperation, [x], { approximate });
}

/** x sigmoid(x), also called swish. */
export function silu(x: Tensor, { inplace = false } = {}): Tensor {
  return activate(activations.silu, x, noOptions, inplace);
}

/** x where it is positive, else negativeSlope x. */
export function leakyRelu(x: Tensor, { negativeSlope = 0.01, inplace = false } = {}): Tensor {
  return activate(activations.leakyRelu, x, { negativeSlope }, inplace);
}

/** x where it is positive, else alpha (e^x - 1). */
export function elu(x: Tensor, { alpha = 1, inplace = false } = {}): Tensor {
  return activate(activations.elu, x, { alpha }, inplace);
}

/** log(1 + e^(beta x)) / beta; where beta x is above the threshold, x. */
export function softplus(x: Tensor, { beta = 1, threshold = 20 } = {}): Tensor {
  return activate(activations.softplus, x, { beta, threshold }, false);
}

/** min(max(x, 0), 6) */
export function relu6(x: Tensor, { inplace = false } = {}): Tensor {
  return activate(activations.relu6, x, noOptions, inplace);
}

/** min(max(x, minVal), maxVal) */
export function hardtanh(x: Tensor, { minVal = -1, maxVal = 1, inplace = false } = {}): Tensor {
  return activate(activations.hardtanh, x, { min: minVal, max: maxVal }, inplace);
}

/** x where it is positive, else alpha (e^(x / alpha) - 1): an ELU with a smooth bend. */
export function celu(x: Tensor, { alpha = 1, inplace = false } = {}): Tensor {
  if (alpha === 0) throw new RangeError("celu: alpha cannot be 0");
  return activate(activations.celu, x, { alpha }, inplace);
}

/** An ELU of the one scale that keeps mean and variance through layers (Klambauer et al. 2017, arXiv:1706.02515). */
export function selu(x: Tensor, { inplace = false } = {}): Tensor {
  return activate(activations.selu, x, noOptions, inplace);
}

/** x tanh(log(1 + e^x)) (Misra 2019, arXiv:1908.08681). */
export function mish(x: Tensor, { inplace = false } = {}): Tensor {
  return activate(activations.mish, x, noOptions, inplace);
}

/** log(sigmoid(x)), computed so that nothing overflows. */
export function logsigmoid(x: Tensor): Tensor {
  return activate(activations.logSigmoid, x, noOptions, false);
}

/** x / (1 + |x|) */
export function softsign(x: Tensor): Tensor {
  return activate(activations.softsign, x, noOptions, false);
}

/** x - tanh(x) */
export function tanhshrink(x: Tensor): Tensor {
  return composed([x], () => x.sub(x.tanh()));
}

/**
 * x where it is positive, else weight x (He et al. 2015, arXiv:1502.01852). The weight is a number for all elements, or
 * [C] for the channels of x [N, C, ...].
 */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  if (weight.dtype !== x.dtype) {
    throw new TypeError(`prelu: expected x and weight of one dtype, got ${x.dtype} and ${weight.dtype}`);
  }
  const channels = x.dim() > 1 ? x.size(1) : 1;
  if (weight.dim() > 1 || (weight.numel() !== 1 && weight.numel() !== channels)) {
    throw new RangeError(`prelu: expected a weight of 1 or ${channels} elements, got ${weight.shape}`);
  }
  return composed(
    [x, weight],
    () => {
      const slope = x.dim() > 1 ? weight.reshape([-1, ...x.shape.slice(2).map(() => 1)]) : weight.reshape([]);
      return where(x.gt(0), x, x.mul(slope));
    },
    "Prelu",
  );
}

/** softmax(-x) along `dim`: the smallest element has the largest share. */
export function softmin(x: Tensor, dim: number): Tensor {
  return composed([x], () => x.neg().softmax(dim));
}

/** min(max(x + 3, 0), 6) / 6 */
export function hardsigmoid(x: Tensor, { inplace = false } = {}): Tensor {
  return activate(activations.hardsigmoid, x, noOptions, inplace);
}

/** x hardsigmoid(x) */
export function hardswish(x: Tensor, { inplace = false } = {}): Tensor {
  return activate(activations.hardswish, x, noOptions, inplace);
}

function activate<Options>(
  operation: Operation<Options>,
  x: Tensor,
  options: Options,
  inplace: boolean,
): Tensor {
  if (!inplace) return Tensor.compute(operation, [x], options);
  applyInPlace(operation, x, [], options);
  return x;
}

/** 1 / (1 + e^-x) */
export function sigmoid(x: Tensor): Tensor {
  return x.sigmoid();
}

/** The hyperbolic tangent, from -1 to 1. */
export function tanh(x: Tensor): Tensor {
  return x.tanh();
}

/** exp(x) / sum(exp(x)) along `dim`. */
export function softmax(x: Tensor, dim: number): Tensor {
  return x.softmax(dim);
}

/** log(softmax(x)) along `dim`, computed so that it neither overflows nor loses small probabilities. */
export function logSoftmax(x: Tensor, dim: number): Tensor {
  return x.logSoftmax(dim);
}
