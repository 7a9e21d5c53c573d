// Pooling to a given size, whatever the size of the input: window i of n begins at floor(i L / n) and ends before
// ceil((i + 1) L / n), so that windows cover everything and differ by one element at most.

import type { DType } from "../array/dtype.ts";
import { empty, type NDArray } from "../array/ndarray.ts";
import { elementCount, type Shape, showShape } from "../array/shape.ts";
import { same } from "./dtype-rules.ts";
import { type Gradient, nothing, type OneArray, type Operation } from "./operation.ts";
import { argMaxPool, avgPool, maxPool, type PoolingOptions } from "./pooling.ts";
import { meansBackward, toLargest } from "./pooling-gradients.ts";
import {
  largestOf,
  meanOf,
  placeOfLargest,
  poolWindows,
  type Window,
  type WindowReduction,
} from "./pooling-windows.ts";
import { amax, mean, type ReductionOptions } from "./reductions.ts";

export interface AdaptivePoolingOptions {
  /** of each spatial dimension */
  readonly outputSize: readonly number[];
}

interface AdaptiveRules {
  readonly gradient: Gradient<OneArray, AdaptivePoolingOptions> | "none";
  readonly whole?: Operation<OneArray, ReductionOptions>;
  readonly dtypeOf?: (x: DType) => DType;
}

/** `regular` pools by windows of one size, `reduction` one window of any size, and `whole`, if given, all there is. */
function adaptivePooling(
  name: string,
  regular: Operation<OneArray, PoolingOptions>,
  reduction: WindowReduction,
  { gradient, whole, dtypeOf = same }: AdaptiveRules,
): Operation<OneArray, AdaptivePoolingOptions> {
  return {
    name,
    forward([x], { outputSize }) {
      check(name, x, outputSize);
      const sizes = x.shape.slice(2);
      if (whole && outputSize.every((size) => size === 1)) {
        return whole.forward([x], { dims: sizes.map((_, i) => 2 + i), keepdim: true });
      }
      if (sizes.every((size, i) => outputSize[i] !== 0 && size % (outputSize[i] ?? 1) === 0)) {
        return regular.forward([x], tiling(sizes, outputSize));
      }
      const out = empty([...x.shape.slice(0, 2), ...outputSize], dtypeOf(x.dtype));
      poolWindows(x, allWindows(x.shape, outputSize), out, reduction, settings);
      return out;
    },
    gradient,
  };
}

const settings = { dilation: [1, 1], countIncludePad: true } as const;

function allWindows(shape: Shape, outputSize: readonly number[]): Window[][] {
  return outputSize.map((count, i) => windowsOf(shape[2 + i]!, count));
}

/** The mean of each window. */
export const adaptiveAvgPool: Operation<OneArray, AdaptivePoolingOptions> = adaptivePooling(
  "AdaptiveAvgPool2D",
  avgPool,
  meanOf,
  {
    whole: mean,
    gradient: {
      saves: nothing,
      rule({ gradient, forms: [{ shape }], options }, m) {
        if (options.outputSize.some((size) => size !== 1))
          return [m.apply(adaptiveAvgPoolBackward, [gradient], { shape, options })];
        return [m.expand(m.div(gradient, elementCount(shape.slice(2))), shape)];
      },
    },
  },
);

/** The gradient of what means were taken of. */
export const adaptiveAvgPoolBackward = meansBackward(
  "AdaptiveAvgPool2DBackward",
  adaptiveAvgPool,
  (shape, { outputSize }) => [allWindows(shape, outputSize), settings],
);

/** Where in its plane the largest value of each window stands, counted row by row: int64. */
export const adaptiveArgMaxPool = adaptivePooling("AdaptiveArgMaxPool", argMaxPool, placeOfLargest, {
  gradient: "none",
  dtypeOf: () => "int64",
});

/** The largest value of each window; NaN wins. */
export const adaptiveMaxPool = adaptivePooling("AdaptiveMaxPool2D", maxPool, largestOf, {
  gradient: toLargest(adaptiveArgMaxPool),
  whole: amax,
});

/** Windows of one size side by side. */
function tiling(sizes: readonly number[], outputSize: readonly number[]): PoolingOptions {
  const kernelSize = sizes.map((size, i) => size / (outputSize[i] ?? 1));
  return {
    kernelSize,
    stride: kernelSize,
    padding: sizes.map(() => 0),
    dilation: sizes.map(() => 1),
    ceilMode: false,
    countIncludePad: true,
  };
}

function windowsOf(size: number, count: number): Window[] {
  return Array.from({ length: count }, (_, i) => {
    const start = Math.floor((i * size) / count);
    const end = Math.ceil(((i + 1) * size) / count);
    return { start, end, length: end - start };
  });
}

function check(name: string, x: NDArray, outputSize: readonly number[]): void {
  const spatial = x.shape.length - 2;
  if ((spatial !== 1 && spatial !== 2) || outputSize.length !== spatial || x.shape.slice(2).includes(0)) {
    throw new RangeError(
      `${name}: expected an input of ${outputSize.length + 2} dimensions, none of the last ${outputSize.length} of size ` +
        `0, got shape ${showShape(x.shape)}`,
    );
  }
  if (!outputSize.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new RangeError(
      `${name}: output sizes are whole numbers of at least 0, got ${showShape(outputSize)}`,
    );
  }
}
