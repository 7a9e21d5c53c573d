// A window that slides over the planes of an image, one plane of the result from one of the image: what depthwise
// convolution and pooling share.

import type { NDArray } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { run } from "../threads/pool.ts";
import { isDeep } from "../wasm/block-sums.ts";
import { type Combination, windowKernel } from "../wasm/window.ts";
import { type Ending, endingOperands } from "./ending.ts";
import type { ProductPlan } from "./product.ts";
import type { TileForm } from "./tiles.ts";

/** Steps of sums that take some ten microseconds. */
const stepProducts = 250_000;

export interface Sliding {
  /** shifts of the taps, and tall tiles of this form */
  readonly plan: ProductPlan;
  readonly form: TileForm;
  /** the first plane of the image, and elements between its rows and its planes */
  readonly pointer: number;
  readonly rowLength: number;
  readonly planeLength: number;
  /** planes of the result for each plane of the image */
  readonly multiplier: number;
  /** for convolutions: a number for each tap, for each channel of the result */
  readonly weights: { readonly pointer: number; readonly channels: number };
  /** for convolutions */
  readonly ending?: Ending | undefined;
}

/** Writes the result into `out` [batch, channels, (rows,) columns], which is dense. */
export function slide(combination: Combination, out: NDArray, sliding: Sliding): void {
  const { plan, form, pointer, rowLength, planeLength, multiplier, weights, ending } = sliding;
  const [columns = 1, rows = 1] = out.shape.slice(2).toReversed();
  const planes = elementCount(out.shape.slice(0, 2));
  const step = Math.max(1, Math.round(stepProducts / (plan.depth * rows * columns)));
  const deep = combination !== "largest" && isDeep(plan.depth);
  run(windowKernel(form.height, combination, form.taps, deep), planes, step, {
    weights: weights.pointer,
    depth: plan.depth,
    channels: weights.channels,
    b: pointer,
    c: out.storage.pointer,
    table: plan.tablePointer,
    tiles: plan.tilesPointer,
    tileCount: plan.tileCount,
    bRow: 4 * rowLength,
    bPlane: 4 * planeLength,
    cRow: 4 * columns,
    cPlane: 4 * rows * columns,
    multiplier,
    ...endingOperands(ending, out.storage.pointer),
  });
}
