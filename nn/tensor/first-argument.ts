// The first argument of a function that is also a method: the tensor whose method does the work.

import { shown } from "../arguments/shown.ts";
import { expectTensor } from "./expect-tensor.ts";
import { numberBeside, type Operand } from "./number-operand.ts";
import { Tensor } from "./tensor.ts";

/** The tensor; a TypeError with the function's name, and with PyTorch's name of the argument, for anything else. */
export function input(name: string, value: Tensor): Tensor {
  return expectTensor(`${name}: input`, value);
}

/** The first of two operands: `torch.sub(1, x)` is 1 - x in Python. A number becomes a tensor as it would beside `other`. */
export function firstOperand(name: string, value: Operand<Tensor>, other: Operand<Tensor>): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value !== "number" && typeof value !== "boolean") {
    throw new TypeError(`${name}: input: expected a tensor or a number, got ${shown(value)}`);
  }
  if (other instanceof Tensor) return Tensor.from(numberBeside(value, other.dtype).array, "number");
  throw new TypeError(`${name}: expected at least one tensor, got ${shown(value)} and ${shown(other)}`);
}
