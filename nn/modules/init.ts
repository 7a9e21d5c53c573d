// Initial values of parameters. Each function writes in place, outside the gradient, and draws as many random
// numbers as PyTorch's does, so that one seed makes the same network in both.

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

/**
 * Uniform values that keep the variance of a leaky ReLU's output with negative slope `a`: bound
 * sqrt(6 / ((1 + a²) fanIn)) (He et al. 2015, arXiv:1502.01852).
 */
export function kaimingUniform_(weight: Tensor, { a = 0 } = {}): Tensor {
  const gain = Math.sqrt(2 / (1 + a ** 2));
  const bound = Math.sqrt(3) * (gain / Math.sqrt(fansOf(weight).fanIn));
  return uniform_(weight, -bound, bound);
}

/** Uniform values in ± sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010). */
export function xavierUniform_(weight: Tensor, { gain = 1 } = {}): Tensor {
  const { fanIn, fanOut } = fansOf(weight);
  const bound = Math.sqrt(3) * (gain * Math.sqrt(2 / (fanIn + fanOut)));
  return uniform_(weight, -bound, bound);
}
