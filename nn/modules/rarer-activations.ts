// Activation functions that fewer networks use, as layers.

import { integer } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import * as functional from "../functional/activation.ts";
import { full } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { AlphaActivation, InPlaceActivation } from "./activation.ts";
import { layerDtype } from "./layer-dtype.ts";
import { Module } from "./module.ts";
import { floatText } from "./module-text.ts";
import { Parameter } from "./parameter.ts";

/** min(max(x, minVal), maxVal). */
export class Hardtanh extends InPlaceActivation {
  readonly minVal: number;
  readonly maxVal: number;

  constructor(...given: Given<typeof functional.hardtanhArguments, functional.HardtanhOptions>) {
    const { minVal, maxVal, inplace } = functional.hardtanhArguments.read(new.target.name, given);
    super(inplace);
    if (!(minVal < maxVal)) {
      throw new RangeError(`${new.target.name}: expected minVal < maxVal, got ${minVal} and ${maxVal}`);
    }
    this.minVal = minVal;
    this.maxVal = maxVal;
  }

  override forward(x: Tensor): Tensor {
    const { minVal, maxVal, inplace } = this;
    return functional.hardtanh(x, minVal, maxVal, inplace);
  }

  override extraRepr(): string {
    const range = `min_val=${floatText(this.minVal)}, max_val=${floatText(this.maxVal)}`;
    return [range, super.extraRepr()].filter(Boolean).join(", ");
  }
}

/** x where it is positive, else alpha (e^(x / alpha) - 1). */
export class CELU extends AlphaActivation {
  override forward(x: Tensor): Tensor {
    const { alpha, inplace } = this;
    return functional.celu(x, alpha, inplace);
  }
}

/** An ELU of the one scale that keeps mean and variance through layers. */
export class SELU extends InPlaceActivation {
  override forward(x: Tensor): Tensor {
    return functional.selu(x, this.inplace);
  }
}

/** x tanh(log(1 + e^x)). */
export class Mish extends InPlaceActivation {
  override forward(x: Tensor): Tensor {
    return functional.mish(x, this.inplace);
  }
}

const preluArguments = optional(
  (numParameters = 1, init = 0.25) => ({
    /** 1, or as many as there are channels */
    numParameters: integer("numParameters", numParameters, 1),
    /** what the weight begins with */
    init,
  }),
  layerDtype,
);
export interface PReLUOptions extends OptionsOf<typeof preluArguments> {}

/** x where it is positive, else weight x, with a weight that is learnt: one, or one for each channel of [N, C, ...]. */
export class PReLU extends Module {
  readonly numParameters: number;
  /** [numParameters] */
  weight: Parameter;

  constructor(...given: Given<typeof preluArguments, PReLUOptions>) {
    super();
    const { numParameters, init, dtype } = preluArguments.read(new.target.name, given);
    this.numParameters = numParameters;
    this.weight = new Parameter(full([numParameters], init, { dtype }));
  }

  override forward(x: Tensor): Tensor {
    return inFunction(this, () => functional.prelu(x, this.weight));
  }

  override extraRepr(): string {
    return `num_parameters=${this.numParameters}`;
  }
}

/** log(sigmoid(x)). */
export class LogSigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return functional.logsigmoid(x);
  }
}

/** x / (1 + |x|). */
export class Softsign extends Module {
  override forward(x: Tensor): Tensor {
    return functional.softsign(x);
  }
}

/** x - tanh(x). */
export class Tanhshrink extends Module {
  override forward(x: Tensor): Tensor {
    return functional.tanhshrink(x);
  }
}
