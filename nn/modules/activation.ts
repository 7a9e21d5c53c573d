// Activation functions as layers.

import { choice } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import * as functional from "../functional/activation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";
import { floatText, pythonText } from "./module-text.ts";

/** An activation that can write its result over its input. */
export abstract class InPlaceActivation extends Module {
  readonly inplace: boolean;

  constructor(...given: functional.GivenInplace) {
    super();
    this.inplace = functional.inplaceArguments.read(new.target.name, given).inplace;
  }

  override extraRepr(): string {
    return this.inplace ? "inplace=True" : "";
  }
}

/** An activation whose negative side is bent as far as `alpha` says. */
export abstract class AlphaActivation extends InPlaceActivation {
  readonly alpha: number;

  constructor(...given: functional.GivenAlpha) {
    const { alpha, inplace } = functional.alphaArguments.read(new.target.name, given);
    super(inplace);
    this.alpha = alpha;
  }

  override extraRepr(): string {
    return [`alpha=${floatText(this.alpha)}`, super.extraRepr()].filter(Boolean).join(", ");
  }
}

/** max(x, 0). */
export class ReLU extends InPlaceActivation {
  override forward(x: Tensor): Tensor {
    return functional.relu(x, this.inplace);
  }
}

/** min(max(x, 0), 6). */
export class ReLU6 extends InPlaceActivation {
  override forward(x: Tensor): Tensor {
    return functional.relu6(x, this.inplace);
  }
}

/** x where it is positive, else negativeSlope x. */
export class LeakyReLU extends InPlaceActivation {
  readonly negativeSlope: number;

  constructor(...given: Given<typeof functional.leakyReluArguments, functional.LeakyReluOptions>) {
    const { negativeSlope, inplace } = functional.leakyReluArguments.read(new.target.name, given);
    super(inplace);
    this.negativeSlope = negativeSlope;
  }

  override forward(x: Tensor): Tensor {
    const { negativeSlope, inplace } = this;
    return functional.leakyRelu(x, negativeSlope, inplace);
  }

  override extraRepr(): string {
    return [`negative_slope=${floatText(this.negativeSlope)}`, super.extraRepr()].filter(Boolean).join(", ");
  }
}

/** x where it is positive, else alpha (e^x - 1). */
export class ELU extends AlphaActivation {
  override forward(x: Tensor): Tensor {
    const { alpha, inplace } = this;
    return functional.elu(x, alpha, inplace);
  }
}

/** x sigmoid(x), also called swish. */
export class SiLU extends InPlaceActivation {
  override forward(x: Tensor): Tensor {
    return functional.silu(x, this.inplace);
  }
}

/** x min(max(x + 3, 0), 6) / 6. */
export class Hardswish extends InPlaceActivation {
  override forward(x: Tensor): Tensor {
    return functional.hardswish(x, this.inplace);
  }

  override extraRepr(): string {
    return ""; // PyTorch is silent here
  }
}

/** min(max(x + 3, 0), 6) / 6. */
export class Hardsigmoid extends InPlaceActivation {
  override forward(x: Tensor): Tensor {
    return functional.hardsigmoid(x, this.inplace);
  }

  override extraRepr(): string {
    return ""; // PyTorch is silent here
  }
}

/** log(1 + e^(beta x)) / beta: a smooth ReLU; where beta x is above the threshold, x. */
export class Softplus extends Module {
  readonly beta: number;
  readonly threshold: number;

  constructor(...given: Given<typeof functional.softplusArguments, functional.SoftplusOptions>) {
    super();
    const { beta, threshold } = functional.softplusArguments.read(new.target.name, given);
    this.beta = beta;
    this.threshold = threshold;
  }

  override forward(x: Tensor): Tensor {
    const { beta, threshold } = this;
    return functional.softplus(x, beta, threshold);
  }

  override extraRepr(): string {
    return `beta=${pythonText(this.beta)}, threshold=${pythonText(this.threshold)}`;
  }
}

const geluArguments = optional((approximate: (typeof functional.approximations)[number] = "none") => ({
  /** "none" is exact (by the error function), "tanh" the approximation of the paper */
  approximate: choice("approximate", approximate, functional.approximations),
}));
export interface GELUOptions extends OptionsOf<typeof geluArguments> {}

/** x Φ(x): the Gaussian error linear unit. */
export class GELU extends Module {
  readonly approximate: "none" | "tanh";

  constructor(...given: Given<typeof geluArguments, GELUOptions>) {
    super();
    this.approximate = geluArguments.read(new.target.name, given).approximate;
  }

  override forward(x: Tensor): Tensor {
    return inFunction(this, () => functional.gelu(x, { approximate: this.approximate }));
  }

  override extraRepr(): string {
    return `approximate='${this.approximate}'`;
  }
}

/** 1 / (1 + e^-x). */
export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return x.sigmoid();
  }
}

/** The hyperbolic tangent, from -1 to 1. */
export class Tanh extends Module {
  override forward(x: Tensor): Tensor {
    return x.tanh();
  }
}
