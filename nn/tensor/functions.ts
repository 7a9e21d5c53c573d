// The methods that PyTorch also offers as functions and that people reach for in that form.

import type { Dims } from "./reduction-methods.ts";
import type { Tensor } from "./tensor.ts";

export const abs = (x: Tensor): Tensor => x.abs();
export const exp = (x: Tensor): Tensor => x.exp();
export const log = (x: Tensor): Tensor => x.log();
export const sqrt = (x: Tensor): Tensor => x.sqrt();
export const sin = (x: Tensor): Tensor => x.sin();
export const cos = (x: Tensor): Tensor => x.cos();
export const tanh = (x: Tensor): Tensor => x.tanh();
export const sigmoid = (x: Tensor): Tensor => x.sigmoid();
export const relu = (x: Tensor): Tensor => x.relu();
export const softmax = (x: Tensor, dim: number): Tensor => x.softmax(dim);

export const matmul = (a: Tensor, b: Tensor): Tensor => a.matmul(b);
export const maximum = (a: Tensor, b: Tensor): Tensor => a.maximum(b);
export const minimum = (a: Tensor, b: Tensor): Tensor => a.minimum(b);

export const sum = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor => x.sum(dims, options);
export const mean = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.mean(dims, options);
export const flatten = (x: Tensor, startDim?: number, endDim?: number): Tensor => x.flatten(startDim, endDim);

/** Whether shapes and all elements are the same. */
export const equal = (a: Tensor, b: Tensor): boolean => a.equal(b);

/** Whether |a - b| <= atol + rtol * |b| for all elements. */
export const allclose = (
  a: Tensor,
  b: Tensor,
  options?: { rtol?: number; atol?: number; equalNan?: boolean },
): boolean => a.allclose(b, options);
