// The methods that PyTorch also offers as functions: `torch.sum(x)` is `x.sum()`. The texts are the methods', for whoever
// points at a function. Those that work element by element stand in elementwise-functions.ts.

import type { Given } from "../arguments/optional.ts";
import type { Index } from "../operations/basic-indexing.ts";
import type {
  AlphaOptions,
  alphaArguments,
  ClosenessOptions,
  closenessArguments,
} from "./arithmetic-methods.ts";
import { input } from "./first-argument.ts";
import type {
  IndexPutOptions,
  indexPutArguments,
  ScatterOptions,
  scatterArguments,
} from "./index-writing-methods.ts";
import type { TriangleOptions, triangleArguments } from "./matrix-methods.ts";
import type { Operand } from "./number-operand.ts";
import type { Parts, PartsOfSizes, Several } from "./parts.ts";
import type {
  DiagonalOptions,
  diagonalArguments,
  RollOptions,
  rollArguments,
  SplitOptions,
  splitArguments,
  UnbindOptions,
  unbindArguments,
} from "./rearranging-methods.ts";
import type {
  CumulativeOptions,
  cumulativeArguments,
  GivenExtreme,
  GivenMax,
  KeepdimOptions,
  keepdimArguments,
  LogsumexpOptions,
  logsumexpArguments,
  NormOptions,
  normArguments,
  PlaceOptions,
  placeArguments,
  SoftmaxOptions,
  SpreadOptions,
  SumOptions,
  softmaxArguments,
  spreadArguments,
  sumArguments,
} from "./reduction-methods.ts";
import type {
  NonzeroOptions,
  nonzeroArguments,
  SortOptions,
  sortArguments,
  TopkOptions,
  topkArguments,
} from "./selection-methods.ts";
import { Tensor } from "./tensor.ts";
import type { ValuesAndIndices } from "./values-and-indices.ts";
import type {
  FlattenOptions,
  flattenArguments,
  SqueezeOptions,
  squeezeArguments,
  UnsqueezeOptions,
  unsqueezeArguments,
} from "./view-methods.ts";

export { einsum } from "./einsum.ts";
export * from "./elementwise-functions.ts";
export { where } from "./where.ts";

// matrices

/** The matrix product over the last two dimensions, by PyTorch's rules for vectors and batches. */
export const matmul = (x: Tensor, other: Tensor): Tensor => input("matmul", x).matmul(other);
/** The product of two matrices [n, k] and [k, m]. */
export const mm = (x: Tensor, mat2: Tensor): Tensor => input("mm", x).mm(mat2);
/** The products of two batches of matrices, [b, n, k] and [b, k, m], pair by pair. */
export const bmm = (x: Tensor, mat2: Tensor): Tensor => input("bmm", x).bmm(mat2);
/** The product of the matrix [n, k] and a vector [k]. */
export const mv = (x: Tensor, vec: Tensor): Tensor => input("mv", x).mv(vec);
/** The sum of the products of the elements of two vectors. */
export const dot = (x: Tensor, tensor: Tensor): Tensor => input("dot", x).dot(tensor);
/** The matrix of all products of an element of the vector (row) with one of `vec2` (column). */
export const outer = (x: Tensor, vec2: Tensor): Tensor => input("outer", x).outer(vec2);
/** The lower triangle of the last two dimensions, up to a diagonal (0 the main one); zeros above. */
export const tril = (x: Tensor, ...given: Given<typeof triangleArguments, TriangleOptions>): Tensor =>
  input("tril", x).tril(...given);
/** The upper triangle of the last two dimensions, from a diagonal on; zeros below. */
export const triu = (x: Tensor, ...given: Given<typeof triangleArguments, TriangleOptions>): Tensor =>
  input("triu", x).triu(...given);

// along dimensions

/** The sum along `dim`, or of all elements. */
export const sum = (x: Tensor, ...given: Given<typeof sumArguments, SumOptions>): Tensor =>
  input("sum", x).sum(...given);
/** The mean along `dim`, or of all elements; for floating point only. */
export const mean = (x: Tensor, ...given: Given<typeof sumArguments, SumOptions>): Tensor =>
  input("mean", x).mean(...given);
/** The product of the elements along `dim`, or of all. */
export const prod = (x: Tensor, ...given: Given<typeof sumArguments, SumOptions>): Tensor =>
  input("prod", x).prod(...given);
/** The largest elements; NaN if there is one. */
export const amax = (x: Tensor, ...given: Given<typeof keepdimArguments, KeepdimOptions>): Tensor =>
  input("amax", x).amax(...given);
/** The smallest elements; NaN if there is one. */
export const amin = (x: Tensor, ...given: Given<typeof keepdimArguments, KeepdimOptions>): Tensor =>
  input("amin", x).amin(...given);
/** Whether all elements differ from zero, as bool. */
export const all = (x: Tensor, ...given: Given<typeof keepdimArguments, KeepdimOptions>): Tensor =>
  input("all", x).all(...given);
/** Whether some element differs from zero, as bool. */
export const any = (x: Tensor, ...given: Given<typeof keepdimArguments, KeepdimOptions>): Tensor =>
  input("any", x).any(...given);
/** log(sum(exp(x))) along `dim`, computed so that it does not overflow. */
export const logsumexp = (x: Tensor, ...given: Given<typeof logsumexpArguments, LogsumexpOptions>): Tensor =>
  input("logsumexp", x).logsumexp(...given);
/** The variance along `dim`, or of all elements; `correction` is subtracted from their number in the divisor. */
const variance = (x: Tensor, ...given: Given<typeof spreadArguments, SpreadOptions>): Tensor =>
  input("var", x).var(...given);

export { variance as var };
/** The square root of the variance. */
export const std = (x: Tensor, ...given: Given<typeof spreadArguments, SpreadOptions>): Tensor =>
  input("std", x).std(...given);
/** The p-norm, (sum of |x|^p)^(1/p): the length of a vector for p = 2, the largest |x| for p = Infinity. */
export const norm = (x: Tensor, ...given: Given<typeof normArguments, NormOptions>): Tensor =>
  input("norm", x).norm(...given);
/** Where the largest element is: an int64 index along `dim`, or into the flattened tensor. */
export const argmax = (x: Tensor, ...given: Given<typeof placeArguments, PlaceOptions>): Tensor =>
  input("argmax", x).argmax(...given);
/** Where the smallest element is: an int64 index along `dim`, or into the flattened tensor. */
export const argmin = (x: Tensor, ...given: Given<typeof placeArguments, PlaceOptions>): Tensor =>
  input("argmin", x).argmin(...given);
/** At each position along `dim` the sum of the elements up to there. */
export const cumsum = (x: Tensor, ...given: Given<typeof cumulativeArguments, CumulativeOptions>): Tensor =>
  input("cumsum", x).cumsum(...given);
/** At each position along `dim` the product of the elements up to there. */
export const cumprod = (x: Tensor, ...given: Given<typeof cumulativeArguments, CumulativeOptions>): Tensor =>
  input("cumprod", x).cumprod(...given);
/** exp(x) / sum(exp(x)) along `dim`, computed so that it does not overflow. */
export const softmax = (x: Tensor, ...given: Given<typeof softmaxArguments, SoftmaxOptions>): Tensor =>
  input("softmax", x).softmax(...given);
/** log(softmax(x)) along `dim`, computed so that small probabilities are not lost. */
export const logSoftmax = (x: Tensor, ...given: Given<typeof softmaxArguments, SoftmaxOptions>): Tensor =>
  input("logSoftmax", x).logSoftmax(...given);

/**
 * The largest element; or, along `dim`, the largest elements and where they are: `const [values, indices] = max(x, 1)`; or, of
 * two tensors, the larger elements of both.
 */
export function max(x: Tensor): Tensor;
export function max(x: Tensor, other: Tensor): Tensor;
export function max(x: Tensor, ...given: GivenExtreme): ValuesAndIndices<Tensor>;
export function max(x: Tensor, ...given: GivenMax<Tensor>): Tensor | ValuesAndIndices<Tensor> {
  return input("max", x).max(...given);
}

/**
 * The smallest element; or, along `dim`, the smallest elements and where they are: `const [values, indices] = min(x, 1)`; or, of
 * two tensors, the smaller elements of both.
 */
export function min(x: Tensor): Tensor;
export function min(x: Tensor, other: Tensor): Tensor;
export function min(x: Tensor, ...given: GivenExtreme): ValuesAndIndices<Tensor>;
export function min(x: Tensor, ...given: GivenMax<Tensor>): Tensor | ValuesAndIndices<Tensor> {
  return input("min", x).min(...given);
}

// by index, mask and size

/** Of each line along `dim` the elements that the line of `index` (int64) in the same place names. */
export const gather = (x: Tensor, dim: number, index: Tensor): Tensor =>
  input("gather", x).gather(dim, index);
/** The sub-tensors at the given positions (an int64 vector) of `dim`, in their order. */
export const indexSelect = (x: Tensor, dim: number, index: Tensor): Tensor =>
  input("indexSelect", x).indexSelect(dim, index);
/** A copy in which the elements that `index` names along `dim`, as in gather, are those of `src`. */
export const scatter = (
  x: Tensor,
  dim: number,
  index: Tensor,
  src: Operand<Tensor>,
  ...given: Given<typeof scatterArguments, ScatterOptions>
): Tensor => input("scatter", x).scatter(dim, index, src, ...given);
/** A copy in which the elements of `src` are added to those that `index` names along `dim`. */
export const scatterAdd = (x: Tensor, dim: number, index: Tensor, src: Operand<Tensor>): Tensor =>
  input("scatterAdd", x).scatterAdd(dim, index, src);
/** A copy in which alpha times the sub-tensors of `source` is added to those at the indices (int64) of `dim`. */
export const indexAdd = (
  x: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  ...given: Given<typeof alphaArguments, AlphaOptions>
): Tensor => input("indexAdd", x).indexAdd(dim, index, source, ...given);
/** A copy in which the sub-tensors at the indices (int64) of `dim` are those of `source`. */
export const indexCopy = (x: Tensor, dim: number, index: Tensor, source: Tensor): Tensor =>
  input("indexCopy", x).indexCopy(dim, index, source);
/** A copy in which the sub-tensors at the indices (int64) of `dim` hold `value` everywhere. */
export const indexFill = (x: Tensor, dim: number, index: Tensor, value: Operand<Tensor>): Tensor =>
  input("indexFill", x).indexFill(dim, index, value);
/** A copy of the tensor, written to as `indexPut_` does. */
export const indexPut = (
  x: Tensor,
  indices: readonly (Index | Tensor)[],
  values: Operand<Tensor>,
  ...given: Given<typeof indexPutArguments, IndexPutOptions>
): Tensor => input("indexPut", x).indexPut(indices, values, ...given);
/** A copy in which the elements where the mask (bool) holds are, one after the other, those of `source`. */
export const maskedScatter = (x: Tensor, mask: Tensor, source: Tensor): Tensor =>
  input("maskedScatter", x).maskedScatter(mask, source);
/** A copy with `value` wherever the mask (bool) holds. */
export const maskedFill = (x: Tensor, mask: Tensor, value: Operand<Tensor>): Tensor =>
  input("maskedFill", x).maskedFill(mask, value);
/** The elements for which the mask (bool) holds, as a vector. */
export const maskedSelect = (x: Tensor, mask: Tensor): Tensor => input("maskedSelect", x).maskedSelect(mask);
/** The index of each element that is not zero: int64 [count, dimensions]; or a vector for each dimension, `asTuple`. */
export function nonzero(x: Tensor, options: NonzeroOptions & { readonly asTuple: true }): Several<Tensor>;
export function nonzero(x: Tensor, ...given: Given<typeof nonzeroArguments, NonzeroOptions>): Tensor;
export function nonzero(
  x: Tensor,
  ...given: Given<typeof nonzeroArguments, NonzeroOptions>
): Tensor | Tensor[] {
  return input("nonzero", x).nonzero(...given);
}

/** The indices that put the elements along `dim` in order. Equal elements keep theirs, and NaN is the largest. */
export const argsort = (x: Tensor, ...given: Given<typeof sortArguments, SortOptions>): Tensor =>
  input("argsort", x).argsort(...given);
/** The elements along `dim` in order, and where they were: `const [values, indices] = sort(x)`. */
export const sort = (
  x: Tensor,
  ...given: Given<typeof sortArguments, SortOptions>
): ValuesAndIndices<Tensor> => input("sort", x).sort(...given);
/** The k largest elements along `dim` (the smallest, unless `largest`), the first of them first. */
export const topk = (
  x: Tensor,
  k: number,
  ...given: Given<typeof topkArguments, TopkOptions>
): ValuesAndIndices<Tensor> => input("topk", x).topk(k, ...given);

// in another shape or order

/** Another shape, without copying where the strides allow it; one size may be -1. */
export const reshape = (x: Tensor, shape: readonly number[]): Tensor => input("reshape", x).reshape(shape);
/** Makes one dimension of the dimensions from `startDim` to `endDim`. */
export const flatten = (x: Tensor, ...given: Given<typeof flattenArguments, FlattenOptions>): Tensor =>
  input("flatten", x).flatten(...given);
/** Without dimension `dim` if its size is 1; without all dimensions of size 1 if none is named. */
export const squeeze = (x: Tensor, ...given: Given<typeof squeezeArguments, SqueezeOptions>): Tensor =>
  input("squeeze", x).squeeze(...given);
/** With a new dimension of size 1 at `dim`. */
export const unsqueeze = (x: Tensor, ...given: Given<typeof unsqueezeArguments, UnsqueezeOptions>): Tensor =>
  input("unsqueeze", x).unsqueeze(...given);
/** The dimensions in another order: `permute(x, [0, 2, 3, 1])` moves channels last. */
export const permute = (x: Tensor, dims: readonly number[]): Tensor => input("permute", x).permute(dims);
/** Two dimensions swapped. */
export const transpose = (x: Tensor, dim0: number, dim1: number): Tensor =>
  input("transpose", x).transpose(dim0, dim1);
/** Dimensions moved to other places: `movedim(x, 0, 2)`, `movedim(x, [0, 1], [1, 0])`; the others keep their order. */
export const movedim = (
  x: Tensor,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor => input("movedim", x).movedim(source, destination);
/** The transpose of a matrix; a vector or scalar is its own. */
export const t = (x: Tensor): Tensor => input("t", x).t();
/** `length` positions of `dim`, beginning with `start` (counted from the end if negative). */
export const narrow = (x: Tensor, dim: number, start: number, length: number): Tensor =>
  input("narrow", x).narrow(dim, start, length);
/** Reverses the order along the given dimensions, in a copy. */
export const flip = (x: Tensor, dims: readonly number[]): Tensor => input("flip", x).flip(dims);
/** Elements moved by `shifts` along `dims`, the last coming in at the front; without dims, as one vector. */
export const roll = (
  x: Tensor,
  shifts: number | readonly number[],
  ...given: Given<typeof rollArguments, RollOptions>
): Tensor => input("roll", x).roll(shifts, ...given);
/** The diagonal of the matrices in dimensions dim1 and dim2, as a last dimension; a positive offset lies above. */
export const diagonal = (x: Tensor, ...given: Given<typeof diagonalArguments, DiagonalOptions>): Tensor =>
  input("diagonal", x).diagonal(...given);
/** Parts along `dim`: each of one size (the last perhaps smaller), or of the sizes given. */
export const split = <const Sizes extends number | readonly number[]>(
  x: Tensor,
  splitSize: Sizes,
  ...given: Given<typeof splitArguments, SplitOptions>
): PartsOfSizes<Tensor, Sizes> => input("split", x).split(splitSize, ...given);
/** At most `chunks` parts along `dim`, of one size but for the last. */
export const chunk = <const Count extends number>(
  x: Tensor,
  chunks: Count,
  ...given: Given<typeof splitArguments, SplitOptions>
): Parts<Tensor, Count> => input("chunk", x).chunk(chunks, ...given);
/** The sub-tensors along `dim`, without that dimension. */
export const unbind = (x: Tensor, ...given: Given<typeof unbindArguments, UnbindOptions>): Several<Tensor> =>
  input("unbind", x).unbind(...given);
/** A copy in memory of its own. */
export const clone = (x: Tensor): Tensor => input("clone", x).clone();

// questions about tensors

/** Whether shapes and all elements are the same. */
export const equal = (x: Tensor, other: Tensor): boolean => input("equal", x).equal(other);

/** Whether |x - other| <= atol + rtol * |other| for all elements. */
export const allclose = (
  x: Tensor,
  other: Tensor,
  ...given: Given<typeof closenessArguments, ClosenessOptions>
): boolean => input("allclose", x).allclose(other, ...given);

/** Whether a value is a tensor. */
export const isTensor = (obj: unknown): obj is Tensor => obj instanceof Tensor;
