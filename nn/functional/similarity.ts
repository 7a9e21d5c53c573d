// Vectors by their direction: made of length 1, and compared by the angle between them.

import { ifGiven, integer, integers } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { broadcastShapes } from "../array/shape.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import { composed } from "../tensor/scope.ts";
import type { Tensor } from "../tensor/tensor.ts";

const normalizeArguments = optional((p = 2, dim?: number | readonly number[], eps = 1e-12) => ({
  /** which norm is made 1 */
  p,
  /** the vectors lie along it, or along several; left out: 1 */
  dim: ifGiven<number | readonly number[]>("dim", dim, integers),
  /** shorter vectors are divided by this */
  eps,
}));
export interface NormalizeOptions extends OptionsOf<typeof normalizeArguments> {}

/** x divided by its p-norm along `dim`: vectors of length 1. */
export function normalize(x: Tensor, ...given: Given<typeof normalizeArguments, NormalizeOptions>): Tensor {
  const { p, dim = 1, eps } = normalizeArguments.read("normalize", given);
  expectTensor("normalize: x", x);
  return composed(() => x.div(x.norm(p, dim, { keepdim: true }).clamp({ min: eps })));
}

const cosineSimilarityArguments = optional((dim = 1, eps = 1e-8) => ({
  /** the vectors lie along it */
  dim: integer("dim", dim),
  /** lengths below it count as this */
  eps,
}));
export interface CosineSimilarityOptions extends OptionsOf<typeof cosineSimilarityArguments> {}

/** The cosine of the angle between the vectors along `dim`: x y / (max(|x|, eps) max(|y|, eps)). Shapes are broadcast. */
export function cosineSimilarity(
  x: Tensor,
  y: Tensor,
  ...given: Given<typeof cosineSimilarityArguments, CosineSimilarityOptions>
): Tensor {
  const { dim, eps } = cosineSimilarityArguments.read("cosineSimilarity", given);
  expectTensor("cosineSimilarity: x", x);
  expectTensor("cosineSimilarity: y", y);
  const unit = (each: Tensor): Tensor => each.div(each.norm(2, dim, { keepdim: true }).clamp({ min: eps }));
  const shape = broadcastShapes(x.shape, y.shape);
  return composed(() =>
    unit(x.expand(shape))
      .mul(unit(y.expand(shape)))
      .sum(dim),
  );
}
