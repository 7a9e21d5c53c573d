// The methods that change a tensor: their names end in `_`, as in PyTorch, and they return the tensor itself.

import { converterTo, type TypedArray } from "../array/dtype.ts";
import * as distributions from "../array/random-distributions.ts";
import * as elementwise from "../operations/elementwise.ts";
import { type NoOptions, noOptions, type Operation } from "../operations/operation.ts";
import { applyInPlace, copyInto, writeElements } from "./apply.ts";
import type { Operand } from "./arithmetic-methods.ts";
import { ReductionMethods } from "./reduction-methods.ts";

export abstract class InPlaceMethods<T extends InPlaceMethods<T>> extends ReductionMethods<T> {
  add_(other: Operand<T>, { alpha = 1 } = {}): this {
    return this.change(elementwise.add, this.scaled(other, alpha));
  }

  sub_(other: Operand<T>, { alpha = 1 } = {}): this {
    return this.change(elementwise.sub, this.scaled(other, alpha));
  }

  mul_(other: Operand<T>): this {
    return this.change(elementwise.mul, other);
  }

  div_(other: Operand<T>): this {
    return this.change(elementwise.div, other);
  }

  relu_(): this {
    applyInPlace(elementwise.relu, this, [], noOptions);
    return this;
  }

  clamp_(bounds: { min?: number; max?: number }): this {
    applyInPlace(elementwise.clamp, this, [], bounds);
    return this;
  }

  /** Copies the elements of `source`, broadcast and converted. */
  copy_(source: T): this {
    copyInto(this, source);
    return this;
  }

  fill_(value: number): this {
    const element = converterTo(this.dtype)(value);
    return this.write((values) => values.fill(element));
  }

  zero_(): this {
    return this.fill_(0);
  }

  /** Random values, uniform in [from, to). */
  uniform_(from = 0, to = 1): this {
    return this.writeFloats("uniform_", (values) => distributions.fillUniform(values, from, to));
  }

  /** Random values, normal with this mean and standard deviation. */
  normal_(mean = 0, std = 1): this {
    return this.writeFloats("normal_", (values) => distributions.fillNormal(values, mean, std));
  }

  /** Ones with probability p, else zeros. */
  bernoulli_(p = 0.5): this {
    return this.write((values) => distributions.fillBernoulli(values, p));
  }

  protected change(operation: Operation<NoOptions>, other: Operand<T>): this {
    const operand = this.operand(other);
    applyInPlace(operation, this, [operand], noOptions);
    if (typeof other === "number" && !this.gradFn) operand[Symbol.dispose](); // the tape would still need it
    return this;
  }

  protected write(fill: (values: TypedArray) => void): this {
    writeElements(this, fill);
    return this;
  }

  protected writeFloats(name: string, fill: (values: distributions.FloatValues) => void): this {
    return this.write((values) => {
      if (!(values instanceof Float32Array || values instanceof Float64Array)) {
        throw new TypeError(`${name}: expected a floating point tensor, got ${this.dtype}`);
      }
      fill(values);
    });
  }
}
