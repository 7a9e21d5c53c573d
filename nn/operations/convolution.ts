// Convolution (the cross-correlation that deep learning calls so) in one and two dimensions.

import { contiguous, empty, full, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, showShape } from "../array/shape.ts";
import { Storage } from "../array/storage.ts";
import { expand, unsqueeze } from "../array/views.ts";
import { run } from "../threads/pool.ts";
import { frameKernel } from "../wasm/frame.ts";
import { panelRows } from "../wasm/multiply.ts";
import {
  type Axis,
  type ConvolutionPlan,
  convolutionPlan,
  type Frame,
  outputSize,
} from "./convolution-plan.ts";
import { withPacked } from "./memo.ts";
import { type Operation, wrongInputs } from "./operation.ts";
import { multiply, pack, packedLength, pointerOf } from "./product.ts";

export interface ConvolutionOptions {
  /** one number for each spatial dimension */
  readonly stride: readonly number[];
  /** zeros on both sides */
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  /** the channels are cut into so many groups, each with its own kernels */
  readonly groups: number;
}

/** The sizes of one convolution; one-dimensional ones are two-dimensional with one row. */
interface Problem {
  readonly batch: number;
  readonly groups: number;
  /** channels of each group */
  readonly channelsIn: number;
  readonly channelsOut: number;
  readonly rows: Axis;
  readonly columns: Axis;
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
    return x.dtype === "float32"
      ? convolveByKernel(x, weight, bias, problem, shape)
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

function describe(x: NDArray, weight: NDArray, options: ConvolutionOptions): Problem {
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
  return contiguous(expand(perChannel, shape));
}

function convolveByKernel(
  x: NDArray,
  weight: NDArray,
  bias: NDArray | undefined,
  { batch, groups, channelsIn, channelsOut, rows, columns }: Problem,
  shape: readonly number[],
): NDArray {
  const plan = convolutionPlan(channelsIn, rows, columns);
  const image = contiguous(x);
  const framed = plan.frame && frameImage(image, plan, plan.frame, rows, columns);
  const out = empty(shape, "float32");
  const pixels = outputSize(rows) * outputSize(columns);
  const dense = bias && contiguous(bias);
  withPacked(
    weight,
    `kernels ${groups}`,
    () => packKernels(weight, groups),
    (packed) =>
      multiply({
        plan: plan.product,
        rows: channelsOut,
        batches: batch,
        groups,
        a: {
          pointer: packed.pointer,
          batchStride: 0,
          groupStride: packedLength(channelsOut, plan.product.depth, panelRows),
        },
        b: {
          pointer: framed?.pointer ?? pointerOf(image),
          batchStride: groups * channelsIn * plan.planeLength,
          groupStride: channelsIn * plan.planeLength,
        },
        c: {
          pointer: out.storage.pointer,
          batchStride: groups * channelsOut * pixels,
          groupStride: channelsOut * pixels,
        },
        rowStride: pixels,
        ...(dense && { bias: { along: "rows", pointer: pointerOf(dense) } }),
      }),
  );
  framed?.release();
  return out;
}

/** The kernels of each group as rows of a matrix, packed. */
function packKernels(weight: NDArray, groups: number): Storage {
  const dense = contiguous(weight);
  const count = (weight.shape[0] ?? 0) / groups;
  const depth = elementCount(weight.shape.slice(1));
  const matrices = Array.from({ length: groups }, (_, group) => ({
    pointer: pointerOf(dense) + 4 * group * count * depth,
    count,
    depth,
    laneStride: depth,
    depthStride: 1,
  }));
  return pack(matrices, panelRows, "packed kernels");
}

function frameImage(image: NDArray, plan: ConvolutionPlan, frame: Frame, rows: Axis, columns: Axis): Storage {
  const planes = elementCount(image.shape.slice(0, 2));
  const storage = new Storage("float32", planes * plan.planeLength, "the padded input of a convolution");
  const step = Math.max(1, Math.ceil(16_384 / plan.planeLength));
  run(frameKernel(frame.dense), planes, step, {
    source: pointerOf(image),
    target: storage.pointer,
    sourcePlane: 4 * rows.size * columns.size,
    targetPlane: 4 * plan.planeLength,
    sourceRow: 4 * rows.stride * columns.size,
    targetRow: 4 * frame.rowLength,
    sourceColumn: 4 * columns.stride,
    windows: frame.windows.pointer,
    windowCount: frame.windowCount,
  });
  return storage;
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
