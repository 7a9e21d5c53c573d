// Initial values of parameters. Each function writes in place, outside the gradient, and draws as many random
// numbers as PyTorch's does, so that one seed makes the same network in both.

import { noGrad } from "../tensor/gradient-mode.ts";
import type { Tensor } from "../tensor/tensor.ts";

export function uniform_(tensor: Tensor, low = 0, high = 1): Tensor {
  return noGrad(() => tensor.uniform_(low, high));
}

export function normal_(tensor: Tensor, mean = 0, std = 1): Tensor {
  return noGrad(() => tensor.normal_(mean, std));
}

export function constant_(tensor: Tensor, value: number): Tensor {
  return noGrad(() => tensor.fill_(value));
}

export function zeros_(tensor: Tensor): Tensor {
  return constant_(tensor, 0);
}

export function ones_(tensor: Tensor): Tensor {
  return constant_(tensor, 1);
}

/** How many inputs each output of a weight [out, in, ...kernel] depends on, and the reverse. */
export function fans(weight: Tensor): { readonly fanIn: number; readonly fanOut: number } {
  const [out = 0, input = 0, ...kernel] = weight.shape;
  if (weight.dim() < 2) {
    throw new RangeError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
  }
  const receptiveField = kernel.reduce((product, size) => product * size, 1);
  return { fanIn: input * receptiveField, fanOut: out * receptiveField };
}

/**
 * Uniform values that keep the variance of a leaky ReLU's output with negative slope `a`: bound
 * sqrt(6 / ((1 + a²) fanIn)) (He et al. 2015, arXiv:1502.01852).
 */
export function kaimingUniform_(weight: Tensor, { a = 0 } = {}): Tensor {
  const gain = Math.sqrt(2 / (1 + a ** 2));
  const bound = Math.sqrt(3) * (gain / Math.sqrt(fans(weight).fanIn));
  return uniform_(weight, -bound, bound);
}

/** Uniform values in ± sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010). */
export function xavierUniform_(weight: Tensor, { gain = 1 } = {}): Tensor {
  const { fanIn, fanOut } = fans(weight);
  const bound = Math.sqrt(3) * (gain * Math.sqrt(2 / (fanIn + fanOut)));
  return uniform_(weight, -bound, bound);
}

/** What Linear and the convolutions begin with: weight and bias uniform in ± 1 / sqrt(fanIn), weight first. */
export function projectionDefaults(weight: Tensor, bias: Tensor | undefined): void {
  kaimingUniform_(weight, { a: Math.sqrt(5) });
  if (bias === undefined) return;
  const { fanIn } = fans(weight);
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  uniform_(bias, -bound, bound);
}
