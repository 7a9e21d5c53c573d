// The methods that PyTorch also offers as functions: `torch.sum(x)` is `x.sum()`. The texts are the methods', for whoever
// points at a function. Those that work element by element stand in elementwise-functions.ts.

import type { Operand } from "./arithmetic-methods.ts";
import type { Index } from "./indexing.ts";
import type { Dims, ValuesAndIndices } from "./reduction-methods.ts";
import { Tensor } from "./tensor.ts";

export { einsum } from "./einsum.ts";
export * from "./elementwise-functions.ts";
export { where } from "./where.ts";

// matrices

/** The matrix product over the last two dimensions, by PyTorch's rules for vectors and batches. */
export const matmul = (x: Tensor, other: Tensor): Tensor => x.matmul(other);
/** The product of two matrices [n, k] and [k, m]. */
export const mm = (x: Tensor, other: Tensor): Tensor => x.mm(other);
/** The products of two batches of matrices, [b, n, k] and [b, k, m], pair by pair. */
export const bmm = (x: Tensor, other: Tensor): Tensor => x.bmm(other);
/** The product of the matrix [n, k] and a vector [k]. */
export const mv = (x: Tensor, other: Tensor): Tensor => x.mv(other);
/** The sum of the products of the elements of two vectors. */
export const dot = (x: Tensor, other: Tensor): Tensor => x.dot(other);
/** The matrix of all products of an element of the vector (row) with one of the other (column). */
export const outer = (x: Tensor, other: Tensor): Tensor => x.outer(other);
/** The lower triangle of the last two dimensions, up to a diagonal (0 the main one); zeros above. */
export const tril = (x: Tensor, diagonal?: number): Tensor => x.tril(diagonal);
/** The upper triangle of the last two dimensions, from a diagonal on; zeros below. */
export const triu = (x: Tensor, diagonal?: number): Tensor => x.triu(diagonal);

// along dimensions

/** The sum along `dims`, or of all elements. */
export const sum = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor => x.sum(dims, options);
/** The mean along `dims`, or of all elements; for floating point only. */
export const mean = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.mean(dims, options);
/** The product of the elements. */
export const prod = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.prod(dims, options);
/** The largest elements; NaN if there is one. */
export const amax = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.amax(dims, options);
/** The smallest elements; NaN if there is one. */
export const amin = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.amin(dims, options);
/** Whether all elements differ from zero, as bool. */
export const all = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor => x.all(dims, options);
/** Whether some element differs from zero, as bool. */
export const any = (x: Tensor, dims?: Dims, options?: { keepdim?: boolean }): Tensor => x.any(dims, options);
/** log(sum(exp(x))), computed so that it does not overflow. */
export const logsumexp = (x: Tensor, dims: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.logsumexp(dims, options);
/** The variance; `correction` is subtracted from the number of elements in the divisor. */
const variance = (x: Tensor, dims?: Dims, options?: { correction?: number; keepdim?: boolean }): Tensor =>
  x.var(dims, options);

export { variance as var };
/** The square root of the variance. */
export const std = (x: Tensor, dims?: Dims, options?: { correction?: number; keepdim?: boolean }): Tensor =>
  x.std(dims, options);
/** The p-norm, (sum of |x|^p)^(1/p): the length of a vector for p = 2, the largest |x| for p = Infinity. */
export const norm = (x: Tensor, p?: number, dims?: Dims, options?: { keepdim?: boolean }): Tensor =>
  x.norm(p, dims, options);
/** Where the largest element is: an int64 index along `dim`, or into the flattened tensor. */
export const argmax = (x: Tensor, dim?: number, options?: { keepdim?: boolean }): Tensor =>
  x.argmax(dim, options);
/** Where the smallest element is. */
export const argmin = (x: Tensor, dim?: number, options?: { keepdim?: boolean }): Tensor =>
  x.argmin(dim, options);
/** At each position along `dim` the sum of the elements up to there. */
export const cumsum = (x: Tensor, dim: number): Tensor => x.cumsum(dim);
/** At each position along `dim` the product of the elements up to there. */
export const cumprod = (x: Tensor, dim: number): Tensor => x.cumprod(dim);
/** exp(x) / sum(exp(x)) along `dim`, computed so that it does not overflow. */
export const softmax = (x: Tensor, dim: number): Tensor => x.softmax(dim);
/** log(softmax(x)) along `dim`, computed so that small probabilities are not lost. */
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

/** Of each line along `dim` the elements that the line of `index` (int64) in the same place names. */
export const gather = (x: Tensor, dim: number, index: Tensor): Tensor => x.gather(dim, index);
/** The sub-tensors at the given positions (an int64 vector) of `dim`, in their order. */
export const indexSelect = (x: Tensor, dim: number, index: Tensor): Tensor => x.indexSelect(dim, index);
/** A copy in which the elements that `index` names along `dim`, as in gather, are those of `source`. */
export const scatter = (x: Tensor, dim: number, index: Tensor, source: Operand<Tensor>): Tensor =>
  x.scatter(dim, index, source);
/** A copy in which the elements of `source` are added to those that `index` names along `dim`. */
export const scatterAdd = (x: Tensor, dim: number, index: Tensor, source: Operand<Tensor>): Tensor =>
  x.scatterAdd(dim, index, source);
/** A copy in which alpha times the sub-tensors of `source` is added to those at the indices (int64) of `dim`. */
export const indexAdd = (
  x: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  options?: { alpha?: number },
): Tensor => x.indexAdd(dim, index, source, options);
/** A copy in which the sub-tensors at the indices (int64) of `dim` are those of `source`. */
export const indexCopy = (x: Tensor, dim: number, index: Tensor, source: Tensor): Tensor =>
  x.indexCopy(dim, index, source);
/** A copy in which the sub-tensors at the indices (int64) of `dim` hold `value` everywhere. */
export const indexFill = (x: Tensor, dim: number, index: Tensor, value: Operand<Tensor>): Tensor =>
  x.indexFill(dim, index, value);
/** A copy of the tensor, written to as `indexPut_` does. */
export const indexPut = (
  x: Tensor,
  indices: readonly (Index | Tensor)[],
  values: Operand<Tensor>,
  options?: { accumulate?: boolean },
): Tensor => x.indexPut(indices, values, options);
/** A copy in which the elements where the mask (bool) holds are, one after the other, those of `source`. */
export const maskedScatter = (x: Tensor, mask: Tensor, source: Tensor): Tensor =>
  x.maskedScatter(mask, source);
/** A copy with `value` wherever the mask (bool) holds. */
export const maskedFill = (x: Tensor, mask: Tensor, value: Operand<Tensor>): Tensor =>
  x.maskedFill(mask, value);
/** The elements for which the mask (bool) holds, as a vector. */
export const maskedSelect = (x: Tensor, mask: Tensor): Tensor => x.maskedSelect(mask);
/** The index of each element that is not zero: int64 [count, dimensions]. */
export const nonzero = (x: Tensor): Tensor => x.nonzero();
/** The indices that put the elements along `dim` in order. Equal elements keep theirs, and NaN is the largest. */
export const argsort = (x: Tensor, dim?: number, options?: { descending?: boolean }): Tensor =>
  x.argsort(dim, options);
/** The elements along `dim` in order, and where they were. */
export const sort = (x: Tensor, dim?: number, options?: { descending?: boolean }): ValuesAndIndices<Tensor> =>
  x.sort(dim, options);
/** The k largest elements along `dim` (the smallest, unless `largest`), the first of them first. */
export const topk = (
  x: Tensor,
  k: number,
  dim?: number,
  options?: { largest?: boolean },
): ValuesAndIndices<Tensor> => x.topk(k, dim, options);

// in another shape or order

/** Another shape, without copying where the strides allow it; one size may be -1. */
export const reshape = (x: Tensor, shape: readonly number[]): Tensor => x.reshape(shape);
/** Makes one dimension of the dimensions from `startDim` to `endDim`. */
export const flatten = (x: Tensor, startDim?: number, endDim?: number): Tensor => x.flatten(startDim, endDim);
/** Without dimension `dim` if its size is 1; without all dimensions of size 1 if none is named. */
export const squeeze = (x: Tensor, dim?: number): Tensor => x.squeeze(dim);
/** With a new dimension of size 1 at `dim`. */
export const unsqueeze = (x: Tensor, dim: number): Tensor => x.unsqueeze(dim);
/** The dimensions in another order: `permute(x, [0, 2, 3, 1])` moves channels last. */
export const permute = (x: Tensor, dims: readonly number[]): Tensor => x.permute(dims);
/** Two dimensions swapped. */
export const transpose = (x: Tensor, dim0: number, dim1: number): Tensor => x.transpose(dim0, dim1);
/** Dimension `source` moved to `destination`; the others keep their order. */
export const movedim = (x: Tensor, source: number, destination: number): Tensor =>
  x.movedim(source, destination);
/** The transpose of a matrix; a vector or scalar is its own. */
export const t = (x: Tensor): Tensor => x.t();
/** `length` positions of `dim`, beginning with `start` (counted from the end if negative). */
export const narrow = (x: Tensor, dim: number, start: number, length: number): Tensor =>
  x.narrow(dim, start, length);
/** Reverses the order along the given dimensions, in a copy. */
export const flip = (x: Tensor, dims: readonly number[]): Tensor => x.flip(dims);
/** Elements moved by `shifts` along `dims`, the last coming in at the front; without dims, as one vector. */
export const roll = (
  x: Tensor,
  shifts: number | readonly number[],
  dims?: number | readonly number[],
): Tensor => x.roll(shifts, dims);
/** The diagonal of the matrices in dimensions dim1 and dim2, as a last dimension; a positive offset lies above. */
export const diagonal = (x: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor =>
  x.diagonal(offset, dim1, dim2);
/** Parts along `dim`: each of one size (the last perhaps smaller), or of the sizes given. */
export const split = (x: Tensor, size: number | readonly number[], dim?: number): Tensor[] =>
  x.split(size, dim);
/** At most `chunks` parts along `dim`, of one size but for the last. */
export const chunk = (x: Tensor, chunks: number, dim?: number): Tensor[] => x.chunk(chunks, dim);
/** The sub-tensors along `dim`, without that dimension. */
export const unbind = (x: Tensor, dim?: number): Tensor[] => x.unbind(dim);
/** A copy in memory of its own. */
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

/** Whether a value is a tensor. */
export const isTensor = (value: unknown): value is Tensor => value instanceof Tensor;
