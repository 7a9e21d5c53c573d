// The other side of an operation: a tensor, or a number or truth value, which becomes a tensor without dimensions that
// lives as long as the operation.

import { shown } from "../arguments/shown.ts";
import { type DType, isFloating } from "../array/dtype.ts";
import { scalar } from "../array/ndarray.ts";
import { track } from "./scope.ts";
import { TensorBase } from "./tensor-base.ts";

/** The other side of an operation: a tensor, or a number that is treated as one without dimensions. */
export type Operand<T> = T | number | boolean;

/** The value if it is an operand; a TypeError with the name of the argument if not. */
export function expectOperand<T extends TensorBase>(name: string, value: Operand<T>): Operand<T> {
  if (value instanceof TensorBase || typeof value === "number" || typeof value === "boolean") return value;
  throw new TypeError(`${name}: expected a tensor or a number, got ${shown(value)}`);
}

/**
 * A tensor without dimensions in the dtype that PyTorch gives a Python number beside a tensor of dtype `other` (beside
 * another number, if undefined). A whole number beside integers must fit their dtype: a RangeError if it does not.
 */
export function numberBeside(
  value: number | boolean,
  other: DType | undefined,
  whole = Number.isInteger(value),
): TensorBase {
  const own = typeof value === "boolean" ? "bool" : whole ? "int64" : "float32";
  return numberTensor(value, other !== undefined && isFloating(other) ? other : own);
}

/** A tensor without dimensions. */
export function numberTensor(value: number | boolean, dtype: DType): TensorBase {
  const array = scalar(Number(value), dtype);
  track(array.storage);
  return new TensorBase({ array, by: "number" });
}

/** Gives back operands that were made for one operation; what the graph has saved of them stays. Returns its `result`. */
export function releaseOperands<Result>(operands: readonly TensorBase[], result: Result): Result {
  for (const each of operands) each[Symbol.dispose]();
  return result;
}
