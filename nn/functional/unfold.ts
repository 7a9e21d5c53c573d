// The windows of an image as columns of a matrix, and back: with them a convolution is one product of matrices.

import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { showShape } from "../array/shape.ts";
import { stack, zeros } from "../tensor/creation.ts";
import { composed } from "../tensor/scope.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { batched } from "./batched.ts";
import { pad } from "./pad.ts";
import { type NumberOrTuple, tuple } from "./tuples.ts";

export const unfoldArguments = optional(
  (dilation?: NumberOrTuple, padding?: NumberOrTuple, stride?: NumberOrTuple) => ({
    /** how far apart the elements of a window are */
    dilation,
    /** zeros on both sides */
    padding,
    /** how far apart the windows are */
    stride,
  }),
);
export interface UnfoldOptions extends OptionsOf<typeof unfoldArguments> {}
type GivenOptions = Given<typeof unfoldArguments, UnfoldOptions>;

/** How a window lies along one dimension, and how often. */
interface Steps {
  readonly kernel: number;
  readonly dilation: number;
  readonly padding: number;
  readonly stride: number;
  readonly count: number;
}

/**
 * x [N, C, H, W] or [C, H, W] -> [N, C kH kW, L] or [C kH kW, L]: each of the L columns is a window of the image, its
 * channels one after the other (im2col).
 */
export function unfold(x: Tensor, kernelSize: NumberOrTuple, ...given: GivenOptions): Tensor {
  const options = unfoldArguments.read("unfold", given);
  return batched("unfold", 2, x, (batch) => {
    const [samples = 0, channels = 0, ...sizes] = batch.shape;
    const [rows, columns] = stepsOf("unfold", sizes, kernelSize, options);
    const windows = (): Tensor => {
      const [top, left] = [rows.padding, columns.padding];
      const padded = pad(batch, [left, left, top, top]);
      const taps = places(rows).flatMap((row) =>
        places(columns).map((column) => tap(padded, row, column, rows, columns)),
      );
      return stack(taps, 2).reshape([samples, channels * taps.length, rows.count * columns.count]);
    };
    return composed(windows, "Im2Col");
  });
}

/**
 * The other way round: x [N, C kH kW, L] or [C kH kW, L] -> [N, C, H, W] or [C, H, W], where `outputSize` is [H, W].
 * What several windows have at one pixel is added.
 */
export function fold(
  x: Tensor,
  outputSize: NumberOrTuple,
  kernelSize: NumberOrTuple,
  ...given: GivenOptions
): Tensor {
  const options = unfoldArguments.read("fold", given);
  return batched("fold", 1, x, (batch) => {
    const sizes = tuple("fold: outputSize", outputSize, 2, 0);
    const [rows, columns] = stepsOf("fold", sizes, kernelSize, options);
    const [samples = 0, depth = 0, count = 0] = batch.shape;
    const taps = rows.kernel * columns.kernel;
    if (depth % taps !== 0 || count !== rows.count * columns.count) {
      throw new RangeError(
        `fold: expected an input [N, C ${taps}, ${rows.count * columns.count}], got ${showShape(batch.shape)}`,
      );
    }
    const sum = (): Tensor => {
      const [height = 0, width = 0] = sizes;
      const padded = [height + 2 * rows.padding, width + 2 * columns.padding];
      const image = zeros([samples, depth / taps, ...padded], { dtype: x.dtype });
      const parts = batch.reshape([samples, depth / taps, taps, rows.count, columns.count]).unbind(2);
      const spots = places(rows).flatMap((row) => places(columns).map((column) => [row, column] as const));
      for (const [i, [row, column]] of spots.entries()) {
        const part = parts[i];
        if (part) tap(image, row, column, rows, columns).add_(part);
      }
      return image.narrow(2, rows.padding, height).narrow(3, columns.padding, width).clone();
    };
    return composed(sum, "Col2Im");
  });
}

/** Where along the padded dimension each element of the kernel begins. */
function places({ kernel, dilation }: Steps): number[] {
  return Array.from({ length: kernel }, (_, i) => i * dilation);
}

/** What the element of the kernel at (row, column) sees, one pixel for each window: a view. */
function tap(image: Tensor, row: number, column: number, rows: Steps, columns: Steps): Tensor {
  const end = (from: number, { count, stride }: Steps): number => from + (count - 1) * stride + 1;
  return image
    .slice(2, row, end(row, rows), rows.stride)
    .slice(3, column, end(column, columns), columns.stride);
}

function stepsOf(
  name: string,
  sizes: readonly number[],
  kernelSize: NumberOrTuple,
  { dilation = 1, padding = 0, stride = 1 }: UnfoldOptions,
): [rows: Steps, columns: Steps] {
  const [kernels, dilations, paddings, strides] = inFunction(name, () => [
    tuple("kernelSize", kernelSize, 2, 1),
    tuple("dilation", dilation, 2, 1),
    tuple("padding", padding, 2, 0),
    tuple("stride", stride, 2, 1),
  ]);
  const along = (dim: number): Steps => {
    const [kernel = 1, dilated = 1, padded = 0, step = 1] = [
      kernels[dim],
      dilations[dim],
      paddings[dim],
      strides[dim],
    ];
    const count = Math.floor(((sizes[dim] ?? 0) + 2 * padded - dilated * (kernel - 1) - 1) / step) + 1;
    if (count < 1) {
      throw new RangeError(
        `${name}: an image of size ${showShape(sizes)} with padding ${showShape(paddings)} has no window of size ` +
          `${showShape(kernels)} and dilation ${showShape(dilations)}`,
      );
    }
    return { kernel, dilation: dilated, padding: padded, stride: step, count };
  };
  return [along(0), along(1)];
}
