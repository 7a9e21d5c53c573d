// The methods that compute element by element, with broadcasting, and the product of matrices.

import { isFloating } from "../array/dtype.ts";
import { scalar } from "../array/ndarray.ts";
import { showShape } from "../array/shape.ts";
import * as elementwise from "../operations/elementwise.ts";
import * as linearAlgebra from "../operations/matmul.ts";
import { type NoOptions, noOptions, type Operation } from "../operations/operation.ts";
import { apply } from "./apply.ts";
import { track } from "./scope.ts";
import { TensorBase } from "./tensor-base.ts";
import { ViewMethods } from "./view-methods.ts";

/** The other side of an operation: a tensor, or a number that is treated as one without dimensions. */
export type Operand<T> = T | number;

export abstract class ArithmeticMethods<T extends ArithmeticMethods<T>> extends ViewMethods<T> {
  /** this + alpha * other. */
  add(other: Operand<T>, { alpha = 1 } = {}): T {
    return this.with(elementwise.add, this.scaled(other, alpha));
  }

  /** this - alpha * other. */
  sub(other: Operand<T>, { alpha = 1 } = {}): T {
    return this.with(elementwise.sub, this.scaled(other, alpha));
  }

  mul(other: Operand<T>): T {
    return this.with(elementwise.mul, other);
  }

  /** this / other; integers give float32. */
  div(other: Operand<T>): T {
    return this.with(elementwise.div, other);
  }

  /** this to the power of `exponent`. */
  pow(exponent: Operand<T>): T {
    return this.with(elementwise.pow, exponent);
  }

  /** The larger of two elements; NaN if either is. */
  maximum(other: Operand<T>): T {
    return this.with(elementwise.maximum, other);
  }

  /** The smaller of two elements; NaN if either is. */
  minimum(other: Operand<T>): T {
    return this.with(elementwise.minimum, other);
  }

  neg(): T {
    return this.map(elementwise.neg);
  }

  abs(): T {
    return this.map(elementwise.abs);
  }

  exp(): T {
    return this.map(elementwise.exp);
  }

  /** The natural logarithm. */
  log(): T {
    return this.map(elementwise.log);
  }

  sqrt(): T {
    return this.map(elementwise.sqrt);
  }

  square(): T {
    return this.map(elementwise.square);
  }

  /** 1 / this. */
  reciprocal(): T {
    return this.map(elementwise.reciprocal);
  }

  sin(): T {
    return this.map(elementwise.sin);
  }

  cos(): T {
    return this.map(elementwise.cos);
  }

  tanh(): T {
    return this.map(elementwise.tanh);
  }

  /** 1 / (1 + exp(-this)). */
  sigmoid(): T {
    return this.map(elementwise.sigmoid);
  }

  /** The error function. */
  erf(): T {
    return this.map(elementwise.erf);
  }

  /** max(this, 0). */
  relu(): T {
    return this.map(elementwise.relu);
  }

  /** Elements below `min` become `min`, those above `max` become `max`. */
  clamp(bounds: { min?: number; max?: number }): T {
    return this.make(apply(elementwise.clamp, [this], bounds));
  }

  /** The comparisons give bool. */
  eq(other: Operand<T>): T {
    return this.with(elementwise.eq, other);
  }

  ne(other: Operand<T>): T {
    return this.with(elementwise.ne, other);
  }

  lt(other: Operand<T>): T {
    return this.with(elementwise.lt, other);
  }

  le(other: Operand<T>): T {
    return this.with(elementwise.le, other);
  }

  gt(other: Operand<T>): T {
    return this.with(elementwise.gt, other);
  }

  ge(other: Operand<T>): T {
    return this.with(elementwise.ge, other);
  }

  /** The matrix product over the last two dimensions, by PyTorch's rules for vectors and batches. */
  matmul(other: T): T {
    return this.make(apply(linearAlgebra.matmul, [this, other], noOptions));
  }

  /** The transpose of a matrix. */
  t(): T {
    if (this.dim() > 2) {
      throw new RangeError(`t: expected at most 2 dimensions, got shape ${showShape(this.sizes)}`);
    }
    return this.dim() < 2 ? this.look("T", (array) => array) : this.transpose(0, 1);
  }

  protected map(operation: Operation<NoOptions>): T {
    return this.make(apply(operation, [this], noOptions));
  }

  protected with(operation: Operation<NoOptions>, other: Operand<T>): T {
    const operand = this.operand(other);
    const made = apply(operation, [this, operand], noOptions);
    if (typeof other === "number" && !made.gradFn) operand[Symbol.dispose](); // the tape would still need it
    return this.make(made);
  }

  /** A number as a tensor without dimensions, in the dtype that PyTorch gives a Python number beside this tensor. */
  protected operand(other: Operand<T>): TensorBase {
    if (typeof other !== "number") return other;
    const whole = Number.isInteger(other) && Math.abs(other) < 2 ** 31;
    const dtype = isFloating(this.dtype) ? this.dtype : whole ? "int64" : "float32";
    const array = scalar(other, dtype);
    track(array.storage);
    return new TensorBase({ array, by: "number" });
  }

  /** `other * alpha`, for `add(other, { alpha })`. */
  protected scaled(other: Operand<T>, alpha: number): Operand<T> {
    if (alpha === 1) return other;
    return typeof other === "number" ? other * alpha : other.mul(alpha);
  }
}
