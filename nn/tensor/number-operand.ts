// A number as one side of an operation: it becomes a tensor without dimensions, which lives as long as the operation.

import { type DType, isFloating } from "../array/dtype.ts";
import { scalar } from "../array/ndarray.ts";
import { track } from "./scope.ts";
import { type Made, TensorBase } from "./tensor-base.ts";

/**
 * A tensor without dimensions in the dtype that PyTorch gives a Python number beside a tensor of dtype `other` (beside
 * another number, if undefined). A whole number beside integers must fit their dtype: a RangeError if it does not.
 */
export function numberBeside(value: number, other: DType | undefined): TensorBase {
  const whole = Number.isInteger(value) ? "int64" : "float32";
  const array = scalar(value, other !== undefined && isFloating(other) ? other : whole);
  track(array.storage);
  return new TensorBase({ array, by: "number" });
}

/** Gives back operands that were made for one operation, unless the tape will need them. Returns its `result`. */
export function releaseOperands<M extends Pick<Made, "gradFn">>(
  operands: readonly TensorBase[],
  result: M,
): M {
  if (!result.gradFn) for (const each of operands) each[Symbol.dispose]();
  return result;
}
