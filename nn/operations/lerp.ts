// Linear interpolation: so much of the way from one array to another.

import type { DType } from "../array/dtype.ts";
import { empty, type NDArray, valuesOf } from "../array/ndarray.ts";
import { broadcastShapes } from "../array/shape.ts";
import { expand } from "../array/views.ts";
import { onlyFloating } from "./dtype-rules.ts";
import { lerpByKernel } from "./elementwise-kernels.ts";
import type { Operation } from "./operation.ts";

/** start + weight (end - start), element by element. Inputs: start, end, weight, all of one floating dtype, broadcast. */
export const lerp: Operation<readonly [start: NDArray, end: NDArray, weight: NDArray]> = {
  name: "Lerp",
  forward([start, end, weight]) {
    const dtype = onlyFloating("Lerp")(start.dtype);
    for (const each of [end, weight]) {
      if (each.dtype !== dtype)
        throw new TypeError(`Lerp: expected dtype ${dtype} for all, got ${each.dtype}`);
    }
    return (
      (dtype === "float32" ? lerpByKernel(start, end, weight) : undefined) ??
      plain([start, end, weight], dtype)
    );
  },
  gradient: {
    saves: { inputs: { byGradient: [[2], [2], [0, 1]] }, output: false },
    rule: ({ gradient, inputs: [start, end, weight], wanted }, m) => [
      wanted[0] ? m.mul(gradient, m.sub(1, weight)) : undefined,
      wanted[1] ? m.mul(gradient, weight) : undefined,
      wanted[2] ? m.mul(gradient, m.sub(end, start)) : undefined,
    ],
  },
};

function plain(inputs: readonly NDArray[], dtype: DType): NDArray {
  const shape = inputs.map((each) => each.shape).reduce((a, b) => broadcastShapes(a, b));
  const [starts = [], ends = [], weights = []] = inputs.map((each) => valuesOf(expand(each, shape)));
  const out = empty(shape, dtype);
  const results = out.storage.data();
  for (let i = 0; i < results.length; i++) {
    const [start = 0, end = 0, weight = 0] = [starts[i], ends[i], weights[i]];
    // from a half on counted from the end, so that a weight of 1 gives it
    results[i] = Math.abs(weight) < 0.5 ? start + weight * (end - start) : end - (end - start) * (1 - weight);
  }
  return out;
}
