// Upsampling of signals and images: each element of the result is the nearest element of the input, or a mixture
// of the two (in images the four) around its place.

import type { DType, TypedArray } from "../array/dtype.ts";
import { empty, full, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, type Shape, showShape } from "../array/shape.ts";
import { inSteps, Temporaries } from "../array/temporaries.ts";
import { fromGradient, nothing, type OneArray, type Operation } from "./operation.ts";

export interface UpsamplingOptions {
  /** the size of each spatial dimension of the result */
  readonly size: readonly number[];
  /** elements of the input per element of the result; undefined: as the sizes are to each other */
  readonly scale: readonly (number | undefined)[];
  readonly mode: "nearest" | "linear";
  /** for "linear": the centres of the first and the last elements stay where they are, instead of their outer edges */
  readonly alignCorners: boolean;
}

/** x [batch, channels, size...] with one or two spatial dimensions, which are treated one after the other. */
export const upsampling: Operation<OneArray, UpsamplingOptions> = {
  name: "Upsample",
  forward([x], { size, scale, mode, alignCorners }) {
    if (x.shape.length !== size.length + 2 || size.length < 1 || size.length > 2) {
      throw new RangeError(
        `Upsample: expected an input of ${size.length + 2} dimensions for a result of size ${showShape(size)}, got shape ` +
          showShape(x.shape),
      );
    }
    const isCount = (each: number): boolean => Number.isInteger(each) && each > 0;
    if (!size.every(isCount) || x.shape.slice(2).includes(0)) {
      throw new RangeError(
        `Upsample: input and output sizes should be greater than 0, got ${showShape(x.shape.slice(2))} and ${showShape(size)}`,
      );
    }
    using temporaries = new Temporaries();
    const last = size.length - 1;
    // the last dimension first: the lines of the others then are long, and go fast
    return size.reduceRight<NDArray>((array, length, i) => {
      const sources = sourcesOf(x.dtype, x.shape[2 + i] ?? 1, length, scale[i], mode, alignCorners);
      const resized = resize(i === last ? temporaries.contiguous(array) : array, 2 + i, sources);
      return i > 0 ? temporaries.add(resized) : resized;
    }, x);
  },
  gradient: {
    saves: nothing,
    rule: ({ gradient, forms: [{ shape }], options }, m) => [
      m.apply(upsamplingBackward, [gradient], { ...options, from: shape.slice(2) }),
    ],
  },
};

/** The gradient of what was upsampled: each element of the result gives its own to those it was mixed of. */
export const upsamplingBackward: Operation<OneArray, UpsamplingOptions & { readonly from: Shape }> = {
  name: "UpsampleBackward",
  forward([gradient], { from, size, scale, mode, alignCorners }) {
    const steps = from.map((length, i) => ({
      dim: 2 + i,
      length,
      sources: sourcesOf(gradient.dtype, length, size[i]!, scale[i], mode, alignCorners),
    }));
    using temporaries = new Temporaries();
    return inSteps(temporaries.contiguous(gradient), steps, (each, { dim, length, sources }) =>
      gather(each, dim, length, sources),
    );
  },
  gradient: fromGradient((gradient, m, options) => m.apply(upsampling, [gradient], options)),
};

/**
 * Where each element of the result comes from: "nearest" from `first`, "linear" from between that and `second`, with
 * `weight` on the second. A weight of 0 is computed with like any other: an infinity there makes NaN, as in PyTorch.
 */
interface Sources {
  readonly mode: UpsamplingOptions["mode"];
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float32Array | Float64Array;
}

/** As PyTorch places them (aten/src/ATen/native/UpSample.h): in the precision of the elements, nearest ones in float32. */
function sourcesOf(
  dtype: DType,
  size: number,
  length: number,
  scale: number | undefined,
  mode: UpsamplingOptions["mode"],
  alignCorners: boolean,
): Sources {
  const round = dtype === "float64" && mode === "linear" ? (value: number) => value : Math.fround;
  const corners = mode === "linear" && alignCorners;
  const betweenCorners = length > 1 ? (size - 1) / (length - 1) : 0;
  const step = round(corners ? betweenCorners : (scale ?? size / length));
  const placeOf = (i: number): number => {
    if (mode === "nearest") return Math.floor(round(i * step));
    if (corners) return round(i * step);
    return Math.max(round(round(step * (i + 0.5)) - 0.5), 0);
  };
  const places = Float64Array.from({ length }, (_, i) => placeOf(i));
  const first = Int32Array.from(places, (place) => Math.min(Math.floor(place), size - 1));
  const weight = places.map((place, i) => Math.max(place - (first[i] ?? 0), 0));
  return {
    mode,
    first,
    second: size === length ? first : first.map((position) => Math.min(position + 1, size - 1)),
    weight: dtype === "float64" ? weight : Float32Array.from(weight),
  };
}

/** A new array, with another size along one dimension of a dense one. */
function resize(x: NDArray, dim: number, sources: Sources): NDArray {
  const out = empty(x.shape.with(dim, sources.first.length), x.dtype);
  const [values, results] = [valuesOf(x), out.storage.data()];
  const size = x.shape[dim] ?? 1;
  const inner = elementCount(x.shape.slice(dim + 1));
  const outer = elementCount(x.shape.slice(0, dim));
  for (let i = 0; i < outer; i++) {
    const [from, to] = [i * size * inner, i * sources.first.length * inner];
    if (inner === 1) mixElements(values, from, results, to, sources);
    else mixLines(values, from, results, to, sources, inner);
  }
  return out;
}

function mixElements(
  values: TypedArray,
  from: number,
  results: TypedArray,
  to: number,
  { mode, first, second, weight }: Sources,
): void {
  for (let i = 0; i < first.length; i++) {
    const a = values[from + (first[i] ?? 0)] ?? 0;
    const share = weight[i] ?? 0;
    results[to + i] =
      mode === "nearest" ? a : a * (1 - share) + (values[from + (second[i] ?? 0)] ?? 0) * share;
  }
}

function mixLines(
  values: TypedArray,
  from: number,
  results: TypedArray,
  to: number,
  { mode, first, second, weight }: Sources,
  length: number,
): void {
  for (let i = 0; i < first.length; i++) {
    const [a, b] = [from + (first[i] ?? 0) * length, from + (second[i] ?? 0) * length];
    const [target, share] = [to + i * length, weight[i] ?? 0];
    if (mode === "nearest") {
      results.set(values.subarray(a, a + length), target);
      continue;
    }
    for (let j = 0; j < length; j++) {
      results[target + j] = (values[a + j] ?? 0) * (1 - share) + (values[b + j] ?? 0) * share;
    }
  }
}

/** The way back of `resize`: a new array of `size` elements along a dimension, to which those of a dense one are added. */
function gather(x: NDArray, dim: number, size: number, { mode, first, second, weight }: Sources): NDArray {
  const out = full(x.shape.with(dim, size), 0, x.dtype);
  const [values, results] = [valuesOf(x), out.storage.data()];
  const inner = elementCount(x.shape.slice(dim + 1));
  for (let row = 0; row < values.length / inner; row++) {
    const [i, begin] = [row % first.length, Math.floor(row / first.length) * size];
    const [from, a, b] = [row * inner, (begin + first[i]!) * inner, (begin + second[i]!) * inner];
    const share = mode === "nearest" ? 0 : weight[i]!;
    for (let j = 0; j < inner; j++) results[a + j] = results[a + j]! + values[from + j]! * (1 - share);
    if (mode === "nearest") continue;
    for (let j = 0; j < inner; j++) results[b + j] = results[b + j]! + values[from + j]! * share;
  }
  return out;
}
