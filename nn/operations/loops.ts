// The plain path of elementwise operations: any dtype, any strides, one JavaScript loop. Kernels take over where
// they can; here is what they must agree with.

import { copyRows } from "../array/copy-rows.ts";
import { converterTo, type DType, isFloating } from "../array/dtype.ts";
import { empty, type NDArray } from "../array/ndarray.ts";
import { broadcastShapes, elementCount } from "../array/shape.ts";
import { expand } from "../array/views.ts";
import { forEachRun, mergeLoops } from "../array/walk.ts";
import { convertByKernel } from "./elementwise-kernels.ts";

/** From this length on one call that copies a run is faster than a loop. */
const longRun = 32;

/** What a number must pass through on its way into a typed array; floats are rounded by the array itself. */
export function stored(dtype: DType): ((value: number) => number) | undefined {
  return isFloating(dtype) ? undefined : converterTo(dtype);
}

/** out[i] = formula(x[i]) */
export function mapUnary(x: NDArray, formula: (x: number) => number, dtype: DType): NDArray {
  const out = empty(x.shape, dtype);
  const [to, values] = [out.storage.data(), x.storage.data()];
  const convert = stored(dtype);
  forEachRun(mergeLoops(x.shape, [out.strides, x.strides]), [0, x.offset], ([i = 0, j = 0], run) => {
    const [, stride = 0] = run.strides;
    for (let n = 0; n < run.size; n++) {
      const value = formula(values[j + n * stride] ?? 0);
      to[i + n] = convert ? convert(value) : value;
    }
  });
  return out;
}

/** out[i] = formula(a[i], b[i]), with the shapes broadcast together */
export function mapBinary(
  a: NDArray,
  b: NDArray,
  formula: (a: number, b: number) => number,
  dtype: DType,
): NDArray {
  const shape = broadcastShapes(a.shape, b.shape);
  const out = empty(shape, dtype);
  const [x, y] = [expand(a, shape), expand(b, shape)];
  const [to, fromX, fromY] = [out.storage.data(), x.storage.data(), y.storage.data()];
  const convert = stored(dtype);
  const loops = mergeLoops(shape, [out.strides, x.strides, y.strides]);
  forEachRun(
    loops,
    [0, x.offset, y.offset],
    ([i = 0, j = 0, k = 0], { size, strides: [, dj = 0, dk = 0] }) => {
      for (let n = 0; n < size; n++) {
        const value = formula(fromX[j + n * dj] ?? 0, fromY[k + n * dk] ?? 0);
        to[i + n] = convert ? convert(value) : value;
      }
    },
  );
  return out;
}

/** Fewer elements are converted as fast by a loop. */
const fewElements = 64;

/** The array in another dtype. */
export function convertTo(dtype: DType, x: NDArray): NDArray {
  const converted = elementCount(x.shape) < fewElements ? undefined : convertByKernel(x, dtype);
  if (converted) return converted;
  const out = empty(x.shape, dtype);
  copyInto(out, x);
  return out;
}

/** target[i] = source[i], the source broadcast and converted; both may be strided, and they do not overlap. */
export function copyInto(target: NDArray, source: NDArray): void {
  if (target.dtype !== source.dtype && elementCount(source.shape) >= fewElements) {
    const converted = convertByKernel(source, target.dtype);
    if (converted) {
      copyInto(target, converted);
      converted.storage.release();
      return;
    }
  }
  const from = expand(source, target.shape);
  const [to, values] = [target.storage.data(), from.storage.data()];
  const convert = target.dtype === source.dtype ? undefined : stored(target.dtype);
  const loops = mergeLoops(target.shape, [target.strides, from.strides]);
  if (copyRows(target, from, loops, [target.offset, from.offset])) return;
  forEachRun(loops, [target.offset, from.offset], ([i = 0, j = 0], { size, strides: [di = 0, dj = 0] }) => {
    if (!convert && di === 1 && dj === 1 && size >= longRun) to.set(values.subarray(j, j + size), i);
    else if (convert) for (let n = 0; n < size; n++) to[i + n * di] = convert(values[j + n * dj] ?? 0);
    else for (let n = 0; n < size; n++) to[i + n * di] = values[j + n * dj] ?? 0;
  });
}

/** target[i] = update(target[i], source[i]), the source broadcast; both may be strided, and they do not overlap. */
export function updateInto(
  target: NDArray,
  source: NDArray,
  update: (old: number, value: number) => number,
): void {
  const from = expand(source, target.shape);
  const [to, values, convert] = [target.storage.data(), from.storage.data(), stored(target.dtype)];
  const loops = mergeLoops(target.shape, [target.strides, from.strides]);
  forEachRun(loops, [target.offset, from.offset], ([i = 0, j = 0], { size, strides: [di = 0, dj = 0] }) => {
    for (let n = 0; n < size; n++) {
      const value = update(to[i + n * di] ?? 0, values[j + n * dj] ?? 0);
      to[i + n * di] = convert ? convert(value) : value;
    }
  });
}
