// The fully connected projection.

import { linear as linearOperation } from "../operations/matmul.ts";
import { noOptions } from "../operations/operation.ts";
import { Tensor } from "../tensor/tensor.ts";

/** x Wᵀ + b over the last dimension: x [..., in], weight [out, in], bias [out], result [..., out]. */
export function linear(
  x: Tensor,
  weight: Tensor,
  { bias }: { readonly bias?: Tensor | undefined } = {},
): Tensor {
  return Tensor.compute(linearOperation, bias ? [x, weight, bias] : [x, weight], noOptions);
}
