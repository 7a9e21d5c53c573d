// How Linear and the convolutions begin.

import type { Tensor } from "../tensor/tensor.ts";
import { fansOf } from "./fans.ts";
import { kaimingUniform_, uniform_ } from "./init.ts";

/** Weight and bias uniform in ± 1 / sqrt(fanIn), the weight drawn first, as PyTorch draws them. */
export function initializeProjection(weight: Tensor, bias: Tensor | undefined): void {
  kaimingUniform_(weight, Math.sqrt(5));
  if (bias === undefined) return;
  const { fanIn } = fansOf(weight);
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  uniform_(bias, -bound, bound);
}
