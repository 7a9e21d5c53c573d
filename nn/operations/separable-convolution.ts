// Two convolutions, one after the other, in one operation: of a depthwise separable convolution as small as those in
// documentation, all that is done for a tensor in between takes longer than the numbers. For inference only; the
// numbers are those of the two operations, bit for bit.

import type { NDArray } from "../array/ndarray.ts";
import { convolution } from "./convolution.ts";
import type { Operation } from "./operation.ts";
import type { ConvolutionOptions } from "./prepared-convolution.ts";

export interface SeparableConvolutionOptions {
  readonly depthwise: ConvolutionOptions;
  readonly pointwise: ConvolutionOptions;
}

/** pointwise(depthwise(x)). Inputs: x, then weight and bias of both convolutions. */
export const separableConvolution: Operation<
  readonly [
    x: NDArray,
    depthwiseWeight: NDArray,
    depthwiseBias: NDArray | undefined,
    pointwiseWeight: NDArray,
    pointwiseBias: NDArray | undefined,
  ],
  SeparableConvolutionOptions
> = {
  name: "SeparableConvolution",
  forward([x, depthwiseWeight, depthwiseBias, pointwiseWeight, pointwiseBias], { depthwise, pointwise }) {
    const between = convolution.forward([x, depthwiseWeight, depthwiseBias], depthwise);
    try {
      return convolution.forward([between, pointwiseWeight, pointwiseBias], pointwise);
    } finally {
      between.storage.release();
    }
  },
  gradient: "none", // for inference only
};
