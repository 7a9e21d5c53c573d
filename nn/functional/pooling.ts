// Pooling over two spatial dimensions, with or without a batch dimension.

import { avgPool, maxPool } from "../operations/pooling.ts";
import { cat } from "../tensor/creation.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type NumberOrTuple, tuple } from "./tuples.ts";

export interface MaxPoolOptions {
  /** left out: the kernel size, so that windows do not overlap */
  readonly stride?: NumberOrTuple;
  readonly padding?: NumberOrTuple;
  readonly dilation?: NumberOrTuple;
  /** windows may reach over the far edge */
  readonly ceilMode?: boolean;
}

/** The largest element of each window of x [N, C, H, W] or [C, H, W]. */
export function maxPool2d(
  x: Tensor,
  kernelSize: NumberOrTuple,
  { stride = kernelSize, padding = 0, dilation = 1, ceilMode = false }: MaxPoolOptions = {},
): Tensor {
  const options = {
    kernelSize: tuple("kernelSize", kernelSize, 2),
    stride: tuple("stride", stride, 2),
    padding: tuple("padding", padding, 2),
    dilation: tuple("dilation", dilation, 2),
    ceilMode,
    countIncludePad: true,
  };
  return batched("maxPool2d", x, (batch) => Tensor.compute(maxPool, [batch], options));
}

export interface AvgPoolOptions {
  readonly stride?: NumberOrTuple;
  readonly padding?: NumberOrTuple;
  readonly ceilMode?: boolean;
  /** whether padded zeros count in the divisor */
  readonly countIncludePad?: boolean;
}

/** The mean of each window of x [N, C, H, W] or [C, H, W]. */
export function avgPool2d(
  x: Tensor,
  kernelSize: NumberOrTuple,
  { stride = kernelSize, padding = 0, ceilMode = false, countIncludePad = true }: AvgPoolOptions = {},
): Tensor {
  const options = {
    kernelSize: tuple("kernelSize", kernelSize, 2),
    stride: tuple("stride", stride, 2),
    padding: tuple("padding", padding, 2),
    dilation: [1, 1],
    ceilMode,
    countIncludePad,
  };
  return batched("avgPool2d", x, (batch) => Tensor.compute(avgPool, [batch], options));
}

/**
 * Means over windows chosen so that the result has the given size: window i of n covers the positions from
 * floor(i L / n) to ceil((i + 1) L / n). The mean of a rectangle is the mean of its rows' means.
 */
export function adaptiveAvgPool2d(x: Tensor, outputSize: NumberOrTuple): Tensor {
  const [rows = 1, columns = 1] = tuple("outputSize", outputSize, 2);
  return batched("adaptiveAvgPool2d", x, (batch) => meansAlong(meansAlong(batch, 2, rows), 3, columns));
}

function meansAlong(x: Tensor, dim: number, count: number): Tensor {
  const length = x.size(dim);
  if (count === length) return x;
  const windows = Array.from({ length: count }, (_, i) => {
    const start = Math.floor((i * length) / count);
    const end = Math.ceil(((i + 1) * length) / count);
    return x.narrow(dim, start, end - start).mean(dim, { keepdim: true });
  });
  const [only] = windows;
  return count === 1 && only ? only : cat(windows, dim);
}

function batched(name: string, x: Tensor, pool: (batch: Tensor) => Tensor): Tensor {
  if (x.dim() === 4) return pool(x);
  if (x.dim() === 3) return pool(x.unsqueeze(0)).squeeze(0);
  throw new RangeError(
    `Expected 3D (unbatched) or 4D (batched) input to ${name}, but got input of size: [${x.shape.join(", ")}]`,
  );
}
