// Looking up rows of a table by number: words, classes and other things without an order become vectors.

import { ifGiven, integer, number } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { elementCount } from "../array/shape.ts";
import { noGrad } from "../autograd/gradient-mode.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import { composed } from "../tensor/scope.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { where } from "../tensor/where.ts";

const embeddingArguments = optional((paddingIdx?: number, maxNorm?: number, normType = 2) => ({
  /** this row learns nothing; counted from the end if negative */
  paddingIdx: ifGiven("paddingIdx", paddingIdx, integer),
  /** rows that are looked up and longer than this are made so short, in the weight itself */
  maxNorm: ifGiven("maxNorm", maxNorm, number),
  /** which norm is their length */
  normType,
}));
export interface EmbeddingOptions extends OptionsOf<typeof embeddingArguments> {}

/** indices (int64) of any shape [...], weight [numbers, dim]; result [..., dim]. */
export function embedding(
  indices: Tensor,
  weight: Tensor,
  ...given: Given<typeof embeddingArguments, EmbeddingOptions>
): Tensor {
  const { paddingIdx, maxNorm, normType } = embeddingArguments.read("embedding", given);
  expectTensor("embedding: indices", indices);
  expectTensor("embedding: weight", weight);
  if (indices.dtype !== "int64") {
    throw new TypeError(`embedding: expected indices of dtype int64, got ${indices.dtype}`);
  }
  const padding =
    paddingIdx === undefined ? undefined : rowOf("embedding: paddingIdx", paddingIdx, weight.size(0));
  const lookUp = (): Tensor => {
    const rows = indices.reshape([elementCount(indices.shape)]);
    if (maxNorm !== undefined) noGrad(() => shorten(weight, rows, maxNorm, normType));
    const found = weight.indexSelect(0, rows);
    const learning = padding === undefined ? found : fixedWhere(rows.eq(padding), found);
    return learning.reshape([...indices.shape, weight.size(1)]);
  };
  return composed(lookUp, "Embedding");
}

/** The same vectors, without a gradient for those of the mask. */
function fixedWhere(mask: Tensor, vectors: Tensor): Tensor {
  return vectors.requiresGrad ? where(mask.unsqueeze(1), vectors.detach(), vectors) : vectors;
}

function shorten(weight: Tensor, rows: Tensor, maxNorm: number, normType: number): void {
  const vectors = weight.indexSelect(0, rows);
  const lengths = vectors.norm(normType, 1, { keepdim: true });
  const factors = where(lengths.gt(maxNorm), lengths.add(1e-7).reciprocal().mul(maxNorm), 1);
  weight.indexCopy_(0, rows, vectors.mul(factors));
}

/** The row of a table of `count` rows, counted from the end if negative. `name` is the argument's. */
export function rowOf(name: string, index: number, count: number): number {
  if (Number.isInteger(index) && index >= -count && index < count) return index < 0 ? index + count : index;
  throw new RangeError(`${name}: Padding_idx must be within num_embeddings, got ${index} for ${count}`);
}
