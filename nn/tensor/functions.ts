// The methods that PyTorch also offers as functions: `torch.exp(x)` is `x.exp()`, and is documented there.

import type { Operand } from "./arithmetic-methods.ts";
import type { Index } from "./indexing.ts";
import type { Dims, ValuesAndIndices } from "./reduction-methods.ts";
import { Tensor } from "./tensor.ts";

export { einsum } from "./einsum.ts";
export * from "./elementwise-functions.ts";
export { where } from "./where.ts";

// matrices

export const matmul = (x: Tensor, other: Tensor): Tensor => x.matmul(other);
export const mm = (x: Tensor, other: Tensor): Tensor => x.mm(other);
export const bmm = (x: Tensor, other: Tensor): Tensor => x.bmm(other);
export const mv = (x: Tensor, other: Tensor): Tensor => x.mv(other);
export const dot = (x: Tensor, other: Tensor): Tensor => x.dot(other);
export const outer = (x: Tensor, other: Tensor): Tensor => x.outer(other);
export const tril = (x: Tensor, diagonal?: number): Tensor => x.tril(diagonal);
export const triu = (x: Tensor, diagonal?: number): Tensor => x.triu(diagonal);

// along dimensions

export const sum = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor => x.sum(dims, options);
export const mean = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.mean(dims, options);
export const prod = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.prod(dims, options);
export const amax = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.amax(dims, options);
export const amin = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.amin(dims, options);
export const all = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor => x.all(dims, options);
export const any = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor => x.any(dims, options);
export const logsumexp = (x: Tensor, dims: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.logsumexp(dims, options);
const variance = (x: Tensor, dims?: Dims, options?: { correction?: number; keepdim?: boolean }): Tensor =>
  x.var(dims, options);

export { variance as var };
export const std = (x: Tensor, dims?: Dims, options?: { correction?: number; keepdim?: boolean }): Tensor =>
  x.std(dims, options);
export const norm = (x: Tensor, p?: number, dims?: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.norm(p, dims, options);
export const argmax = (x: Tensor, dim?: number, options?: { keepdim?: boolean }): Tensor =>
  x.argmax(dim, options);
export const argmin = (x: Tensor, dim?: number, options?: { keepdim?: boolean }): Tensor =>
  x.argmin(dim, options);
export const cumsum = (x: Tensor, dim: number): Tensor => x.cumsum(dim);
export const cumprod = (x: Tensor, dim: number): Tensor => x.cumprod(dim);
export const softmax = (x: Tensor, dim: number): Tensor => x.softmax(dim);
export const logSoftmax = (x: Tensor, dim: number): Tensor => x.logSoftmax(dim);

/** The largest element; or, along `dim`, the largest elements and where they are. */
export function max(x: Tensor): Tensor;
export function max(x: Tensor, dim: number, options?: { keepdim?: boolean }): ValuesAndIndices<Tensor>;
export function max(
  x: Tensor,
  dim?: number,
  options?: { keepdim?: boolean },
): Tensor | ValuesAndIndices<Tensor> {
  return dim === undefined ? x.max() : x.max(dim, options);
}

/** The smallest element; or, along `dim`, the smallest elements and where they are. */
export function min(x: Tensor): Tensor;
export function min(x: Tensor, dim: number, options?: { keepdim?: boolean }): ValuesAndIndices<Tensor>;
export function min(
  x: Tensor,
  dim?: number,
  options?: { keepdim?: boolean },
): Tensor | ValuesAndIndices<Tensor> {
  return dim === undefined ? x.min() : x.min(dim, options);
}

// by index, mask and size

export const gather = (x: Tensor, dim: number, index: Tensor): Tensor => x.gather(dim, index);
export const indexSelect = (x: Tensor, dim: number, index: Tensor): Tensor => x.indexSelect(dim, index);
export const scatter = (x: Tensor, dim: number, index: Tensor, source: Operand<Tensor>): Tensor =>
  x.scatter(dim, index, source);
export const scatterAdd = (x: Tensor, dim: number, index: Tensor, source: Operand<Tensor>): Tensor =>
  x.scatterAdd(dim, index, source);
export const indexAdd = (
  x: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  options?: { alpha?: number },
): Tensor => x.indexAdd(dim, index, source, options);
export const indexCopy = (x: Tensor, dim: number, index: Tensor, source: Tensor): Tensor =>
  x.indexCopy(dim, index, source);
export const indexFill = (x: Tensor, dim: number, index: Tensor, value: Operand<Tensor>): Tensor =>
  x.indexFill(dim, index, value);
export const indexPut = (
  x: Tensor,
  indices: readonly (Index | Tensor)[],
  values: Operand<Tensor>,
  options?: { accumulate?: boolean },
): Tensor => x.indexPut(indices, values, options);
export const maskedScatter = (x: Tensor, mask: Tensor, source: Tensor): Tensor =>
  x.maskedScatter(mask, source);
export const maskedFill = (x: Tensor, mask: Tensor, value: Operand<Tensor>): Tensor =>
  x.maskedFill(mask, value);
export const maskedSelect = (x: Tensor, mask: Tensor): Tensor => x.maskedSelect(mask);
export const nonzero = (x: Tensor): Tensor => x.nonzero();
export const argsort = (x: Tensor, dim?: number, options?: { descending?: boolean }): Tensor =>
  x.argsort(dim, options);
export const sort = (x: Tensor, dim?: number, options?: { descending?: boolean }): ValuesAndIndices<Tensor> =>
  x.sort(dim, options);
export const topk = (
  x: Tensor,
  k: number,
  dim?: number,
  options?: { largest?: boolean },
): ValuesAndIndices<Tensor> => x.topk(k, dim, options);

// in another shape or order

export const reshape = (x: Tensor, shape: readonly number[]): Tensor => x.reshape(shape);
export const flatten = (x: Tensor, startDim?: number, endDim?: number): Tensor => x.flatten(startDim, endDim);
export const squeeze = (x: Tensor, dim?: number): Tensor => x.squeeze(dim);
export const unsqueeze = (x: Tensor, dim: number): Tensor => x.unsqueeze(dim);
export const permute = (x: Tensor, dims: readonly number[]): Tensor => x.permute(dims);
export const transpose = (x: Tensor, dim0: number, dim1: number): Tensor => x.transpose(dim0, dim1);
export const movedim = (x: Tensor, source: number, destination: number): Tensor =>
  x.movedim(source, destination);
export const t = (x: Tensor): Tensor => x.t();
export const narrow = (x: Tensor, dim: number, start: number, length: number): Tensor =>
  x.narrow(dim, start, length);
export const flip = (x: Tensor, dims: readonly number[]): Tensor => x.flip(dims);
export const roll = (
  x: Tensor,
  shifts: number | readonly number[],
  dims?: number | readonly number[],
): Tensor => x.roll(shifts, dims);
export const diagonal = (x: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor =>
  x.diagonal(offset, dim1, dim2);
export const split = (x: Tensor, size: number | readonly number[], dim?: number): Tensor[] =>
  x.split(size, dim);
export const chunk = (x: Tensor, chunks: number, dim?: number): Tensor[] => x.chunk(chunks, dim);
export const unbind = (x: Tensor, dim?: number): Tensor[] => x.unbind(dim);
export const clone = (x: Tensor): Tensor => x.clone();

// questions about tensors

/** Whether shapes and all elements are the same. */
export const equal = (a: Tensor, b: Tensor): boolean => a.equal(b);

/** Whether |a - b| <= atol + rtol * |b| for all elements. */
export const allclose = (
  a: Tensor,
  b: Tensor,
  options?: { rtol?: number; atol?: number; equalNan?: boolean },
): boolean => a.allclose(b, options);

export const isTensor = (value: unknown): value is Tensor => value instanceof Tensor;
