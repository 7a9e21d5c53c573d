// Convolution of float32 images by kernels, in the way that the plan has chosen.

import { contiguous, empty, type NDArray } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { Storage } from "../array/storage.ts";
import { run } from "../threads/pool.ts";
import { depthwiseKernel } from "../wasm/depthwise.ts";
import { frameKernel } from "../wasm/frame.ts";
import { gatherKernel } from "../wasm/gather.ts";
import { panelColumns, panelRows } from "../wasm/multiply.ts";
import {
  type Axis,
  type ConvolutionPlan,
  convolutionPlan,
  type Frame,
  type Method,
} from "./convolution-plan.ts";
import { withPacked } from "./memo.ts";
import {
  type Matrices,
  multiply,
  type ProductPlan,
  pack,
  packedLength,
  packedPlan,
  pointerOf,
} from "./product.ts";

/** The sizes of one convolution; one-dimensional ones are two-dimensional with one row. */
export interface Problem {
  readonly batch: number;
  readonly groups: number;
  /** channels of each group */
  readonly channelsIn: number;
  readonly channelsOut: number;
  readonly rows: Axis;
  readonly columns: Axis;
}

/** Numbers moved, and sums of products made, in some ten microseconds: less is not worth sharing. */
const stepElements = 16_384;
const stepProducts = 250_000;

/** The images to convolve: where the first channel lies, as it is or framed. */
interface Image {
  readonly pointer: number;
  readonly plan: ConvolutionPlan;
}

/** The result has shape `shape`, none of whose sizes is 0. */
export function convolveByKernel(
  x: NDArray,
  weight: NDArray,
  bias: NDArray | undefined,
  problem: Problem,
  shape: readonly number[],
): NDArray {
  const { channelsIn, channelsOut, rows, columns } = problem;
  const plan = convolutionPlan(channelsIn, channelsOut, rows, columns);
  const dense = contiguous(x);
  const framed = plan.frame && frameImage(dense, plan, plan.frame, rows, columns);
  const image: Image = { pointer: framed?.pointer ?? pointerOf(dense), plan };
  const out = empty(shape, "float32");
  const biases = bias && contiguous(bias);
  switch (plan.method.name) {
    case "depthwise":
      convolveDepthwise(image, contiguous(weight), biases, problem, out, plan.method.tileRows);
      break;
    case "gathered": {
      const gathered = gather(image, problem, plan.method);
      const length = packedLength(plan.method.pixelCount, plan.product.depth, panelColumns());
      const b = { pointer: gathered.pointer, batchStride: problem.groups * length, groupStride: length };
      multiplyKernels(
        packedPlan(plan.product.depth, plan.method.pixelCount),
        weight,
        biases,
        b,
        problem,
        out,
      );
      gathered.release();
      break;
    }
    case "direct": {
      const groupStride = channelsIn * plan.planeLength;
      const b = { pointer: image.pointer, batchStride: problem.groups * groupStride, groupStride };
      multiplyKernels(plan.product, weight, biases, b, problem, out);
      break;
    }
  }
  framed?.release();
  return out;
}

/** The kernels as a matrix, times the image as one. */
function multiplyKernels(
  plan: ProductPlan,
  weight: NDArray,
  bias: NDArray | undefined,
  b: Matrices,
  { batch, groups, channelsOut }: Problem,
  out: NDArray,
): void {
  const pixels = elementCount(out.shape.slice(2));
  withPacked(
    weight,
    `kernels ${groups}`,
    () => packKernels(weight, groups),
    (packed) =>
      multiply({
        plan,
        rows: channelsOut,
        batches: batch,
        groups,
        a: {
          pointer: packed.pointer,
          batchStride: 0,
          groupStride: packedLength(channelsOut, plan.depth, panelRows),
        },
        b,
        c: {
          pointer: out.storage.pointer,
          batchStride: groups * channelsOut * pixels,
          groupStride: channelsOut * pixels,
        },
        rowStride: pixels,
        ...(bias && { bias: { along: "rows", pointer: pointerOf(bias) } }),
      }),
  );
}

function convolveDepthwise(
  { pointer, plan }: Image,
  weight: NDArray,
  bias: NDArray | undefined,
  { batch, groups, channelsIn, channelsOut }: Problem,
  out: NDArray,
  tileRows: number,
): void {
  const [height = 1, width = 1] = out.shape.length === 3 ? [1, out.shape[2]] : out.shape.slice(2);
  const channels = groups * channelsOut;
  const step = Math.max(1, Math.round(stepProducts / (plan.product.depth * height * width)));
  run(depthwiseKernel(tileRows, bias !== undefined), batch * channels, step, {
    weights: pointerOf(weight),
    depth: plan.product.depth,
    channels,
    bias: bias ? pointerOf(bias) : 0,
    b: pointer,
    c: out.storage.pointer,
    table: plan.product.tablePointer,
    tiles: plan.product.tilesPointer,
    tileCount: plan.product.tileCount,
    bRow: 4 * plan.rowLength,
    bPlane: 4 * channelsIn * plan.planeLength,
    cRow: 4 * width,
    cPlane: 4 * height * width,
    multiplier: channelsOut,
  });
}

/** Every group of channels of every image, its taps packed in the order of the output's pixels. */
function gather(
  { pointer, plan }: Image,
  { batch, groups, channelsIn }: Problem,
  { pixels, pixelCount }: Extract<Method, { name: "gathered" }>,
): Storage {
  const { depth, tablePointer } = plan.product;
  const lanes = panelColumns();
  const length = packedLength(pixelCount, depth, lanes);
  const storage = new Storage("float32", batch * groups * length, "the gathered input of a convolution");
  const panels = Math.ceil(pixelCount / lanes);
  run(gatherKernel(lanes), batch * groups * panels, Math.max(1, Math.round(stepElements / (depth * lanes))), {
    source: pointer,
    target: storage.pointer,
    sourceStride: 4 * channelsIn * plan.planeLength,
    targetStride: 4 * length,
    table: tablePointer,
    depth,
    pixels: pixels.pointer,
    pixelCount,
    panels,
  });
  return storage;
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
  const step = Math.max(1, Math.ceil(stepElements / plan.planeLength));
  run(frameKernel(frame.dense), planes, step, {
    source: pointerOf(image),
    target: storage.pointer,
    sourcePlane: 4 * rows.size * columns.size,
    targetPlane: 4 * plan.planeLength,
    sourceRow: 4 * rows.stride * columns.size,
    targetRow: 4 * plan.rowLength,
    sourceColumn: 4 * columns.stride,
    windows: frame.windows.pointer,
    windowCount: frame.windowCount,
  });
  return storage;
}
