// The words of gradient rules, made of the operations. What a word is on one kind of values follows from how an operation
// is applied to them: to arrays while the tape is walked, to tensors where the gradient is to have a gradient itself.

import type { DType } from "../array/dtype.ts";
import { type Shape, sameShape } from "../array/shape.ts";
import { convolution } from "../operations/convolution.ts";
import { convolutionWeightGradient } from "../operations/convolution-gradient.ts";
import { cumsum } from "../operations/cumulative.ts";
import * as elementary from "../operations/elementary-functions.ts";
import * as elementwise from "../operations/elementwise.ts";
import { logicalAnd, logicalNot, logicalOr } from "../operations/logic.ts";
import { matmul } from "../operations/matmul.ts";
import { copy, flip } from "../operations/movement.ts";
import {
  type Maths,
  noOptions,
  type OneArray,
  type Operation,
  type TwoArrays,
  type Value,
} from "../operations/operation.ts";
import { pad } from "../operations/padding.ts";
import { sum } from "../operations/reductions.ts";
import { sign } from "../operations/rounding.ts";
import { where } from "../operations/selection.ts";
import { transposedConvolution } from "../operations/transposed-convolution.ts";
import { expand, permute, slice, transpose, unsqueeze, view } from "../operations/views.ts";

/** How operations are applied to values of one kind. */
export interface Application<V extends Value> extends Pick<Maths<V>, "apply" | "view" | "isRecorded"> {
  isContiguous(x: V): boolean;
  /** a value of this shape full of a number */
  full(shape: Shape, value: number, dtype: DType): V;
}

export function mathsOf<V extends Value>(application: Application<V>): Maths<V> {
  const { apply, view: look, isContiguous, full, isRecorded } = application;
  const unary = (operation: Operation<OneArray>) => (x: V) => apply(operation, [x], noOptions);
  const number = (value: V | number, dtype: DType) =>
    typeof value === "number" ? full([], value, dtype) : value;
  /** The dtype of the side that is no number. */
  const dtypeOf = (a: V | number, b: V | number): DType => {
    if (typeof a !== "number") return a.dtype;
    return typeof b === "number" ? "float32" : b.dtype;
  };
  const binary = (operation: Operation<TwoArrays>) => (a: V | number, b: V | number) => {
    const dtype = dtypeOf(a, b);
    return apply(operation, [number(a, dtype), number(b, dtype)], noOptions);
  };
  const dense = (x: V): V => (isContiguous(x) ? x : apply(copy, [x], noOptions));
  const total = (x: V, dims: readonly number[] = [], keepdim = false): V =>
    apply(sum, [x], { dims, keepdim });
  const reshape = (x: V, shape: Shape): V =>
    sameShape(x.shape, shape) ? x : look(view, dense(x), { shape });

  return {
    apply,
    view: look,
    isRecorded,
    add: binary(elementwise.add),
    sub: binary(elementwise.sub),
    mul: binary(elementwise.mul),
    div: binary(elementwise.div),
    pow: binary(elementwise.pow),
    neg: unary(elementwise.neg),
    abs: unary(elementwise.abs),
    sign: unary(sign),
    square: unary(elementwise.square),
    sqrt: unary(elementary.sqrt),
    rsqrt: unary(elementary.rsqrt),
    exp: unary(elementary.exp),
    log: unary(elementary.log),
    sin: unary(elementary.sin),
    cos: unary(elementary.cos),
    sinh: unary(elementary.sinh),
    cosh: unary(elementary.cosh),
    tanh: unary(elementary.tanh),
    sigmoid: unary(elementary.sigmoid),
    erf: unary(elementary.erf),
    eq: binary(elementwise.eq),
    ne: binary(elementwise.ne),
    lt: binary(elementwise.lt),
    le: binary(elementwise.le),
    gt: binary(elementwise.gt),
    ge: binary(elementwise.ge),
    and: binary(logicalAnd),
    or: binary(logicalOr),
    not: unary(logicalNot),
    where(condition, a, b) {
      const dtype = dtypeOf(a, b);
      return apply(where, [condition, number(a, dtype), number(b, dtype)], noOptions);
    },
    sum: total,
    sumTo(x, shape) {
      if (sameShape(x.shape, shape)) return x;
      const added = x.shape.length - shape.length;
      const stretched = x.shape.flatMap((size, dim) =>
        dim < added || shape[dim - added] !== size ? [dim] : [],
      );
      return reshape(stretched.length === 0 ? x : total(x, stretched, true), shape);
    },
    cumsum: (x, dim) => apply(cumsum, [x], { dim }),
    flip: (x, dims) => apply(flip, [x], { dims }),
    matmul: binary(matmul),
    convolve: (x, weight, options) => apply(convolution, [x, weight], options),
    convolveTransposed: (x, weight, options) => apply(transposedConvolution, [x, weight], options),
    convolutionWeights: (x, gradient, options) => apply(convolutionWeightGradient, [x, gradient], options),
    reshape,
    expand: (x, shape) => look(expand, x, { shape }),
    permute: (x, dims) => look(permute, x, { dims }),
    transpose: (x, dim0, dim1) => look(transpose, x, { dim0, dim1 }),
    unsqueeze: (x, dim) => look(unsqueeze, x, { dim }),
    narrow: (x, dim, start, length) => look(slice, x, { dim, start, end: start + length, step: 1 }),
    padEnd(x, dim, count) {
      if (count === 0) return x;
      const behind = x.shape.length - 1 - dim;
      const padding = [...new Array<number>(2 * behind).fill(0), 0, count];
      return apply(pad, [x], { padding, mode: "constant", value: 0 });
    },
    cast: (x, dtype) => (x.dtype === dtype ? x : apply(elementwise.cast, [x], { dtype })),
    zeros: (shape, dtype) => full(shape, 0, dtype),
    scalar: (value, dtype) => full([], value, dtype),
  };
}
