// Activation functions.

import { gelu as geluOperation } from "../operations/elementwise.ts";
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
  return Tensor.compute(geluOperation, [x], { approximate });
}

/** x sigmoid(x), also called swish. */
export function silu(x: Tensor): Tensor {
  return x.mul(x.sigmoid());
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
