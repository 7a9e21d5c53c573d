// `torch.where(condition, a, b)`, where either side may be a number, and `torch.where(condition)`, the places that hold.

import { noOptions } from "../operations/operation.ts";
import { where as whereOperation } from "../operations/selection.ts";
import { apply } from "./apply.ts";
import { expectTensor } from "./expect-tensor.ts";
import { expectOperand, numberBeside, type Operand, releaseOperands } from "./number-operand.ts";
import type { Several } from "./parts.ts";
import { Tensor } from "./tensor.ts";
import { TensorBase } from "./tensor-base.ts";

/**
 * `input` where the condition (bool) holds, else `other`; all are broadcast together. A number takes the dtype of the other side. Without
 * these two: the indices of what is not zero, a vector for each dimension.
 */
export function where(condition: Tensor): Several<Tensor>;
export function where(condition: Tensor, input: Operand<Tensor>, other: Operand<Tensor>): Tensor;
export function where(condition: Tensor, ...sides: readonly Operand<Tensor>[]): Tensor | Several<Tensor> {
  expectTensor("where: condition", condition);
  if (sides.length === 0) return condition.nonzero({ asTuple: true });
  const [a, b] = [expectOperand("where: input", sides[0]!), expectOperand("where: other", sides[1]!)];
  const [left, right] = [sideBeside(a, b), sideBeside(b, a)];
  const numbers = [left, right].filter((side) => side !== a && side !== b);
  return new Tensor(releaseOperands(numbers, apply(whereOperation, [condition, left, right], noOptions)));
}

function sideBeside(side: Operand<Tensor>, other: Operand<Tensor>): TensorBase {
  if (side instanceof TensorBase) return side;
  return numberBeside(side, other instanceof TensorBase ? other.dtype : undefined);
}
