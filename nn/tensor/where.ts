// `torch.where(condition, a, b)`, where either side may be a number.

import { noOptions } from "../operations/operation.ts";
import { where as whereOperation } from "../operations/selection.ts";
import { apply } from "./apply.ts";
import { numberBeside, releaseOperands } from "./number-operand.ts";
import { Tensor } from "./tensor.ts";
import type { TensorBase } from "./tensor-base.ts";

type Side = Tensor | number;

/** a where the condition (bool) holds, else b; all are broadcast together. A number takes the dtype of the other side. */
export function where(condition: Tensor, a: Side, b: Side): Tensor {
  const [left, right] = [sideBeside(a, b), sideBeside(b, a)];
  const numbers = [left, right].filter((side) => side !== a && side !== b);
  return new Tensor(releaseOperands(numbers, apply(whereOperation, [condition, left, right], noOptions)));
}

function sideBeside(side: Side, other: Side): TensorBase {
  if (typeof side !== "number") return side;
  return numberBeside(side, typeof other === "number" ? undefined : other.dtype);
}
