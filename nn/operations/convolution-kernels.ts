// Convolution of float32 images by kernels, in the way that the plan has chosen.

import { denseCopy } from "../array/dense-copy.ts";
import { empty, type NDArray } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { Storage } from "../array/storage.ts";
import { Temporaries } from "../array/temporaries.ts";
import { narrow, permute, select, unsqueeze } from "../array/views.ts";
import { run } from "../threads/pool.ts";
import { gatherKernel } from "../wasm/gather.ts";
import { panelColumns, panelRows } from "../wasm/multiply.ts";
import { areShortSignals, convolutionPlan, type Method, type Problem } from "./convolution-plan.ts";
import { type Ending, endingOperands, finishOf } from "./ending.ts";
import { type FramePlan, withFrame } from "./frame.ts";
import { copyInto } from "./loops.ts";
import { withPacked } from "./memo.ts";
import type { PreparedConvolution } from "./prepared-convolution.ts";
import {
  type Matrices,
  multiply,
  type ProductPlan,
  pack,
  packedLength,
  packedPlan,
  pointerOf,
} from "./product.ts";
import { slide } from "./sliding.ts";
import type { TileForm } from "./tiles.ts";
import { convolveWinograd } from "./winograd.ts";

/** Elements whose gathering takes some ten microseconds. */
const stepElements = 16_384;

/** Places of signals that are convolved together. */
const placesTogether = 2048;

/** No size of the result's shape may be 0. */
export function convolveByKernel(
  x: NDArray,
  weight: NDArray,
  ending: Ending | undefined,
  prepared: PreparedConvolution,
): NDArray {
  return !ending?.finish && areShortSignals(prepared.problem)
    ? convolveTogether(x, weight, ending, prepared)
    : convolveImages(x, weight, ending, prepared);
}

/** Short signals as the rows of one image, some at a time: channels come first, and go back behind the signals. */
function convolveTogether(
  x: NDArray,
  weight: NDArray,
  ending: Ending | undefined,
  { problem, shape }: PreparedConvolution,
): NDArray {
  const out = empty(shape, "float32");
  const [batch = 0, channels = 0, places = 1] = [shape[0], shape[1], shape.at(-1)];
  const most = Math.max(2, Math.floor(placesTogether / places));
  const signals = withoutRows(x);
  for (let start = 0; start < batch; start += most) {
    using temporaries = new Temporaries();
    const count = Math.min(most, batch - start);
    const image = temporaries.add(denseCopy(permute(narrow(signals, 0, start, count), [1, 0, 2])));
    const product = convolveImages(unsqueeze(image, 0), weight, ending, {
      problem: { ...problem, batch: 1, rows: { ...problem.rows, size: count } },
      shape: [1, channels, count, places],
    });
    temporaries.add(product);
    copyInto(narrow(withoutRows(out), 0, start, count), permute(select(product, 0, 0), [1, 0, 2]));
  }
  return out;
}

/** One-dimensional images may be given as ones of one row. */
function withoutRows(x: NDArray): NDArray {
  return x.shape.length === 4 ? select(x, 2, 0) : x;
}

function convolveImages(
  x: NDArray,
  weight: NDArray,
  ending: Ending | undefined,
  { problem, shape }: PreparedConvolution,
): NDArray {
  const { channelsIn, groups } = problem;
  const { method, frame, product } = convolutionPlan(problem);
  const out = empty(shape, "float32");
  using temporaries = new Temporaries();
  withFrame(temporaries.contiguous(x), frame, 0, (pointer) => {
    switch (method.name) {
      case "depthwise":
        return convolveDepthwise(
          pointer,
          frame,
          product,
          method.form,
          temporaries.contiguous(weight),
          ending,
          problem,
          out,
        );
      case "gathered":
        return convolveGathered(pointer, frame, product, method, weight, ending, problem, out);
      case "winograd":
        return convolveWinograd(pointer, frame, product, method, weight, ending, problem, out);
      case "direct": {
        const groupStride = channelsIn * frame.planeLength;
        const b = { pointer, batchStride: groups * groupStride, groupStride };
        return multiplyKernels(product, weight, ending, b, problem, out);
      }
    }
  });
  return out;
}

/** The kernels as a matrix, times the image as one. */
function multiplyKernels(
  plan: ProductPlan,
  weight: NDArray,
  ending: Ending | undefined,
  b: Matrices,
  { batch, groups, channelsOut }: Problem,
  out: NDArray,
): void {
  const pixels = elementCount(out.shape.slice(2));
  const steps = finishOf(ending);
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
        ...(ending && { bias: { along: "rows", pointer: ending.bias } }),
        ...(steps && { finish: { steps, operands: endingOperands(ending, out.storage.pointer) } }),
      }),
  );
}

function convolveDepthwise(
  pointer: number,
  frame: FramePlan,
  plan: ProductPlan,
  form: TileForm,
  weight: NDArray,
  ending: Ending | undefined,
  { groups, channelsIn, channelsOut }: Problem,
  out: NDArray,
): void {
  slide(finishOf(ending) ?? (ending ? "convolveBiased" : "convolve"), out, {
    plan,
    form,
    pointer,
    rowLength: frame.rowLength,
    planeLength: channelsIn * frame.planeLength,
    multiplier: channelsOut,
    weights: { pointer: pointerOf(weight), channels: groups * channelsOut },
    ending,
  });
}

/** Every group of channels of every image is packed, its taps in the order of the output's pixels, and multiplied. */
function convolveGathered(
  pointer: number,
  { planeLength }: FramePlan,
  { depth, tablePointer }: ProductPlan,
  { pixels, pixelCount }: Extract<Method, { name: "gathered" }>,
  weight: NDArray,
  ending: Ending | undefined,
  problem: Problem,
  out: NDArray,
): void {
  const { batch, groups, channelsIn } = problem;
  const lanes = panelColumns();
  const length = packedLength(pixelCount, depth, lanes);
  const packed = new Storage("float32", batch * groups * length, "the gathered input of a convolution");
  const panels = Math.ceil(pixelCount / lanes);
  run(gatherKernel(lanes), batch * groups * panels, Math.max(1, Math.round(stepElements / (depth * lanes))), {
    source: pointer,
    target: packed.pointer,
    sourceStride: 4 * channelsIn * planeLength,
    targetStride: 4 * length,
    table: tablePointer,
    depth,
    pixels: pixels.pointer,
    pixelCount,
    panels,
  });
  const b = { pointer: packed.pointer, batchStride: groups * length, groupStride: length };
  multiplyKernels(packedPlan(depth, pixelCount), weight, ending, b, problem, out);
  packed.release();
}

/** The kernels of each group as rows of a matrix, packed. */
function packKernels(weight: NDArray, groups: number): Storage {
  using temporaries = new Temporaries();
  const dense = temporaries.contiguous(weight);
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
