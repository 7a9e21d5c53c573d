// Arguments that must be tensors. Without types an array looks like one, until some method of it is missing.

import { shown } from "../arguments/shown.ts";
import { TensorBase } from "./tensor-base.ts";

/** The tensor; a TypeError with the name of the argument for anything else. */
export function expectTensor<T extends TensorBase>(name: string, value: T): T {
  if (value instanceof TensorBase) return value;
  throw new TypeError(`${name}: expected a tensor, got ${described(value)}`);
}

/** The tensor, if one is given. */
export function optionalTensor<T extends TensorBase>(name: string, value: T | undefined): T | undefined {
  return value === undefined ? undefined : expectTensor(name, value);
}

function described(value: unknown): string {
  const numbers = Array.isArray(value) || ArrayBuffer.isView(value);
  return numbers ? "an array; torch.tensor(values) makes a tensor of it" : shown(value);
}
