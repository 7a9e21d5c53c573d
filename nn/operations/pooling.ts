// Pooling: the largest or the mean value of each window, channel by channel, in one and two dimensions.

import type { DType } from "../array/dtype.ts";
import { empty, type NDArray } from "../array/ndarray.ts";
import { elementCount, type Shape, showShape } from "../array/shape.ts";
import { same } from "./dtype-rules.ts";
import type { Axis } from "./frame.ts";
import { type Gradient, nothing, type OneArray, type Operation } from "./operation.ts";
import { meansBackward, toLargest } from "./pooling-gradients.ts";
import { type Pooling, poolByKernel } from "./pooling-kernels.ts";
import {
  largestOf,
  meanOf,
  placeOfLargest,
  poolWindows,
  type ReduceSettings,
  type Window,
  type WindowReduction,
} from "./pooling-windows.ts";

export interface PoolingOptions {
  /** one number for each spatial dimension, as in all that follow */
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  /** on both sides, at most half a kernel; never the largest, and a zero in a mean */
  readonly padding: readonly number[];
  /** for the largest only */
  readonly dilation: readonly number[];
  /** keep a last window that is not wholly inside */
  readonly ceilMode: boolean;
  /** for the mean only: padding counts in the divisor */
  readonly countIncludePad: boolean;
  /** for the mean only: what the sum of every window is divided by, whatever its size */
  readonly divisor?: number | undefined;
}

/** `kind` says how a kernel does it for float32 where all windows are alike; undefined: window by window, as elsewhere. */
function pooling(
  name: string,
  kind: Pooling | undefined,
  reduction: WindowReduction,
  gradient: Gradient<OneArray, PoolingOptions> | "none",
  dtypeOf: (x: DType) => DType = same,
): Operation<OneArray, PoolingOptions> {
  return {
    name,
    forward([x], options) {
      check(name, x, options);
      const windows = allWindows(x.shape, options);
      const sizes = windows.map(({ length }) => length);
      if (sizes.some((size) => size < 1)) {
        throw new RangeError(
          `${name}: an input of shape ${showShape(x.shape)} is too small for a kernel of ${showShape(options.kernelSize)}`,
        );
      }
      const out = empty([...x.shape.slice(0, 2), ...sizes], dtypeOf(x.dtype));
      const regular = kind === "largest" || everyWindowCountsAlike(options);
      if (kind && x.dtype === "float32" && regular && elementCount(out.shape) > 0) {
        poolByKernel(kind, x, axesOf(x.shape, options), out, options.divisor);
        return out;
      }
      poolWindows(x, windows, out, reduction, settingsOf(options));
      return out;
    },
    gradient,
  };
}

function allWindows(shape: Shape, options: PoolingOptions): Window[][] {
  return axesOf(shape, options).map((axis) => windowsOf(axis, options.ceilMode));
}

function settingsOf({ dilation, countIncludePad, divisor }: PoolingOptions): ReduceSettings {
  const [across = 1, down = 1] = dilation.toReversed();
  return { dilation: [down, across], countIncludePad, divisor };
}

/** Whether each mean has the same divisor, namely the kernel's size. */
function everyWindowCountsAlike({ padding, countIncludePad, ceilMode, divisor }: PoolingOptions): boolean {
  if (divisor !== undefined) return true;
  return !ceilMode && (countIncludePad || padding.every((length) => length === 0));
}

/** Where in its plane the largest value of each window stands, counted row by row: int64. */
export const argMaxPool = pooling("ArgMaxPool", undefined, placeOfLargest, "none", () => "int64");

/** The largest value of each window; NaN wins. */
export const maxPool = pooling("MaxPool2DWithIndices", "largest", largestOf, toLargest(argMaxPool));

/** The mean of each window. */
export const avgPool: Operation<OneArray, PoolingOptions> = pooling("AvgPool2D", "mean", meanOf, {
  saves: nothing,
  rule: ({ gradient, forms: [x], options }, m) => [
    m.apply(avgPoolBackward, [gradient], { shape: x.shape, options }),
  ],
});

/** The gradient of what means were taken of. */
export const avgPoolBackward = meansBackward("AvgPool2DBackward", avgPool, (shape, options) => [
  allWindows(shape, options),
  settingsOf(options),
]);

function axesOf(shape: Shape, options: PoolingOptions): Axis[] {
  return shape.slice(2).map((size, i) => ({
    size,
    kernel: options.kernelSize[i] ?? 1,
    stride: options.stride[i] ?? 1,
    padding: options.padding[i] ?? 0,
    dilation: options.dilation[i] ?? 1,
  }));
}

/** PyTorch's rule (pooling_output_shape): with ceilMode a window may stick out, but must not begin outside. */
function windowsOf({ size, kernel, stride, padding, dilation }: Axis, ceilMode: boolean): Window[] {
  const reach = dilation * (kernel - 1) + 1;
  const steps = (size + 2 * padding - reach) / stride;
  const whole = (ceilMode ? Math.ceil(steps) : Math.floor(steps)) + 1;
  const count = ceilMode && (whole - 1) * stride >= size + padding ? whole - 1 : whole;
  return Array.from({ length: Math.max(count, 0) }, (_, i) => {
    const first = i * stride - padding;
    const outside = Math.ceil(Math.max(-first, 0) / dilation);
    return {
      start: first + outside * dilation,
      end: Math.min(first + reach, size),
      length: Math.min(first + reach, size + padding) - first,
    };
  });
}

function check(name: string, x: NDArray, options: PoolingOptions): void {
  const spatial = x.shape.length - 2;
  if (spatial !== 1 && spatial !== 2) {
    throw new RangeError(`${name}: expected an input of 3 or 4 dimensions, got shape ${showShape(x.shape)}`);
  }
  const least = { kernelSize: 1, stride: 1, padding: 0, dilation: 1 };
  for (const [option, bound] of Object.entries(least) as [keyof typeof least, number][]) {
    const values = options[option];
    if (values.length === spatial && values.every((value) => Number.isInteger(value) && value >= bound))
      continue;
    throw new RangeError(
      `${name}: ${option} takes ${spatial} whole numbers of at least ${bound}, got ${showShape(values)}`,
    );
  }
  if (options.padding.some((padding, i) => padding > (options.kernelSize[i] ?? 0) / 2)) {
    throw new RangeError(
      `${name}: pad should be at most half of kernel size, but got pad=${showShape(options.padding)} and ` +
        `kernel_size=${showShape(options.kernelSize)}`,
    );
  }
}
