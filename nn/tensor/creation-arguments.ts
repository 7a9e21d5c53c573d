// How the functions that make tensors are called: shapes as in PyTorch, one by one or in an array, and options last:
// `zeros(2, 3)`, `zeros([2, 3], { dtype: "int64" })`.

import type { DType } from "../array/dtype.ts";
import type { Tensor } from "./tensor.ts";

export interface CreationOptions {
  readonly dtype?: DType;
  readonly requiresGrad?: boolean;
}

/** Numbers, and options if need be after them. */
export type NumbersAndOptions = readonly number[] | readonly [...numbers: number[], options: CreationOptions];

/** Sizes one by one or in an array, then options: `(2, 3)`, `([2, 3])`, `([2, 3], { dtype })`, `(2, 3, { dtype })`. */
export type ShapeArguments =
  | NumbersAndOptions
  | readonly [shape: readonly number[], options?: CreationOptions];

export function parsed(args: ShapeArguments): { shape: number[]; options: CreationOptions } {
  const shape: number[] = [];
  let options: CreationOptions = {};
  for (const each of args) {
    if (typeof each === "number") shape.push(each);
    else if (isSizes(each)) shape.push(...each);
    else if (each !== undefined) options = each;
  }
  return { shape, options };
}

function isSizes(value: readonly number[] | CreationOptions | undefined): value is readonly number[] {
  return Array.isArray(value);
}

/** The new tensor, with a gradient if the options ask for it. */
export function finish(tensor: Tensor, { requiresGrad = false }: CreationOptions): Tensor {
  return requiresGrad ? tensor.requiresGrad_() : tensor;
}
