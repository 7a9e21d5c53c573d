// Arguments that must be tensors. Without types an array looks like one, until some method of it is missing.

import { shown } from "../arguments/shown.ts";
import { Tensor } from "../tensor/tensor.ts";

/** The tensor; an error if it is none. `name` is the argument's. */
export function tensorArgument(name: string, value: Tensor): Tensor {
  if (value instanceof Tensor) return value;
  throw new TypeError(`${name}: expected a tensor, got ${described(value)}`);
}

/** The tensor, if one is given. */
export function optionalTensor(name: string, value: Tensor | undefined): Tensor | undefined {
  return value === undefined ? undefined : tensorArgument(name, value);
}

function described(value: unknown): string {
  const numbers = Array.isArray(value) || ArrayBuffer.isView(value);
  return numbers ? "an array; torch.tensor(values) makes a tensor of it" : shown(value);
}
