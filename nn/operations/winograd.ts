// Convolution by kernels of 3 x 3 with a quarter of the products, or half of them: see wasm/winograd.ts. Pixels are
// transformed into 36 (16) matrices, multiplied by as many matrices of weights, and the products transformed back.
// The result is about as exact as a plain sum in single precision.

import type { NDArray } from "../array/ndarray.ts";
import { Storage } from "../array/storage.ts";
import { Temporaries } from "../array/temporaries.ts";
import { run } from "../threads/pool.ts";
import { panelColumns, panelRows } from "../wasm/multiply.ts";
import { pixelTransformKernel, resultTransformKernel, weightTransformKernel } from "../wasm/winograd.ts";
import type { WinogradForm } from "../wasm/winograd-form.ts";
import type { Method, Problem } from "./convolution-plan.ts";
import { type Ending, endingOperands, finishOf } from "./ending.ts";
import type { FramePlan } from "./frame.ts";
import { withPacked } from "./memo.ts";
import { multiply, type ProductPlan, packedLength, packedPlan, pointerOf } from "./product.ts";

/**
 * Elements between one matrix and the next. The same place in all of them is visited in turn, and in matrices whose
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
  { form, tileRows, tileColumns }: Extract<Method, { name: "winograd" }>,
  weight: NDArray,
  ending: Ending | undefined,
  { batch, channelsIn, channelsOut }: Problem,
  out: NDArray,
): void {
  const lanes = panelColumns();
  const matrices = form.tileIn ** 2;
  const tiles = batch * tileRows * tileColumns;
  const step = Math.max(1, Math.round(stepTiles / (tileRows * tileColumns)));
  const matrix = packedLength(tiles, channelsIn, lanes) + skew;
  const product = channelsOut * tiles + skew;
  const transformed = new Storage("float32", matrices * matrix, "the transformed input of a convolution");
  run(pixelTransformKernel(form, lanes), batch * channelsIn, step, {
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
    `winograd ${form.tileOut}`,
    () => packWeights(form, weight, channelsOut, channelsIn),
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
  run(
    resultTransformKernel(form, finishOf(ending) ?? (ending ? "biased" : "plain")),
    batch * channelsOut,
    step,
    {
      source: products.pointer,
      target: out.storage.pointer,
      channels: channelsOut,
      tileRows,
      tileColumns,
      matrix: 4 * product,
      tiles,
      rows: out.shape[2] ?? 0,
      columns: out.shape[3] ?? 0,
      ...endingOperands(ending, out.storage.pointer),
    },
  );
  products.release();
}

/** The matrices [out channel, in channel] of transformed weights, each packed as a left side. */
function packWeights(form: WinogradForm, weight: NDArray, channelsOut: number, channelsIn: number): Storage {
  using temporaries = new Temporaries();
  const size = packedLength(channelsOut, channelsIn, panelRows);
  const packed = new Storage("float32", form.tileIn ** 2 * size, "transformed weights");
  const step = Math.max(1, Math.round(stepTiles / (panelRows * channelsIn)));
  run(weightTransformKernel(form), Math.ceil(channelsOut / panelRows), step, {
    source: pointerOf(temporaries.contiguous(weight)),
    target: packed.pointer,
    channelsIn,
    channelsOut,
    matrix: 4 * size,
  });
  return packed;
}
