// Convolution (the cross-correlation that deep learning calls so) in one and two dimensions.

import { copyOf, empty, full, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand, unsqueeze } from "../array/views.ts";
import { convolveByKernel } from "./convolution-kernels.ts";
import { outputSize } from "./frame.ts";
import type { Operation } from "./operation.ts";
import {
  type ConvolutionOptions,
  type PreparedConvolution,
  prepareConvolution,
  transposedOptions,
} from "./prepared-convolution.ts";
import { pointerOf } from "./product.ts";

/**
 * x [batch, channels, size...] with kernels weight [out channels, channels / groups, kernel size...], plus
 * bias [out channels].
 */
export const convolution: Operation<
  readonly [x: NDArray, weight: NDArray, bias?: NDArray],
  ConvolutionOptions
> = {
  name: "Convolution",
  forward([x, weight, bias], options) {
    const prepared = prepareConvolution(x.shape, weight, options);
    check(x, weight, bias);
    const { problem, shape } = prepared;
    if (elementCount(shape) === 0) return empty(shape, x.dtype);
    if (problem.channelsIn === 0) return constant(shape, x, bias);
    using temporaries = new Temporaries();
    const ending = bias && { bias: pointerOf(temporaries.contiguous(bias)) };
    return x.dtype === "float32"
      ? convolveByKernel(x, weight, ending, prepared)
      : convolvePlainly(x, weight, bias, prepared);
  },
  gradient: {
    saves: { inputs: { byGradient: [[1], [0], []] }, output: false },
    rule({ gradient, inputs: [x, weight], forms, options, wanted }, m) {
      const [image, kernels] = [forms[0].shape, forms[1].shape];
      return [
        wanted[0]
          ? m.convolveTransposed(gradient, weight, transposedOptions(image, kernels, options))
          : undefined,
        wanted[1] ? m.convolutionWeights(x, gradient, { ...options, weight: kernels }) : undefined,
        wanted[2] ? m.sum(gradient, allButChannel(gradient.shape)) : undefined,
      ];
    },
  },
};

/** The dimensions over which the gradient of a bias is summed. */
export function allButChannel(shape: readonly number[]): number[] {
  return [...shape.keys()].filter((dim) => dim !== 1);
}

/** What does not follow from the shapes that a convolution was prepared for. */
function check(x: NDArray, weight: NDArray, bias: NDArray | undefined): void {
  const [channelsOut = 0] = weight.shape;
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== channelsOut)) {
    throw new RangeError(
      `Convolution: expected a bias of shape [${channelsOut}], got ${showShape(bias.shape)}`,
    );
  }
  if (x.dtype === weight.dtype && (!bias || x.dtype === bias.dtype)) return;
  const dtypes = [x, weight, ...(bias ? [bias] : [])].map(({ dtype }) => dtype);
  throw new TypeError(`Convolution: expected arrays of one dtype, got ${dtypes.join(", ")}`);
}

/** A convolution over no channels is its bias. */
function constant(shape: readonly number[], x: NDArray, bias: NDArray | undefined): NDArray {
  if (!bias) return full(shape, 0, x.dtype);
  const perChannel = shape.slice(2).reduce((array) => unsqueeze(array, -1), bias);
  return copyOf(expand(perChannel, shape));
}

/** By the definition, for the dtypes without kernels. */
function convolvePlainly(
  x: NDArray,
  weight: NDArray,
  bias: NDArray | undefined,
  { problem, shape }: PreparedConvolution,
): NDArray {
  const { batch, groups, channelsIn, channelsOut, rows, columns } = problem;
  const [image, kernels, start] = [valuesOf(x), valuesOf(weight), bias && valuesOf(bias)];
  const out = empty(shape, x.dtype);
  const results = out.storage.data();
  const [height, width] = [outputSize(rows), outputSize(columns)];
  let next = 0;
  for (let n = 0; n < batch; n++) {
    for (let channel = 0; channel < groups * channelsOut; channel++) {
      const group = Math.floor(channel / channelsOut);
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          let sum = start?.[channel] ?? 0;
          for (let c = 0; c < channelsIn; c++) {
            const plane = (n * groups + group) * channelsIn + c;
            for (let i = 0; i < rows.kernel; i++) {
              const y = row * rows.stride + i * rows.dilation - rows.padding;
              if (y < 0 || y >= rows.size) continue;
              for (let j = 0; j < columns.kernel; j++) {
                const at = column * columns.stride + j * columns.dilation - columns.padding;
                if (at < 0 || at >= columns.size) continue;
                const tap = ((channel * channelsIn + c) * rows.kernel + i) * columns.kernel + j;
                sum += (image[(plane * rows.size + y) * columns.size + at] ?? 0) * (kernels[tap] ?? 0);
              }
            }
          }
          results[next++] = sum;
        }
      }
    }
  }
  return out;
}
