// Instance normalisation layers: each channel of each sample by itself. Unlike batch normalisation they learn
// nothing and remember nothing unless told to.

import { inFunction } from "../arguments/in-function.ts";
import { instanceNorm } from "../functional/normalization.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput } from "./expected-input.ts";
import { type GivenNorm, instanceNormArguments, NormBase } from "./norm-base.ts";

abstract class InstanceNorm extends NormBase {
  constructor(numFeatures: number, ...given: GivenNorm) {
    super(numFeatures, instanceNormArguments.read(new.target.name, given));
  }

  protected normalize(x: Tensor, spatial: readonly string[]): Tensor {
    const shape = [this.numFeatures, ...spatial];
    checkInput(this, x, [["N", ...shape], shape], this.weight?.dtype);
    if (x.dim() === shape.length) return this.normalize(x.unsqueeze(0), spatial).squeeze(0);
    const { running_mean, running_var, weight, bias, eps, momentum } = this;
    const ownStatistics = this.training || !this.trackRunningStats;
    return inFunction(this, () =>
      instanceNorm(x, running_mean, running_var, weight, bias, ownStatistics, momentum ?? 0, eps),
    );
  }
}

/** Normalises each channel of each sample of [N, C, L] or [C, L]. */
export class InstanceNorm1d extends InstanceNorm {
  override forward(x: Tensor): Tensor {
    return this.normalize(x, ["L"]);
  }
}

/** Normalises each channel of each sample of [N, C, H, W] or [C, H, W]. */
export class InstanceNorm2d extends InstanceNorm {
  override forward(x: Tensor): Tensor {
    return this.normalize(x, ["H", "W"]);
  }
}
