// Two convolutions, one after the other, in one operation: of a depthwise separable convolution as small as those in
// documentation, all that is done for a tensor in between takes longer than the numbers. For inference only; the
// numbers are those of the two operations, bit for bit.

import { convolution } from "./convolution.ts";
import { type Operation, wrongInputs } from "./operation.ts";
import type { ConvolutionOptions } from "./prepared-convolution.ts";

export interface Projection {
  readonly options: ConvolutionOptions;
  readonly biased: boolean;
}

export interface SeparableConvolutionOptions {
  readonly depthwise: Projection;
  readonly pointwise: Projection;
}

/** pointwise(depthwise(x)). Inputs: x, then for both convolutions a weight and, if there is one, a bias. */
export const separableConvolution: Operation<SeparableConvolutionOptions> = {
  name: "SeparableConvolution",
  forward(inputs, { depthwise, pointwise }) {
    const next = depthwise.biased ? 3 : 2;
    if (inputs.length !== next + (pointwise.biased ? 2 : 1)) {
      throw wrongInputs("SeparableConvolution", "x and twice a weight and perhaps a bias", inputs);
    }
    const between = convolution.forward(inputs.slice(0, next), depthwise.options);
    try {
      return convolution.forward([between, ...inputs.slice(next)], pointwise.options);
    } finally {
      between.storage.release();
    }
  },
  backward: undefined,
};
