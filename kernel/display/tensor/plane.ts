// A plane of numbers: one feature map, one matrix, one colour of an image.

import type { TensorLike } from "./tensor-like.ts";

export interface Plane {
  readonly height: number;
  readonly width: number;
  /** row by row */
  readonly values: ArrayLike<number>;
}

/** The smallest, largest and mean of the finite values, and how many are not finite. All zero if none is finite. */
export interface Statistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly notFinite: number;
}

export function planeAt(data: TensorLike["data"], index: number, height: number, width: number): Plane {
  const start = index * height * width;
  return { height, width, values: data.subarray(start, start + height * width) };
}

export function statisticsOf(planes: readonly Plane[]): Statistics {
  let [min, max, sum, finite, notFinite] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (const { values } of planes) {
    for (let i = 0; i < values.length; i += 1) {
      const value = Number(values[i]);
      if (!Number.isFinite(value)) {
        notFinite += 1;
        continue;
      }
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
      finite += 1;
    }
  }
  return finite === 0 ? { min: 0, max: 0, mean: 0, notFinite } : { min, max, mean: sum / finite, notFinite };
}

/**
 * The values below which the given parts of all lie, so that a few extreme ones do not hide the others. Taken from
 * at most 1024 values; where the two coincide, as in a map that is nearly all zero, the smallest and largest value.
 */
export function percentiles(
  plane: Plane,
  low: number,
  high: number,
): { readonly min: number; readonly max: number } {
  const step = Math.ceil(plane.values.length / 1024) | 1; // odd, so that it does not stay in the same columns
  const count = Math.floor((plane.values.length - 1) / step) + 1;
  const sample = Float64Array.from({ length: count }, (_, i) => Number(plane.values[i * step]));
  const sorted = sample.filter((value) => Number.isFinite(value)).sort();
  const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))] ?? 0;
  return at(high) > at(low) ? { min: at(low), max: at(high) } : statisticsOf([plane]);
}

/** The plane with at most so many rows and columns: each value is the mean of the block it stands for. */
export function shrunk(plane: Plane, maxHeight: number, maxWidth: number): Plane {
  const height = Math.min(plane.height, maxHeight);
  const width = Math.min(plane.width, maxWidth);
  if (height === plane.height && width === plane.width) return plane;
  const values = new Float64Array(height * width);
  for (let row = 0; row < height; row += 1) {
    const [top, bottom] = blockOf(row, plane.height / height);
    for (let column = 0; column < width; column += 1) {
      const [left, right] = blockOf(column, plane.width / width);
      let sum = 0;
      for (let y = top; y < bottom; y += 1) {
        for (let x = left; x < right; x += 1) sum += Number(plane.values[y * plane.width + x]);
      }
      values[row * width + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return { height, width, values };
}

/** Which of the original values one of fewer stands for. */
export function blockOf(index: number, size: number): [from: number, to: number] {
  const from = Math.floor(index * size);
  return [from, Math.max(from + 1, Math.floor((index + 1) * size))];
}
