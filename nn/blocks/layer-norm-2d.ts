// Layer normalisation of images: over the channels of each pixel, while the channels stay where they are.

import { layerNorm } from "../functional/normalization.ts";
import { LayerNorm } from "../modules/layer-norm.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** [N, C, H, W] -> the same shape; normalises over C. */
export class LayerNorm2d extends LayerNorm {
  override forward(x: Tensor): Tensor {
    const { normalizedShape, weight, bias, eps } = this;
    const channelsLast = layerNorm(x.permute(0, 2, 3, 1), normalizedShape, weight, bias, eps);
    return channelsLast.permute(0, 3, 1, 2);
  }
}
