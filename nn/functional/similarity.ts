// Vectors by their direction: made of length 1, and compared by the angle between them.

import { broadcastShapes } from "../array/shape.ts";
import { composed } from "../tensor/scope.ts";
import type { Tensor } from "../tensor/tensor.ts";

export interface NormalizeOptions {
  /** which norm is made 1 */
  readonly p?: number;
  readonly dim?: number;
  /** shorter vectors are divided by this */
  readonly eps?: number;
}

/** x divided by its p-norm along `dim`: vectors of length 1. */
export function normalize(x: Tensor, { p = 2, dim = 1, eps = 1e-12 }: NormalizeOptions = {}): Tensor {
  return composed([x], () => x.div(x.norm(p, dim, { keepdim: true }).clamp({ min: eps })));
}

export interface CosineSimilarityOptions {
  readonly dim?: number;
  /** lengths below it count as this */
  readonly eps?: number;
}

/** The cosine of the angle between the vectors along `dim`: x y / (max(|x|, eps) max(|y|, eps)). Shapes are broadcast. */
export function cosineSimilarity(
  x: Tensor,
  y: Tensor,
  { dim = 1, eps = 1e-8 }: CosineSimilarityOptions = {},
): Tensor {
  const unit = (each: Tensor): Tensor => each.div(each.norm(2, dim, { keepdim: true }).clamp({ min: eps }));
  const shape = broadcastShapes(x.shape, y.shape);
  return composed([x, y], () =>
    unit(x.expand(shape))
      .mul(unit(y.expand(shape)))
      .sum(dim),
  );
}
