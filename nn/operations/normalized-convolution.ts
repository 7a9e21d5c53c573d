// A convolution, the batch normalisation after it, and what a residual network does next (adding the residual,
// cutting off below 0) in one operation: the image is written once instead of up to four times. For inference only;
// the result differs from that of the operations one by one in rounding.

import { empty, type NDArray } from "../array/ndarray.ts";
import { elementCount, sameShape, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { convolveByKernel } from "./convolution-kernels.ts";
import { shiftsAndScales } from "./normalization.ts";
import type { Operation } from "./operation.ts";
import { type ConvolutionOptions, prepareConvolution } from "./prepared-convolution.ts";

export interface NormalizedConvolutionOptions extends ConvolutionOptions {
  /** of the normalisation */
  readonly eps: number;
  /** negative results become 0 */
  readonly rectified: boolean;
}

/**
 * batchNorm(convolution(x, weight), mean, variance, scale, shift) + residual, all of them float32. Inputs in this
 * order; the residual, of the result's shape, may be left out. Whoever calls has made sure that they fit.
 */
export const normalizedConvolution: Operation<
  readonly [
    x: NDArray,
    weight: NDArray,
    mean: NDArray,
    variance: NDArray,
    scale: NDArray,
    shift: NDArray,
    residual?: NDArray,
  ],
  NormalizedConvolutionOptions
> = {
  name: "NormalizedConvolution",
  forward([x, weight, mean, variance, scale, shift, residual], options) {
    const prepared = prepareConvolution(x.shape, weight, options);
    const { shape } = prepared;
    checkResidual(residual, shape);
    if (elementCount(shape) === 0) return empty(shape, "float32");
    using temporaries = new Temporaries();
    const affine = temporaries.add(shiftsAndScales(options.eps, mean, variance, scale, shift));
    const finish = {
      scale: 4 * elementCount(mean.shape),
      residual: residual && temporaries.contiguous(residual),
      rectified: options.rectified,
    };
    const ending = { bias: affine.storage.pointer, finish };
    return convolveByKernel(x, weight, ending, prepared);
  },
  gradient: "none", // for inference only
};

function checkResidual(residual: NDArray | undefined, shape: readonly number[]): void {
  if (!residual || sameShape(residual.shape, shape)) return;
  throw new RangeError(
    `NormalizedConvolution: expected a residual of shape ${showShape(shape)}, got ${showShape(residual.shape)}`,
  );
}
