// Activation functions.

import * as activations from "../operations/activations.ts";
import { gelu as geluOperation } from "../operations/elementwise.ts";
import { noOptions, type Operation } from "../operations/operation.ts";
import { applyInPlace } from "../tensor/apply.ts";
import { Tensor } from "../tensor/tensor.ts";

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

export function sigmoid(x: Tensor): Tensor {
  return x.sigmoid();
}

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
