// The methods that compute with two tensors, or a tensor and a number, element by element: arithmetic,
// comparisons, logic. Shapes are broadcast.

import { isFloating } from "../array/dtype.ts";
import { atan2, hypot } from "../operations/elementary-functions.ts";
import * as elementwise from "../operations/elementwise.ts";
import { lerp } from "../operations/lerp.ts";
import * as logic from "../operations/logic.ts";
import { type NoOptions, noOptions, type Operation } from "../operations/operation.ts";
import * as rounding from "../operations/rounding.ts";
import { apply } from "./apply.ts";
import { numberBeside, releaseOperands } from "./number-operand.ts";
import { RearrangingMethods } from "./rearranging-methods.ts";
import type { Made, TensorBase } from "./tensor-base.ts";

/** The other side of an operation: a tensor, or a number that is treated as one without dimensions. */
export type Operand<T> = T | number;

export abstract class ArithmeticMethods<T extends ArithmeticMethods<T>> extends RearrangingMethods<T> {
  /** this + alpha * other. */
  add(other: Operand<T>, { alpha = 1 } = {}): T {
    return this.with(elementwise.add, other, alpha);
  }

  /** this - alpha * other. */
  sub(other: Operand<T>, { alpha = 1 } = {}): T {
    return this.with(elementwise.sub, other, alpha);
  }

  /** this * other, element by element; shapes are broadcast. */
  mul(other: Operand<T>): T {
    return this.with(elementwise.mul, other);
  }

  /** this / other; integers give float32, unless `roundingMode` says how to make the quotient whole. */
  div(other: Operand<T>, { roundingMode }: { roundingMode?: "trunc" | "floor" | undefined } = {}): T {
    if (roundingMode === "floor") return this.floorDivide(other);
    return this.with(roundingMode === "trunc" ? rounding.truncDivide : elementwise.div, other);
  }

  /** this / other, rounded down: Python's //. */
  floorDivide(other: Operand<T>): T {
    return this.with(rounding.floorDivide, other);
  }

  /** What is left of this after division by `other`, with the sign of `other`: Python's %. */
  remainder(other: Operand<T>): T {
    return this.with(rounding.remainder, other);
  }

  /** What is left of this after division by `other`, with the sign of this: C's fmod. */
  fmod(other: Operand<T>): T {
    return this.with(rounding.fmod, other);
  }

  /** this to the power of `exponent`. */
  pow(exponent: Operand<T>): T {
    return this.with(elementwise.pow, exponent);
  }

  /** The angle of the point (x = other, y = this), from -pi to pi. */
  atan2(other: Operand<T>): T {
    return this.with(atan2, other);
  }

  /** The larger of two elements; NaN if either is. */
  maximum(other: Operand<T>): T {
    return this.with(elementwise.maximum, other);
  }

  /** The smaller of two elements; NaN if either is. */
  minimum(other: Operand<T>): T {
    return this.with(elementwise.minimum, other);
  }

  /** The larger of two elements; beside NaN the other one. */
  fmax(other: Operand<T>): T {
    return this.with(elementwise.fmax, other);
  }

  /** The smaller of two elements; beside NaN the other one. */
  fmin(other: Operand<T>): T {
    return this.with(elementwise.fmin, other);
  }

  /** The size of this with the sign of `other`. */
  copysign(other: Operand<T>): T {
    return this.with(elementwise.copysign, other);
  }

  /** sqrt(this^2 + other^2). */
  hypot(other: Operand<T>): T {
    return this.with(hypot, other);
  }

  /** So much of the way from this to `end` as the weight says: this for 0, `end` for 1. */
  lerp(end: T, weight: Operand<T>): T {
    return this.beside(weight, (operand) => apply(lerp, [this, end, operand], noOptions));
  }

  /** Where this and `other` are equal, or |this - other| <= atol + rtol |other|: bool. */
  isclose(other: T, { rtol = 1e-5, atol = 1e-8, equalNan = false } = {}): T {
    return this.make(apply(logic.isclose, [this, other], { rtol, atol, equalNan }));
  }

  /** Elements below `min` become `min`, those above `max` become `max`. */
  clamp(bounds: { min?: number; max?: number }): T {
    checkBounds(bounds);
    return this.make(apply(elementwise.clamp, [this], bounds));
  }

  /** this == other, as bool. */
  eq(other: Operand<T>): T {
    return this.with(elementwise.eq, other);
  }

  /** this != other, as bool. */
  ne(other: Operand<T>): T {
    return this.with(elementwise.ne, other);
  }

  /** this < other, as bool. */
  lt(other: Operand<T>): T {
    return this.with(elementwise.lt, other);
  }

  /** this <= other, as bool. */
  le(other: Operand<T>): T {
    return this.with(elementwise.le, other);
  }

  /** this > other, as bool. */
  gt(other: Operand<T>): T {
    return this.with(elementwise.gt, other);
  }

  /** this >= other, as bool. */
  ge(other: Operand<T>): T {
    return this.with(elementwise.ge, other);
  }

  /** Whether both are not 0, as bool. */
  logicalAnd(other: Operand<T>): T {
    return this.with(logic.logicalAnd, other);
  }

  /** Whether one of the two is not 0, as bool. */
  logicalOr(other: Operand<T>): T {
    return this.with(logic.logicalOr, other);
  }

  /** Whether just one of the two is not 0, as bool. */
  logicalXor(other: Operand<T>): T {
    return this.with(logic.logicalXor, other);
  }

  /** Whether this is 0, as bool. */
  logicalNot(): T {
    return this.map(logic.logicalNot);
  }

  protected map(operation: Operation<NoOptions>): T {
    return this.make(apply(operation, [this], noOptions));
  }

  protected with(operation: Operation<NoOptions>, other: Operand<T>, alpha = 1): T {
    return this.beside(other, (operand) => apply(operation, [this, operand], noOptions), alpha);
  }

  /** The result of `use`, which gets the other side times alpha as a tensor. */
  protected beside(other: Operand<T>, use: (operand: TensorBase) => Made, alpha = 1): T {
    const operand = this.operand(other, alpha);
    return this.make(releaseOperands(operand === other ? [] : [operand], use(operand)));
  }

  /** As `beside`, when `change` writes into this tensor. */
  protected changeBeside(other: Operand<T>, change: (operand: TensorBase) => void, alpha = 1): this {
    const operand = this.operand(other, alpha);
    change(operand);
    return releaseOperands(operand === other ? [] : [operand], this);
  }

  protected operand(other: Operand<T>, alpha: number): TensorBase {
    if (!Number.isInteger(alpha)) this.#checkFraction(other, alpha);
    if (typeof other === "number") return numberBeside(alpha * other, this.dtype);
    return alpha === 1 ? other : other.mul(alpha);
  }

  #checkFraction(other: Operand<T>, alpha: number): void {
    const fractional = typeof other === "number" ? !Number.isInteger(other) : isFloating(other.dtype);
    if (fractional || isFloating(this.dtype)) return;
    throw new TypeError(`for integral tensors alpha must be a whole number, got ${alpha}`);
  }
}

/** Throws unless there is a bound. */
export function checkBounds({ min, max }: { min?: number; max?: number }): void {
  if (min === undefined && max === undefined) {
    throw new TypeError("clamp: at least one of min and max must be given");
  }
}
