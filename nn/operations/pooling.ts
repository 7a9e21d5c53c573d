// Pooling: the largest or the mean value of each window, channel by channel, in one and two dimensions.

import { empty, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, type Shape, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import type { Axis } from "./frame.ts";
import { type Operation, wrongInputs } from "./operation.ts";
import { type Pooling, poolByKernel } from "./pooling-kernels.ts";

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

/** The pixels of one window along one axis. */
export interface Window {
  /** the first pixel and the end that lie inside the input */
  readonly start: number;
  readonly end: number;
  /** pixels with those of the padding */
  readonly length: number;
}

type Reduce = (
  values: ArrayLike<number>,
  /** index of the plane's first pixel */
  base: number,
  rowLength: number,
  rows: Window,
  columns: Window,
  settings: ReduceSettings,
) => number;

interface ReduceSettings {
  readonly dilation: readonly [rows: number, columns: number];
  readonly countIncludePad: boolean;
  readonly divisor?: number | undefined;
}

function pooling(name: string, kind: Pooling, reduce: Reduce): Operation<PoolingOptions> {
  return {
    name,
    forward(inputs, options) {
      const [x] = inputs;
      if (!x || inputs.length > 1) throw wrongInputs(name, "one array", inputs);
      check(name, x, options);
      const axes = axesOf(x.shape, options);
      const windows = axes.map((axis) => windowsOf(axis, options.ceilMode));
      const sizes = windows.map(({ length }) => length);
      if (sizes.some((size) => size < 1)) {
        throw new RangeError(
          `${name}: an input of shape ${showShape(x.shape)} is too small for a kernel of ${showShape(options.kernelSize)}`,
        );
      }
      const out = empty([...x.shape.slice(0, 2), ...sizes], x.dtype);
      const { countIncludePad, divisor } = options;
      const regular = kind === "largest" || everyWindowCountsAlike(options);
      if (x.dtype === "float32" && regular && elementCount(out.shape) > 0) {
        poolByKernel(kind, x, axes, out, divisor);
        return out;
      }
      const [across = 1, down = 1] = options.dilation.toReversed();
      poolPlainly(x, windows, out, reduce, { dilation: [down, across], countIncludePad, divisor });
      return out;
    },
    backward: undefined,
  };
}

/** Whether each mean has the same divisor, namely the kernel's size. */
function everyWindowCountsAlike({ padding, countIncludePad, ceilMode, divisor }: PoolingOptions): boolean {
  if (divisor !== undefined) return true;
  return !ceilMode && (countIncludePad || padding.every((length) => length === 0));
}

/** Reduces each plane of x [batch, channels, size...] window by window; `windows` lists those along each axis. */
export function poolPlainly(
  x: NDArray,
  windows: readonly (readonly Window[])[],
  out: NDArray,
  reduce: Reduce,
  settings: ReduceSettings,
): void {
  const [columns = [], rows = [{ start: 0, end: 1, length: 1 }]] = windows.toReversed();
  const [width = 1, height = 1] = x.shape.slice(2).toReversed();
  using temporaries = new Temporaries();
  const [values, results] = [valuesOf(temporaries.contiguous(x)), out.storage.data()];
  let next = 0;
  for (let plane = 0; plane < elementCount(x.shape.slice(0, 2)); plane++) {
    const base = plane * height * width;
    for (const row of rows) {
      for (const column of columns) results[next++] = reduce(values, base, width, row, column, settings);
    }
  }
}

export const largestOf: Reduce = (values, base, rowLength, rows, columns, { dilation }) => {
  const [rowStep, columnStep] = dilation;
  let largest = -Infinity;
  for (let y = rows.start; y < rows.end; y += rowStep) {
    for (let x = columns.start; x < columns.end; x += columnStep) {
      const value = values[base + y * rowLength + x] ?? 0;
      if (value > largest || Number.isNaN(value)) largest = value;
    }
  }
  return largest;
};

export const meanOf: Reduce = (values, base, rowLength, rows, columns, { countIncludePad, divisor }) => {
  let sum = 0;
  for (let y = rows.start; y < rows.end; y++) {
    for (let x = columns.start; x < columns.end; x++) sum += values[base + y * rowLength + x] ?? 0;
  }
  const inside = (rows.end - rows.start) * (columns.end - columns.start);
  return sum / (divisor ?? (countIncludePad ? rows.length * columns.length : inside));
};

/** The largest value of each window; NaN wins. */
export const maxPool = pooling("MaxPool2DWithIndices", "largest", largestOf);

/** The mean of each window. */
export const avgPool = pooling("AvgPool2D", "mean", meanOf);

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
