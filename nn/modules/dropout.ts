// Dropout as layers: active in training, the identity in evaluation.

import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { checkProbability, dropout, dropout1d, dropout2d } from "../functional/dropout.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput } from "./expected-input.ts";
import { Module } from "./module.ts";
import { floatText, pythonText } from "./module-text.ts";

const dropoutArguments = optional((p = 0.5, inplace = false) => ({
  /** the probability of an element, or a channel, to become zero */
  p,
  /** write the result over the input, and return that */
  inplace,
}));
export interface DropoutOptions extends OptionsOf<typeof dropoutArguments> {}

abstract class DropoutNd extends Module {
  readonly p: number;
  readonly inplace: boolean;

  constructor(...given: Given<typeof dropoutArguments, DropoutOptions>) {
    super();
    const { p, inplace } = dropoutArguments.read(new.target.name, given);
    inFunction(new.target.name, () => checkProbability("dropout", p));
    this.p = p;
    this.inplace = inplace;
  }

  override extraRepr(): string {
    return `p=${floatText(this.p)}, inplace=${pythonText(this.inplace)}`;
  }
}

/** Zeroes each element with probability p and divides the others by 1 - p. */
export class Dropout extends DropoutNd {
  override forward(x: Tensor): Tensor {
    const { p, training, inplace } = this;
    return dropout(x, p, training, inplace);
  }
}

/** Zeroes whole channels of [N, C, L] or [C, L] with probability p and divides the others by 1 - p. */
export class Dropout1d extends DropoutNd {
  override forward(x: Tensor): Tensor {
    checkInput(this, x, [
      ["N", "C", "L"],
      ["C", "L"],
    ]);
    const { p, training, inplace } = this;
    return dropout1d(x, p, training, inplace);
  }
}

/** Zeroes whole channels of [N, C, H, W] or [N, C, L] with probability p and divides the others by 1 - p. */
export class Dropout2d extends DropoutNd {
  override forward(x: Tensor): Tensor {
    checkInput(this, x, [
      ["N", "C", "H", "W"],
      ["N", "C", "L"],
    ]);
    const { p, training, inplace } = this;
    return dropout2d(x, p, training, inplace);
  }
}
