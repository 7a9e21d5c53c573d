// The fully connected projection.

import { linear as linearOperation } from "../operations/matmul.ts";
import { noOptions } from "../operations/operation.ts";
import { Tensor } from "../tensor/tensor.ts";

/** PyTorch's name for it is that of a product alone. */
const linearWithoutBias = { ...linearOperation, name: "Mm" };

/** x Wᵀ + b over the last dimension: x [..., in], weight [out, in], bias [out], result [..., out]. */
export function linear(
  x: Tensor,
  weight: Tensor,
  { bias }: { readonly bias?: Tensor | undefined } = {},
): Tensor {
  if (bias) return Tensor.compute(linearOperation, [x, weight, bias], noOptions);
  return Tensor.compute(linearWithoutBias, [x, weight], noOptions);
}
