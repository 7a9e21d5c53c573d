// Pooling of float32 images by kernels: the largest value of a window with a border of minus infinity, or the
// mean as a convolution whose weights are all alike.

import { fromValues, type NDArray } from "../array/ndarray.ts";
import { Temporaries } from "../array/temporaries.ts";
import { type Axis, type FramePlan, planFrame, withFrame } from "./frame.ts";
import { Memo } from "./memo.ts";
import { ProductPlan } from "./product.ts";
import { slide } from "./sliding.ts";
import { type TileForm, tallTiles, tileForm } from "./tiles.ts";

export type Pooling = "largest" | "mean";

interface PoolingPlan {
  readonly frame: FramePlan;
  readonly product: ProductPlan;
  readonly form: TileForm;
  /** one over the kernel's size, for each tap */
  readonly weights: NDArray;
}

const plans = new Memo<PoolingPlan>(64);

const single: Axis = { size: 1, kernel: 1, stride: 1, padding: 0, dilation: 1 };

/**
 * Writes the result into `out`, whose shape says how many windows there are along each axis. Means are sums divided
 * by `divisor`, or by the kernel's size.
 */
export function poolByKernel(
  kind: Pooling,
  x: NDArray,
  axes: readonly Axis[],
  out: NDArray,
  divisor?: number | undefined,
): void {
  const [across = single, down = single] = axes.toReversed();
  const [columns = 1, rows = 1] = out.shape.slice(2).toReversed();
  const { frame, product, form, weights } = plans.get(
    `${JSON.stringify([down, across, rows, columns])} ${divisor}`, // infinity is no number in JSON
    () => {
      const plan = planFrame(down, across, { rows, columns });
      const taps = plan.shifts.length;
      const tiles = tileForm(rows);
      return {
        frame: plan,
        product: new ProductPlan(
          plan.shifts,
          tallTiles({ rows, columns, rowLength: plan.rowLength }, tiles.height),
        ),
        form: tiles,
        weights: fromValues(new Array<number>(taps).fill(1 / (divisor ?? taps)), [taps], "float32"),
      };
    },
  );
  using temporaries = new Temporaries();
  withFrame(temporaries.contiguous(x), frame, kind === "largest" ? -Infinity : 0, (pointer) => {
    slide(kind === "largest" ? "largest" : "convolve", out, {
      plan: product,
      form,
      pointer,
      rowLength: frame.rowLength,
      planeLength: frame.planeLength,
      multiplier: 1,
      weights: { pointer: weights.storage.pointer, channels: 1 },
    });
  });
}
