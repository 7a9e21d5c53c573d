// Layers that put elements around signals [N, C, L] or [C, L] and images [N, C, H, W] or [C, H, W]; negative numbers crop.
// The padding is one number for all sides, or [left, right], for images [left, right, top, bottom].

import { number } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type GivenNothing, nothingMore } from "../arguments/optional.ts";
import { type PadMode, pad } from "../functional/pad.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import { tupleText } from "../tensor/printing.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput, images, signals } from "./expected-input.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";

abstract class Padding extends Module {
  readonly padding: readonly number[];
  readonly #dimensions: 1 | 2;
  readonly #mode: PadMode;

  constructor(dimensions: 1 | 2, padding: NumberOrTuple, mode: PadMode, given: GivenNothing) {
    super();
    nothingMore.read(new.target.name, given);
    this.padding = tuple(`${new.target.name}: padding`, padding, 2 * dimensions, Number.NEGATIVE_INFINITY);
    this.#dimensions = dimensions;
    this.#mode = mode;
  }

  override forward(x: Tensor): Tensor {
    return this.surround(x, 0);
  }

  /** `value` is what a constant padding is made of. */
  protected surround(x: Tensor, value: number): Tensor {
    checkInput(this, x, this.#dimensions === 1 ? signals : images);
    return inFunction(this, () => pad(x, this.padding, this.#mode, value));
  }

  override extraRepr(): string {
    return tupleText(this.padding);
  }
}

abstract class ConstantPad extends Padding {
  readonly value: number;

  constructor(dimensions: 1 | 2, padding: NumberOrTuple, value: number, given: GivenNothing) {
    super(dimensions, padding, "constant", given);
    this.value = number(`${new.target.name}: value`, value);
  }

  override forward(x: Tensor): Tensor {
    return this.surround(x, this.value);
  }

  override extraRepr(): string {
    return `padding=${tupleText(this.padding)}, value=${pythonText(this.value)}`;
  }
}

/** The same value on both sides of a signal. */
export class ConstantPad1d extends ConstantPad {
  constructor(padding: NumberOrTuple, value: number, ...given: GivenNothing) {
    super(1, padding, value, given);
  }
}

/** The same value all around an image. */
export class ConstantPad2d extends ConstantPad {
  constructor(padding: NumberOrTuple, value: number, ...given: GivenNothing) {
    super(2, padding, value, given);
  }
}

/** Zeros all around an image. */
export class ZeroPad2d extends Padding {
  constructor(padding: NumberOrTuple, ...given: GivenNothing) {
    super(2, padding, "constant", given);
  }
}

/** The signal as in a mirror that stands at its outermost element, which is not repeated. */
export class ReflectionPad1d extends Padding {
  constructor(padding: NumberOrTuple, ...given: GivenNothing) {
    super(1, padding, "reflect", given);
  }
}

/** The image as in mirrors that stand at its outermost pixels, which are not repeated. */
export class ReflectionPad2d extends Padding {
  constructor(padding: NumberOrTuple, ...given: GivenNothing) {
    super(2, padding, "reflect", given);
  }
}

/** The outermost element of the signal, again and again. */
export class ReplicationPad1d extends Padding {
  constructor(padding: NumberOrTuple, ...given: GivenNothing) {
    super(1, padding, "replicate", given);
  }
}

/** The outermost pixels of the image, again and again. */
export class ReplicationPad2d extends Padding {
  constructor(padding: NumberOrTuple, ...given: GivenNothing) {
    super(2, padding, "replicate", given);
  }
}
