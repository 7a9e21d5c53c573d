// The partial inverse of max pooling: each value goes back to where it was the largest, and all else is zero. Where
// several windows had the same largest element, the last of them writes it.

import { full, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, sameShape, showShape } from "../array/shape.ts";
import { gather } from "./indexing.ts";
import type { Operation, TwoArrays } from "./operation.ts";

export interface UnpoolingOptions {
  /** of each spatial dimension of the result */
  readonly outputSize: readonly number[];
}

/** Inputs: x [batch, channels, size...] and indices (int64) of its shape, as `argMaxPool` makes them. */
export const maxUnpool: Operation<TwoArrays, UnpoolingOptions> = {
  name: "MaxUnpool2D",
  forward([x, indices], { outputSize }) {
    check(x, indices);
    const out = full([...x.shape.slice(0, 2), ...outputSize], 0, x.dtype);
    const [values, places, results] = [valuesOf(x), valuesOf(indices), out.storage.data()];
    const [from, to] = [elementCount(x.shape.slice(2)), elementCount(outputSize)];
    for (let i = 0; i < values.length; i++) {
      const place = places[i] ?? 0;
      if (place < 0 || place >= to) {
        throw new RangeError(
          `MaxUnpool: index ${place} is out of bounds for an output of size ${showShape(outputSize)}`,
        );
      }
      results[Math.floor(i / from) * to + place] = values[i] ?? 0;
    }
    return out;
  },
  gradient: {
    saves: { inputs: [1], output: false },
    rule({ gradient, inputs: [, indices], forms: [x] }, m) {
      const planes = m.reshape(gradient, [...x.shape.slice(0, 2), elementCount(gradient.shape.slice(2))]);
      const places = m.reshape(indices, [...x.shape.slice(0, 2), elementCount(x.shape.slice(2))]);
      return [m.reshape(m.apply(gather, [planes, places], { dim: 2 }), x.shape), undefined];
    },
  },
};

function check(x: NDArray, indices: NDArray): void {
  if (indices.dtype !== "int64") {
    throw new TypeError(`MaxUnpool: expected indices of dtype int64, got ${indices.dtype}`);
  }
  if (sameShape(x.shape, indices.shape)) return;
  throw new RangeError(
    `MaxUnpool: expected indices of the input's shape ${showShape(x.shape)}, got ${showShape(indices.shape)}`,
  );
}
