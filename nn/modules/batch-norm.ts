// Batch normalisation layers.

import { inFunction } from "../arguments/in-function.ts";
import { batchNorm } from "../functional/normalization.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput, type ExpectedShape } from "./expected-input.ts";
import { batchNormArguments, type GivenNorm, NormBase } from "./norm-base.ts";

abstract class BatchNorm extends NormBase {
  /** Without running statistics the batch's own are used in evaluation, too. */
  constructor(numFeatures: number, ...given: GivenNorm) {
    super(numFeatures, batchNormArguments.read(new.target.name, given));
  }

  protected normalize(x: Tensor, shapes: readonly ExpectedShape[]): Tensor {
    const { running_mean, running_var, num_batches_tracked, weight, bias, eps } = this;
    checkInput(this, x, shapes, weight?.dtype);
    if (!this.training) {
      const training = !running_mean || !running_var;
      return batchNorm(x, running_mean, running_var, weight, bias, training, 0, eps);
    }
    num_batches_tracked?.add_(1);
    const momentum = this.momentum ?? 1 / (num_batches_tracked?.item() ?? 1);
    return inFunction(this, () => batchNorm(x, running_mean, running_var, weight, bias, true, momentum, eps));
  }
}

/** Normalises each channel of [N, C] or [N, C, L] over the batch. */
export class BatchNorm1d extends BatchNorm {
  override forward(x: Tensor): Tensor {
    return this.normalize(x, [
      ["N", this.numFeatures],
      ["N", this.numFeatures, "L"],
    ]);
  }
}

/** Normalises each channel of [N, C, H, W] over the batch. */
export class BatchNorm2d extends BatchNorm {
  override forward(x: Tensor): Tensor {
    return this.normalize(x, [["N", this.numFeatures, "H", "W"]]);
  }
}
