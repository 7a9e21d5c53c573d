// The methods that compute with two tensors, or a tensor and a number, element by element: arithmetic,
// comparisons, logic. Shapes are broadcast.

import { choice, number } from "../arguments/checks.ts";
import {
  type Given,
  type GivenNothing,
  keywords,
  type OptionsOf,
  optional,
  refuseOptions,
} from "../arguments/optional.ts";
import { isFloating } from "../array/dtype.ts";
import { clampBetween } from "../operations/clamp-between.ts";
import { atan2, hypot } from "../operations/elementary-functions.ts";
import * as elementwise from "../operations/elementwise.ts";
import { lerp } from "../operations/lerp.ts";
import * as logic from "../operations/logic.ts";
import { noOptions, type OneArray, type Operation, type TwoArrays } from "../operations/operation.ts";
import * as rounding from "../operations/rounding.ts";
import { apply } from "./apply.ts";
import { expectTensor } from "./expect-tensor.ts";
import { expectOperand, numberBeside, type Operand, releaseOperands } from "./number-operand.ts";
import { RearrangingMethods } from "./rearranging-methods.ts";
import { composed } from "./scope.ts";
import { type Made, TensorBase } from "./tensor-base.ts";

export type { Operand } from "./number-operand.ts";

export const alphaArguments = keywords((alpha = 1) => ({
  /** what the other side is multiplied by first */
  alpha,
}));
export interface AlphaOptions extends OptionsOf<typeof alphaArguments> {}

const roundingModes = ["trunc", "floor"] as const;
export const divArguments = keywords((roundingMode?: (typeof roundingModes)[number]) => ({
  /** makes the quotient whole: towards zero, or down */
  roundingMode: roundingMode === undefined ? undefined : choice("roundingMode", roundingMode, roundingModes),
}));
export interface DivOptions extends OptionsOf<typeof divArguments> {}

type Bound = Operand<TensorBase>;
export const clampArguments = optional((min?: Bound, max?: Bound) => ({
  /** what is smaller becomes this */
  min: min === undefined ? min : expectOperand("min", min),
  /** what is larger becomes this */
  max: max === undefined ? max : expectOperand("max", max),
}));
export interface ClampOptions extends OptionsOf<typeof clampArguments> {}

export const closenessArguments = optional((rtol = 1e-5, atol = 1e-8, equalNan = false) => ({
  /** the distance that is allowed, as a part of the other number */
  rtol: number("rtol", rtol),
  /** the distance that is allowed anyway */
  atol: number("atol", atol),
  /** NaN is close to NaN */
  equalNan,
}));
export interface ClosenessOptions extends OptionsOf<typeof closenessArguments> {}

export abstract class ArithmeticMethods<T extends ArithmeticMethods<T>> extends RearrangingMethods<T> {
  /** this + alpha * other. */
  add(other: Operand<T>, ...given: Given<typeof alphaArguments, AlphaOptions>): T {
    return this.withScaled(elementwise.add, other, alphaArguments.read("add", given).alpha);
  }

  /** this - alpha * other. */
  sub(other: Operand<T>, ...given: Given<typeof alphaArguments, AlphaOptions>): T {
    return this.withScaled(elementwise.sub, other, alphaArguments.read("sub", given).alpha);
  }

  /** this * other, element by element; shapes are broadcast. */
  mul(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.mul, other, given);
  }

  /** this / other; integers give float32, unless `roundingMode` says how to make the quotient whole. */
  div(other: Operand<T>, ...given: Given<typeof divArguments, DivOptions>): T {
    return this.with(divisionOf(divArguments.read("div", given)), other);
  }

  /** this / other, rounded down: Python's //. */
  floorDivide(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(rounding.floorDivide, other, given);
  }

  /** What is left of this after division by `other`, with the sign of `other`: Python's %. */
  remainder(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(rounding.remainder, other, given);
  }

  /** What is left of this after division by `other`, with the sign of this: C's fmod. */
  fmod(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(rounding.fmod, other, given);
  }

  /** this to the power of `exponent`. */
  pow(exponent: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.pow, expectOperand("exponent", exponent), given);
  }

  /** The angle of the point (x = other, y = this), from -pi to pi. */
  atan2(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(atan2, other, given);
  }

  /** The larger of two elements; NaN if either is. */
  maximum(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.maximum, other, given);
  }

  /** The smaller of two elements; NaN if either is. */
  minimum(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.minimum, other, given);
  }

  /** The larger of two elements; beside NaN the other one. */
  fmax(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.fmax, other, given);
  }

  /** The smaller of two elements; beside NaN the other one. */
  fmin(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.fmin, other, given);
  }

  /** The size of this with the sign of `other`. */
  copysign(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.copysign, other, given);
  }

  /** sqrt(this^2 + other^2). */
  hypot(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(hypot, other, given);
  }

  /** So much of the way from this to `end` as the weight says: this for 0, `end` for 1. */
  lerp(end: T, weight: Operand<T>): T {
    expectTensor("end", end);
    expectOperand("weight", weight);
    return this.beside(weight, (operand) => apply(lerp, [this, end, operand], noOptions));
  }

  /** Where this and `other` are equal, or |this - other| <= atol + rtol |other|: bool. */
  isclose(other: T, ...given: Given<typeof closenessArguments, ClosenessOptions>): T {
    const options = closenessArguments.read("isclose", given);
    return this.make(apply(logic.isclose, [this, expectTensor("other", other)], options));
  }

  /** Elements below `min` become `min`, those above `max` become `max`: numbers, or tensors that are broadcast. */
  clamp(...given: Given<typeof clampArguments, ClampOptions>): T {
    const { min, max } = boundsIn("clamp", given);
    const numbers = plainBounds({ min, max });
    if (numbers) return this.make(apply(elementwise.clamp, [this], numbers));
    return composed(() => {
      const [low, high] = [min, max].map((bound) => (bound === undefined ? bound : this.operand(bound, 1)));
      return this.make(apply(clampBetween, [this, low, high], noOptions));
    });
  }

  /** this == other, as bool. */
  eq(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.eq, other, given);
  }

  /** this != other, as bool. */
  ne(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.ne, other, given);
  }

  /** this < other, as bool. */
  lt(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.lt, other, given);
  }

  /** this <= other, as bool. */
  le(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.le, other, given);
  }

  /** this > other, as bool. */
  gt(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.gt, other, given);
  }

  /** this >= other, as bool. */
  ge(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(elementwise.ge, other, given);
  }

  /** Whether both are not 0, as bool. */
  logicalAnd(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(logic.logicalAnd, other, given);
  }

  /** Whether one of the two is not 0, as bool. */
  logicalOr(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(logic.logicalOr, other, given);
  }

  /** Whether just one of the two is not 0, as bool. */
  logicalXor(other: Operand<T>, ...given: GivenNothing): T {
    return this.with(logic.logicalXor, other, given);
  }

  /** Whether this is 0, as bool. */
  logicalNot(...given: GivenNothing): T {
    return this.map(logic.logicalNot, given);
  }

  /** `given` is what was given to a method that takes nothing, or nothing more: options are refused. */
  protected map(operation: Operation<OneArray>, given: readonly unknown[] = []): T {
    refuseOptions(operation.name, given);
    return this.make(apply(operation, [this], noOptions));
  }

  /** Of two operands; `given` as for `map`. */
  protected with(
    operation: Operation<TwoArrays>,
    other: Operand<TensorBase>,
    given: readonly unknown[] = [],
  ): T {
    refuseOptions(operation.name, given);
    return this.withScaled(operation, other, 1);
  }

  /** Of two operands, the other one times alpha. */
  protected withScaled(operation: Operation<TwoArrays>, other: Operand<TensorBase>, alpha: number): T {
    return this.beside(other, (operand) => apply(operation, [this, operand], noOptions), alpha);
  }

  /** The result of `use`, which gets the other side times alpha as a tensor. */
  protected beside(other: Operand<TensorBase>, use: (operand: TensorBase) => Made, alpha = 1): T {
    const operand = this.operand(other, alpha);
    return this.make(releaseOperands(operand === other ? [] : [operand], use(operand)));
  }

  /** As `beside`, when `change` writes into this tensor. */
  protected changeBeside(other: Operand<TensorBase>, change: (operand: TensorBase) => void, alpha = 1): this {
    const operand = this.operand(other, alpha);
    change(operand);
    return releaseOperands(operand === other ? [] : [operand], this);
  }

  protected operand(other: Operand<TensorBase>, alpha: number): TensorBase {
    if (!Number.isInteger(alpha)) this.#checkFraction(other, alpha);
    if (typeof other === "number") return numberBeside(alpha * other, this.dtype, Number.isInteger(other));
    if (alpha === 1 && other instanceof TensorBase) return other;
    return this.#scaled(expectOperand("other", other), alpha);
  }

  #scaled(other: TensorBase | number | boolean, alpha: number): TensorBase {
    if (!(other instanceof TensorBase))
      return numberBeside(alpha === 1 ? other : alpha * Number(other), this.dtype);
    const factor = numberBeside(alpha, other.dtype);
    return this.make(releaseOperands([factor], apply(elementwise.mul, [other, factor], noOptions)));
  }

  #checkFraction(other: Operand<TensorBase>, alpha: number): void {
    const fractional = other instanceof TensorBase ? isFloating(other.dtype) : !Number.isInteger(other);
    if (fractional || isFloating(this.dtype)) return;
    throw new TypeError(`for integral tensors alpha must be a whole number, got ${alpha}`);
  }
}

/** The operation of `div` with its options. */
export function divisionOf({ roundingMode }: DivOptions): Operation<TwoArrays> {
  if (roundingMode === "floor") return rounding.divideDown;
  return roundingMode === "trunc" ? rounding.truncDivide : elementwise.div;
}

/** Limits of a call of `clamp` or `clamp_`: at least one. */
export function boundsIn(name: string, given: Given<typeof clampArguments, ClampOptions>): ClampOptions {
  const bounds = clampArguments.read(name, given);
  if (bounds.min === undefined && bounds.max === undefined) {
    throw new TypeError(`${name}: expected at least one of min and max, got neither`);
  }
  return bounds;
}

/**
 * The limits as plain numbers, if those that are given are numbers. As in PyTorch NaN is no limit alone, and with another
 * makes NaN of everything, as a tensor does.
 */
export function plainBounds({ min, max }: ClampOptions): { min?: number; max?: number } | undefined {
  if (min instanceof TensorBase || max instanceof TensorBase) return undefined;
  const both = min !== undefined && max !== undefined;
  if (both && (Number.isNaN(min) || Number.isNaN(max))) return undefined;
  return { ...(min !== undefined && { min: Number(min) }), ...(max !== undefined && { max: Number(max) }) };
}
