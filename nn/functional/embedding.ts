// Looking up rows of a table by number: words, classes and other things without an order become vectors.

import { elementCount } from "../array/shape.ts";
import { composed } from "../tensor/scope.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** indices (int64) of any shape [...], weight [numbers, dim]; result [..., dim]. */
export function embedding(indices: Tensor, weight: Tensor): Tensor {
  if (indices.dtype !== "int64") {
    throw new TypeError(`embedding: expected indices of dtype int64, got ${indices.dtype}`);
  }
  const lookUp = (): Tensor => {
    const rows = weight.indexSelect(0, indices.reshape([elementCount(indices.shape)]));
    return rows.reshape([...indices.shape, weight.size(1)]);
  };
  return composed([weight], lookUp, "Embedding");
}
