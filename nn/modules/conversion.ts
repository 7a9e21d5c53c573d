// Another dtype for all that a network holds. A tensor cannot change its dtype, so others take the places of the
// parameters and buffers; one that stands in several places is replaced by one.

import { type FloatingDType, floatingDtype, isFloating } from "../array/dtype.ts";
import { noGrad } from "../autograd/gradient-mode.ts";
import { Buffer, Parameter } from "./parameter.ts";

/**
 * Replaces the floating point parameters and buffers that are properties of `holders`; integers such as counters stay.
 * @throws RangeError if `dtype` is none of floating point numbers
 */
export function convertState(holders: Iterable<object>, dtype: FloatingDType): void {
  floatingDtype("Module.to: dtype", dtype);
  const converted = new Map<Parameter | Buffer, Parameter | Buffer>();
  for (const holder of holders) {
    for (const [name, tensor] of Object.entries(holder)) {
      if (!(tensor instanceof Parameter || tensor instanceof Buffer)) continue;
      if (!isFloating(tensor.dtype) || tensor.dtype === dtype) continue;
      const replacement = converted.get(tensor) ?? inDtype(tensor, dtype);
      converted.set(tensor, replacement);
      Object.assign(holder, { [name]: replacement });
    }
  }
}

function inDtype(tensor: Parameter | Buffer, dtype: FloatingDType): Parameter | Buffer {
  const data = noGrad(() => tensor.detach().to(dtype));
  return tensor instanceof Parameter
    ? new Parameter(data, tensor.requiresGrad)
    : new Buffer(data, tensor.persistent);
}
