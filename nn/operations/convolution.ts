// Convolution (the cross-correlation that deep learning calls so) in one and two dimensions.

import { copyOf, empty, full, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand, unsqueeze } from "../array/views.ts";
import { convolveByKernel } from "./convolution-kernels.ts";
import type { Problem } from "./convolution-plan.ts";
import { type Axis, outputSize } from "./frame.ts";
import { type Operation, wrongInputs } from "./operation.ts";
import { pointerOf } from "./product.ts";

export interface ConvolutionOptions {
  /** one number for each spatial dimension */
  readonly stride: readonly number[];
  /** zeros on both sides */
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  /** the channels are cut into so many groups, each with its own kernels */
  readonly groups: number;
}

/**
 * x [batch, channels, size...] with kernels weight [out channels, channels / groups, kernel size...], plus
 * bias [out channels].
 */
export const convolution: Operation<ConvolutionOptions> = {
  name: "Convolution",
  forward(inputs, options) {
    const [x, weight, bias] = inputs;
    if (!x || !weight || inputs.length > 3)
      throw wrongInputs("Convolution", "x, weight and perhaps bias", inputs);
    check(x, weight, bias, options);
    const problem = describe(x, weight, options);
    const shape = convolutionShape(x.shape, weight.shape, options);
    if (elementCount(shape) === 0) return empty(shape, x.dtype);
    if (problem.channelsIn === 0) return constant(shape, x, bias);
    using temporaries = new Temporaries();
    const ending = bias && { bias: pointerOf(temporaries.contiguous(bias)) };
    return x.dtype === "float32"
      ? convolveByKernel(x, weight, ending, problem, shape)
      : convolvePlainly(x, weight, bias, problem, shape);
  },
  backward: undefined,
};

/** The output's shape. Throws when the kernel is larger than the padded input. */
export function convolutionShape(
  x: readonly number[],
  weight: readonly number[],
  options: ConvolutionOptions,
): number[] {
  const sizes = axesOf(x, weight, options).map((axis) => {
    const size = outputSize(axis);
    if (size >= 1) return size;
    const [padded, kernel] = [axis.size + 2 * axis.padding, axis.dilation * (axis.kernel - 1) + 1];
    throw new RangeError(
      `Convolution: the padded input (${padded}) is smaller than the kernel (${kernel}), from an input of shape ` +
        `${showShape(x)} and a weight of shape ${showShape(weight)}`,
    );
  });
  return [x[0] ?? 0, weight[0] ?? 0, ...sizes];
}

function axesOf(x: readonly number[], weight: readonly number[], options: ConvolutionOptions): Axis[] {
  return x.slice(2).map((size, i) => ({
    size,
    kernel: weight[2 + i] ?? 1,
    stride: options.stride[i] ?? 1,
    padding: options.padding[i] ?? 0,
    dilation: options.dilation[i] ?? 1,
  }));
}

function check(x: NDArray, weight: NDArray, bias: NDArray | undefined, options: ConvolutionOptions): void {
  const spatial = x.shape.length - 2;
  const [channelsOut = 0, channelsIn = 0] = weight.shape;
  const { groups } = options;
  if ((spatial !== 1 && spatial !== 2) || weight.shape.length !== x.shape.length) {
    throw new RangeError(
      `Convolution: expected an input and a weight of 3 (1-D) or 4 (2-D) dimensions each, got shapes ` +
        `${showShape(x.shape)} and ${showShape(weight.shape)}`,
    );
  }
  for (const [name, least] of [
    ["stride", 1],
    ["padding", 0],
    ["dilation", 1],
  ] as const) {
    const values = options[name];
    if (values.length === spatial && values.every((value) => Number.isInteger(value) && value >= least))
      continue;
    throw new RangeError(
      `Convolution: ${name} takes ${spatial} whole numbers of at least ${least}, got ${showShape(values)}`,
    );
  }
  if (!Number.isInteger(groups) || groups < 1 || channelsOut % groups !== 0) {
    throw new RangeError(`Convolution: ${channelsOut} output channels cannot be cut into ${groups} groups`);
  }
  if (x.shape[1] !== channelsIn * groups) {
    throw new RangeError(
      `Given groups=${groups}, weight of size ${showShape(weight.shape)}, expected input${showShape(x.shape)} to have ` +
        `${channelsIn * groups} channels, but got ${x.shape[1]} channels instead`,
    );
  }
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== channelsOut)) {
    throw new RangeError(
      `Convolution: expected a bias of shape [${channelsOut}], got ${showShape(bias.shape)}`,
    );
  }
  const dtypes = [x, weight, ...(bias ? [bias] : [])].map(({ dtype }) => dtype);
  if (dtypes.some((dtype) => dtype !== dtypes[0])) {
    throw new TypeError(`Convolution: expected arrays of one dtype, got ${dtypes.join(", ")}`);
  }
}

/** The sizes of a convolution; all it needs to know to choose a plan. */
export function describe(x: NDArray, weight: NDArray, options: ConvolutionOptions): Problem {
  const axes = axesOf(x.shape, weight.shape, options);
  const single: Axis = { size: 1, kernel: 1, stride: 1, padding: 0, dilation: 1 };
  const [rows = single, columns = single] = axes.length === 1 ? [single, ...axes] : axes;
  return {
    batch: x.shape[0] ?? 0,
    groups: options.groups,
    channelsIn: weight.shape[1] ?? 0,
    channelsOut: (weight.shape[0] ?? 0) / options.groups,
    rows,
    columns,
  };
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
  problem: Problem,
  shape: readonly number[],
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
