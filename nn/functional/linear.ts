// The fully connected projection.

import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { linear as linearOperation } from "../operations/matmul.ts";
import { noOptions } from "../operations/operation.ts";
import { expectTensor, optionalTensor } from "../tensor/expect-tensor.ts";
import { composed } from "../tensor/scope.ts";
import { Tensor } from "../tensor/tensor.ts";

/** PyTorch's name for it is that of a product alone. */
const linearWithoutBias = { ...linearOperation, name: "Mm" };

const linearArguments = optional((bias?: Tensor) => ({
  /** [out] */
  bias: optionalTensor("bias", bias),
}));
export interface LinearOptions extends OptionsOf<typeof linearArguments> {}

/**
 * x Wᵀ + b over the last dimension: x [..., in], weight [out, in], bias [out], result [..., out]. With a weight [in] and a
 * bias without dimensions there is one output for each vector, [...].
 */
export function linear(
  x: Tensor,
  weight: Tensor,
  ...given: Given<typeof linearArguments, LinearOptions>
): Tensor {
  const { bias } = linearArguments.read("linear", given);
  expectTensor("linear: x", x);
  expectTensor("linear: weight", weight);
  if (weight.array.shape.length === 1) {
    return composed(() => linear(x, weight.unsqueeze(0), bias?.reshape([1])).squeeze(-1));
  }
  if (bias) return Tensor.compute(linearOperation, [x, weight, bias], noOptions);
  return Tensor.compute(linearWithoutBias, [x, weight], noOptions);
}
