// Upsampling of signals and images: each element of the result is the nearest element of the input, or a mixture
// of the two (in images the four) around its place.

import { empty, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { type Operation, wrongInputs } from "./operation.ts";

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
export const upsampling: Operation<UpsamplingOptions> = {
  name: "Upsample",
  forward(inputs, { size, scale, mode, alignCorners }) {
    const [x] = inputs;
    if (!x || inputs.length > 1) throw wrongInputs("Upsample", "one array", inputs);
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
    const dense = temporaries.contiguous(x);
    return size.reduce<NDArray>((array, length, i) => {
      const sources = sourcesOf(dense.shape[2 + i] ?? 1, length, scale[i], mode, alignCorners);
      const resized = resize(array, 2 + i, sources);
      return i < size.length - 1 ? temporaries.add(resized) : resized;
    }, dense);
  },
  backward: undefined,
};

/** Where an element of the result comes from: between `first` and `second`, with `weight` on the second. */
interface Source {
  readonly first: number;
  readonly second: number;
  readonly weight: number;
}

/** As PyTorch places them (aten/src/ATen/native/UpSample.h), in single precision like there. */
function sourcesOf(
  size: number,
  length: number,
  scale: number | undefined,
  mode: UpsamplingOptions["mode"],
  alignCorners: boolean,
): Source[] {
  const step = Math.fround(
    mode === "linear" && alignCorners
      ? length > 1
        ? (size - 1) / (length - 1)
        : 0
      : (scale ?? size / length),
  );
  return Array.from({ length }, (_, i) => {
    if (mode === "nearest") {
      const nearest = Math.min(Math.floor(Math.fround(i * step)), size - 1);
      return { first: nearest, second: nearest, weight: 0 };
    }
    const place = alignCorners
      ? Math.fround(step * i)
      : Math.max(Math.fround(Math.fround(step * (i + 0.5)) - 0.5), 0);
    const first = Math.min(Math.floor(place), size - 1);
    return { first, second: Math.min(first + 1, size - 1), weight: Math.fround(place - first) };
  });
}

/** A new array, with another size along one dimension of a dense one. */
function resize(x: NDArray, dim: number, sources: readonly Source[]): NDArray {
  const out = empty(x.shape.with(dim, sources.length), x.dtype);
  const [values, results] = [valuesOf(x), out.storage.data()];
  const outer = elementCount(x.shape.slice(0, dim));
  const inner = elementCount(x.shape.slice(dim + 1));
  const size = x.shape[dim] ?? 1;
  let next = 0;
  for (let line = 0; line < outer; line++) {
    for (const { first, second, weight } of sources) {
      let [a, b] = [(line * size + first) * inner, (line * size + second) * inner];
      for (let i = 0; i < inner; i++) {
        results[next++] =
          weight === 0 ? (values[a++] ?? 0) : (values[a++] ?? 0) * (1 - weight) + (values[b++] ?? 0) * weight;
      }
    }
  }
  return out;
}
