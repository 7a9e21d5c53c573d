// Convolution by kernels of 3 x 3 with a quarter of the products: see wasm/winograd.ts. Pixels are transformed into
// 36 matrices, multiplied by 36 matrices of weights, and the products transformed back. The result is about five
// times less exact than a plain sum in single precision (some 3e-5 for a standard normal image and unit gain).

import { type NDArray, valuesOf } from "../array/ndarray.ts";
import { Storage } from "../array/storage.ts";
import { run } from "../threads/pool.ts";
import { panelColumns, panelRows } from "../wasm/multiply.ts";
import { pixelTransformKernel, resultTransformKernel, tileIn, weightTransform } from "../wasm/winograd.ts";
import type { Method, Problem } from "./convolution-plan.ts";
import type { FramePlan } from "./frame.ts";
import { withPacked } from "./memo.ts";
import { multiply, type ProductPlan, pack, packedLength, packedPlan, pointerOf } from "./product.ts";

const matrices = tileIn ** 2;

/**
 * Elements between one matrix and the next. The same place in all 36 is visited in turn, and in matrices whose
 * size is a multiple of 4 KiB all those places would share one set of the cache.
 */
const skew = 16;

/** Tiles that are transformed in some ten microseconds. */
const stepTiles = 400;

/** Writes the result into `out`. `pointer` is the first plane of the frame, whose shifts `pixels` lists. */
export function convolveWinograd(
  pointer: number,
  frame: FramePlan,
  pixels: ProductPlan,
  { tileRows, tileColumns }: Extract<Method, { name: "winograd" }>,
  weight: NDArray,
  bias: NDArray | undefined,
  { batch, channelsIn, channelsOut }: Problem,
  out: NDArray,
): void {
  const lanes = panelColumns();
  const tiles = batch * tileRows * tileColumns;
  const step = Math.max(1, Math.round(stepTiles / (tileRows * tileColumns)));
  const matrix = packedLength(tiles, channelsIn, lanes) + skew;
  const product = channelsOut * tiles + skew;
  const transformed = new Storage("float32", matrices * matrix, "the transformed input of a convolution");
  run(pixelTransformKernel(lanes), batch * channelsIn, step, {
    source: pointer,
    target: transformed.pointer,
    table: pixels.tablePointer,
    channels: channelsIn,
    tileRows,
    tileColumns,
    plane: 4 * frame.planeLength,
    row: 4 * frame.rowLength,
    matrix: 4 * matrix,
  });
  const products = new Storage("float32", matrices * product, "the products of a convolution");
  withPacked(
    weight,
    "winograd",
    () => packWeights(weight, channelsOut, channelsIn),
    (packed) =>
      multiply({
        plan: packedPlan(channelsIn, tiles),
        rows: channelsOut,
        batches: matrices,
        groups: 1,
        a: {
          pointer: packed.pointer,
          batchStride: packedLength(channelsOut, channelsIn, panelRows),
          groupStride: 0,
        },
        b: { pointer: transformed.pointer, batchStride: matrix, groupStride: 0 },
        c: { pointer: products.pointer, batchStride: product, groupStride: 0 },
        rowStride: tiles,
      }),
  );
  transformed.release();
  run(resultTransformKernel(bias !== undefined), batch * channelsOut, step, {
    source: products.pointer,
    target: out.storage.pointer,
    bias: bias ? pointerOf(bias) : 0,
    channels: channelsOut,
    tileRows,
    tileColumns,
    matrix: 4 * product,
    tiles,
    rows: out.shape[2] ?? 0,
    columns: out.shape[3] ?? 0,
  });
  products.release();
}

/** The 36 matrices [out channel, in channel] of transformed weights, each packed as a left side. */
function packWeights(weight: NDArray, channelsOut: number, channelsIn: number): Storage {
  const size = channelsOut * channelsIn;
  const transformed = new Storage("float32", matrices * size, "transformed weights");
  const [values, target] = [valuesOf(weight), transformed.data()];
  for (let kernel = 0; kernel < size; kernel++) {
    transformKernel(values, 9 * kernel).forEach((value, i) => {
      target[i * size + kernel] = value;
    });
  }
  const packed = pack(
    Array.from({ length: matrices }, (_, i) => ({
      pointer: transformed.pointer + 4 * i * size,
      count: channelsOut,
      depth: channelsIn,
      laneStride: channelsIn,
      depthStride: 1,
    })),
    panelRows,
    "packed weights",
  );
  transformed.release();
  return packed;
}

/** G k G transposed, for the 3 x 3 weights k that begin at `start`. */
function transformKernel(values: ArrayLike<number>, start: number): number[] {
  const half = weightTransform.map(([x = 0, y = 0, z = 0]) =>
    [0, 1, 2].map(
      (column) =>
        x * (values[start + column] ?? 0) +
        y * (values[start + 3 + column] ?? 0) +
        z * (values[start + 6 + column] ?? 0),
    ),
  );
  return half.flatMap(([a = 0, b = 0, c = 0]) =>
    weightTransform.map(([x = 0, y = 0, z = 0]) => x * a + y * b + z * c),
  );
}
