// What of a convolution follows from shapes alone: whether they fit, the sizes of the problem, the shape of the
// result. In the small networks of a documentation page it takes longer to work this out than to convolve, so it is
// remembered with each weight for the input that this met last.

import type { NDArray } from "../array/ndarray.ts";
import { type Shape, sameShape, showShape } from "../array/shape.ts";
import type { Problem } from "./convolution-plan.ts";
import { type Axis, outputSize } from "./frame.ts";

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
 * The options of the transposed convolution that leads from the result of a convolution back to the shape of its input.
 * @param weight shape of the weights
 */
export function transposedOptions(
  input: Shape,
  weight: Shape,
  options: ConvolutionOptions,
): ConvolutionOptions & { readonly outputPadding: readonly number[] } {
  const { stride, padding, dilation, groups } = options;
  const outputPadding = input
    .slice(2)
    .map((size, i) => (size + 2 * padding[i]! - dilation[i]! * (weight[2 + i]! - 1) - 1) % stride[i]!);
  return { stride, padding, dilation, groups, outputPadding };
}

export interface PreparedConvolution {
  readonly problem: Problem;
  /** of the result */
  readonly shape: Shape;
}

interface Remembered extends PreparedConvolution {
  readonly input: Shape;
  readonly options: ConvolutionOptions;
}

const remembered = new WeakMap<NDArray, Remembered>();

/**
 * Prepares an input of shape [batch, channels, size...] for weight [out channels, channels / groups, kernel size...].
 * Throws when they do not fit, or when the kernel is larger than the padded input.
 */
export function prepareConvolution(
  input: Shape,
  weight: NDArray,
  options: ConvolutionOptions,
): PreparedConvolution {
  const last = remembered.get(weight);
  if (last && sameShape(last.input, input) && sameOptions(last.options, options)) return last;
  check(input, weight.shape, options);
  const axes = axesOf(input, weight.shape, options);
  const problem = describe(input, weight.shape, options.groups, axes);
  const sizes = axes.map((axis) => sizeOf(axis, input, weight.shape));
  const shape = [input[0] ?? 0, weight.shape[0] ?? 0, ...sizes];
  // copies, since whoever has the arrays may write other strides into them
  const kept = {
    stride: [...options.stride],
    padding: [...options.padding],
    dilation: [...options.dilation],
    groups: options.groups,
  };
  const prepared = { problem, shape, input, options: kept };
  remembered.set(weight, prepared);
  return prepared;
}

function sameOptions(a: ConvolutionOptions, b: ConvolutionOptions): boolean {
  return (
    a.groups === b.groups &&
    sameShape(a.stride, b.stride) &&
    sameShape(a.padding, b.padding) &&
    sameShape(a.dilation, b.dilation)
  );
}

function check(x: Shape, weight: Shape, options: ConvolutionOptions): void {
  const spatial = x.length - 2;
  const [channelsOut = 0, channelsIn = 0] = weight;
  const { groups } = options;
  if ((spatial !== 1 && spatial !== 2) || weight.length !== x.length) {
    throw new RangeError(
      `Convolution: expected an input and a weight of 3 (1-D) or 4 (2-D) dimensions each, got shapes ` +
        `${showShape(x)} and ${showShape(weight)}`,
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
  if (x[1] !== channelsIn * groups) {
    throw new RangeError(
      `Given groups=${groups}, weight of size ${showShape(weight)}, expected input${showShape(x)} to have ` +
        `${channelsIn * groups} channels, but got ${x[1]} channels instead`,
    );
  }
}

function axesOf(x: Shape, weight: Shape, options: ConvolutionOptions): Axis[] {
  return x.slice(2).map((size, i) => ({
    size,
    kernel: weight[2 + i] ?? 1,
    stride: options.stride[i] ?? 1,
    padding: options.padding[i] ?? 0,
    dilation: options.dilation[i] ?? 1,
  }));
}

function describe(x: Shape, weight: Shape, groups: number, axes: readonly Axis[]): Problem {
  const single: Axis = { size: 1, kernel: 1, stride: 1, padding: 0, dilation: 1 };
  const [rows = single, columns = single] = axes.length === 1 ? [single, ...axes] : axes;
  return {
    batch: x[0] ?? 0,
    groups,
    channelsIn: weight[1] ?? 0,
    channelsOut: (weight[0] ?? 0) / groups,
    rows,
    columns,
  };
}

function sizeOf(axis: Axis, x: Shape, weight: Shape): number {
  const size = outputSize(axis);
  if (size >= 1) return size;
  const [padded, kernel] = [axis.size + 2 * axis.padding, axis.dilation * (axis.kernel - 1) + 1];
  throw new RangeError(
    `Convolution: the padded input (${padded}) is smaller than the kernel (${kernel}), from an input of shape ` +
      `${showShape(x)} and a weight of shape ${showShape(weight)}`,
  );
}
