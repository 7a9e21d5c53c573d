// The methods that change a tensor as a whole: their names end in `_`, as in PyTorch, and they return the tensor itself.

import { number } from "../arguments/checks.ts";
import {
  type Given,
  type GivenNothing,
  type OptionsOf,
  optional,
  refuseOptions,
} from "../arguments/optional.ts";
import { category, converterTo, promote, type TypedArray } from "../array/dtype.ts";
import { fillElements } from "../array/fill.ts";
import { fillInMemoryOrder } from "../array/memory-order.ts";
import * as distributions from "../array/random-distributions.ts";
import { showShape } from "../array/shape.ts";
import * as elementary from "../operations/elementary-functions.ts";
import * as elementwise from "../operations/elementwise.ts";
import { lerp } from "../operations/lerp.ts";
import { noOptions, type OneArray, type Operation, type TwoArrays } from "../operations/operation.ts";
import * as rounding from "../operations/rounding.ts";
import { applyInPlace, copyInto, writeElements } from "./apply.ts";
import {
  type AlphaOptions,
  alphaArguments,
  boundsIn,
  type ClampOptions,
  type clampArguments,
  type DivOptions,
  divArguments,
  divisionOf,
  plainBounds,
} from "./arithmetic-methods.ts";
import { expectTensor } from "./expect-tensor.ts";
import { type RoundOptions, roundArguments } from "./function-methods.ts";
import { IndexWritingMethods } from "./index-writing-methods.ts";
import { expectOperand, type Operand, releaseOperands } from "./number-operand.ts";
import { composed } from "./scope.ts";
import { TensorBase } from "./tensor-base.ts";

const uniformArguments = optional((from = 0, to = 1) => ({
  /** the smallest value */
  from: number("from", from),
  /** the end, which no value reaches */
  to: number("to", to),
}));
export interface UniformOptions extends OptionsOf<typeof uniformArguments> {}

const normalArguments = optional((mean = 0, std = 1) => ({
  mean: number("mean", mean),
  /** the standard deviation */
  std: number("std", std),
}));
export interface NormalOptions extends OptionsOf<typeof normalArguments> {}

const bernoulliArguments = optional((p = 0.5) => ({
  /** the probability of a one */
  p: number("p", p),
}));
export interface BernoulliOptions extends OptionsOf<typeof bernoulliArguments> {}

export abstract class InPlaceMethods<T extends InPlaceMethods<T>> extends IndexWritingMethods<T> {
  /** `add`, written over this tensor. */
  add_(other: Operand<T>, ...given: Given<typeof alphaArguments, AlphaOptions>): this {
    return this.change(elementwise.add, other, alphaArguments.read("add_", given).alpha);
  }

  /** `sub`, written over this tensor. */
  sub_(other: Operand<T>, ...given: Given<typeof alphaArguments, AlphaOptions>): this {
    return this.change(elementwise.sub, other, alphaArguments.read("sub_", given).alpha);
  }

  /** `mul`, written over this tensor. */
  mul_(other: Operand<T>, ...given: GivenNothing): this {
    return this.change(elementwise.mul, other, 1, given);
  }

  /** `div`, written over this tensor. */
  div_(other: Operand<T>, ...given: Given<typeof divArguments, DivOptions>): this {
    return this.change(divisionOf(divArguments.read("div_", given)), other);
  }

  /** `floorDivide`, written over this tensor. */
  floorDivide_(other: Operand<T>, ...given: GivenNothing): this {
    return this.change(rounding.floorDivide, other, 1, given);
  }

  /** `remainder`, written over this tensor. */
  remainder_(other: Operand<T>, ...given: GivenNothing): this {
    return this.change(rounding.remainder, other, 1, given);
  }

  /** `fmod`, written over this tensor. */
  fmod_(other: Operand<T>, ...given: GivenNothing): this {
    return this.change(rounding.fmod, other, 1, given);
  }

  /** `pow`, written over this tensor. */
  pow_(exponent: Operand<T>): this {
    return this.change(elementwise.pow, expectOperand("exponent", exponent));
  }

  /** Becomes so much of the way to `end` as the weight says. */
  lerp_(end: T, weight: Operand<T>): this {
    expectTensor("end", end);
    expectOperand("weight", weight);
    return this.changeBeside(weight, (operand) => applyInPlace(lerp, [this, end, operand], noOptions));
  }

  /** `clamp`, written over this tensor. */
  clamp_(...given: Given<typeof clampArguments, ClampOptions>): this {
    const { min, max } = boundsIn("clamp_", given);
    const numbers = plainBounds({ min, max });
    if (numbers) applyInPlace(elementwise.clamp, [this], numbers);
    // of a copy, since the gradient reads what was compared
    else
      this.#become(
        "clamp_",
        composed(() => this.clone().clamp(min, max)),
      );
    return this;
  }

  /** `neg`, written over this tensor. */
  neg_(...given: GivenNothing): this {
    return this.mapInPlace(elementwise.neg, given);
  }

  /** `abs`, written over this tensor. */
  abs_(...given: GivenNothing): this {
    return this.mapInPlace(elementwise.abs, given);
  }

  /** `square`, written over this tensor. */
  square_(...given: GivenNothing): this {
    return this.mapInPlace(elementwise.square, given);
  }

  /** `relu`, written over this tensor. */
  relu_(...given: GivenNothing): this {
    return this.mapInPlace(elementwise.relu, given);
  }

  /** `exp`, written over this tensor. */
  exp_(...given: GivenNothing): this {
    return this.mapInPlace(elementary.exp, given);
  }

  /** `expm1`, written over this tensor. */
  expm1_(...given: GivenNothing): this {
    return this.mapInPlace(elementary.expm1, given);
  }

  /** `log`, written over this tensor. */
  log_(...given: GivenNothing): this {
    return this.mapInPlace(elementary.log, given);
  }

  /** `log1p`, written over this tensor. */
  log1p_(...given: GivenNothing): this {
    return this.mapInPlace(elementary.log1p, given);
  }

  /** `sqrt`, written over this tensor. */
  sqrt_(...given: GivenNothing): this {
    return this.mapInPlace(elementary.sqrt, given);
  }

  /** `rsqrt`, written over this tensor. */
  rsqrt_(...given: GivenNothing): this {
    return this.mapInPlace(elementary.rsqrt, given);
  }

  /** `reciprocal`, written over this tensor. */
  reciprocal_(...given: GivenNothing): this {
    return this.mapInPlace(elementary.reciprocal, given);
  }

  /** `sin`, written over this tensor. */
  sin_(...given: GivenNothing): this {
    return this.mapInPlace(elementary.sin, given);
  }

  /** `cos`, written over this tensor. */
  cos_(...given: GivenNothing): this {
    return this.mapInPlace(elementary.cos, given);
  }

  /** `tanh`, written over this tensor. */
  tanh_(...given: GivenNothing): this {
    return this.mapInPlace(elementary.tanh, given);
  }

  /** `sigmoid`, written over this tensor. */
  sigmoid_(...given: GivenNothing): this {
    return this.mapInPlace(elementary.sigmoid, given);
  }

  /** `erf`, written over this tensor. */
  erf_(...given: GivenNothing): this {
    return this.mapInPlace(elementary.erf, given);
  }

  /** `floor`, written over this tensor. */
  floor_(...given: GivenNothing): this {
    return this.mapInPlace(rounding.floor, given);
  }

  /** `ceil`, written over this tensor. */
  ceil_(...given: GivenNothing): this {
    return this.mapInPlace(rounding.ceil, given);
  }

  /** `round`, written over this tensor. */
  round_(...given: Given<typeof roundArguments, RoundOptions>): this {
    const { decimals } = roundArguments.read("round_", given);
    return decimals === 0
      ? this.mapInPlace(rounding.round)
      : this.#become("round_", this.round({ decimals }));
  }

  /** `trunc`, written over this tensor. */
  trunc_(...given: GivenNothing): this {
    return this.mapInPlace(rounding.trunc, given);
  }

  /** `sign`, written over this tensor. */
  sign_(...given: GivenNothing): this {
    return this.mapInPlace(rounding.sign, given);
  }

  /** Copies the elements of `src`, broadcast and converted. */
  copy_(src: TensorBase): this {
    copyInto(this, expectTensor("src", src));
    return this;
  }

  /** Makes all elements `value` (a number, or a tensor without dimensions), converted to the dtype. */
  fill_(value: Operand<T>): this {
    if (value instanceof TensorBase) return this.#fillWith(value);
    expectOperand("value", value);
    const element = converterTo(this.dtype)(Number(value));
    return this.write((values) => fillElements(values, element));
  }

  /** Makes all elements 0. */
  zero_(): this {
    return this.fill_(0);
  }

  /** Random values, uniform in [from, to). */
  uniform_(...given: Given<typeof uniformArguments, UniformOptions>): this {
    const { from, to } = uniformArguments.read("uniform_", given);
    return this.drawFloats("uniform_", (values) => distributions.fillUniform(values, from, to));
  }

  /** Random values, normal with this mean and standard deviation. */
  normal_(...given: Given<typeof normalArguments, NormalOptions>): this {
    const { mean, std } = normalArguments.read("normal_", given);
    const fill = this.isContiguous() ? distributions.fillNormal : distributions.fillNormalSingly;
    return this.drawFloats("normal_", (values) => fill(values, mean, std));
  }

  /** Ones with probability p, else zeros. */
  bernoulli_(...given: Given<typeof bernoulliArguments, BernoulliOptions>): this {
    const { p } = bernoulliArguments.read("bernoulli_", given);
    return this.draw((values) => distributions.fillBernoulli(values, p));
  }

  /** Takes the elements of a result that several operations made, if this dtype can hold them. */
  #become(name: string, result: T): this {
    if (category(result.dtype) > category(this.dtype)) {
      throw new TypeError(
        `${name}: result type ${result.dtype} can't be cast to the desired output type ${this.dtype}`,
      );
    }
    this.copy_(result);
    return releaseOperands([result], this);
  }

  #fillWith(value: TensorBase): this {
    if (value.array.shape.length === 0) return this.copy_(value);
    throw new RangeError(
      `fill_: value: expected a number or a tensor without dimensions, got a tensor of shape ${showShape(value.array.shape)}`,
    );
  }

  /** Truth values cannot hold what numbers would make of them; that integers hold no fractions, `applyInPlace` sees. */
  protected change(
    operation: Operation<TwoArrays>,
    other: Operand<TensorBase>,
    alpha = 1,
    given: readonly unknown[] = [],
  ): this {
    refuseOptions(operation.name, given);
    const compute = (operand: TensorBase): void => {
      const result = promote(this.array, operand.array);
      if (this.dtype === "bool" && category(result) > 0) {
        throw new TypeError(
          `${operation.name} in place: result type ${result} can't be cast to the desired output type bool`,
        );
      }
      applyInPlace(operation, [this, operand], noOptions);
    };
    return this.changeBeside(other, compute, alpha);
  }

  protected mapInPlace(operation: Operation<OneArray>, given: readonly unknown[] = []): this {
    refuseOptions(operation.name, given);
    applyInPlace(operation, [this], noOptions);
    return this;
  }

  protected write(fill: (values: TypedArray) => void): this {
    writeElements(this, fill);
    return this;
  }

  /** As `write`, with random values, which are drawn in the order of memory. */
  protected draw(fill: (values: TypedArray) => void): this {
    if (this.isContiguous()) return this.write(fill);
    return this.write((values) => fillInMemoryOrder(this.array, values, fill));
  }

  protected drawFloats(name: string, fill: (values: distributions.FloatValues) => void): this {
    return this.draw((values) => {
      if (!(values instanceof Float32Array || values instanceof Float64Array)) {
        throw new TypeError(`${name}: expected a floating point tensor, got ${this.dtype}`);
      }
      fill(values);
    });
  }
}
