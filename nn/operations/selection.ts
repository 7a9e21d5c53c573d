// Operations that choose elements by truth values.

import { type DType, promote } from "../array/dtype.ts";
import { empty, type NDArray } from "../array/ndarray.ts";
import { broadcastShapes, contiguousStrides, elementCount, type Shape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand } from "../array/views.ts";
import { forEachRun, mergeLoops } from "../array/walk.ts";
import { chooseByKernel } from "./elementwise-kernels.ts";
import { inType } from "./elementwise-operation.ts";
import type { OneArray, Operation } from "./operation.ts";
import { truePlaces } from "./true-places.ts";

/** a where the condition holds, else b; all three are broadcast together. Inputs: condition (bool), a, b. */
export const where: Operation<readonly [condition: NDArray, a: NDArray, b: NDArray]> = {
  name: "Where",
  forward([condition, a, b]) {
    checkCondition("Where", condition);
    return choose(
      condition,
      a,
      b,
      broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape)),
      promote(a, b),
    );
  },
  gradient: {
    saves: { inputs: [0], output: false },
    rule: ({ gradient, inputs: [condition], wanted }, m) => [
      undefined,
      wanted[1] ? m.where(condition, gradient, 0) : undefined,
      wanted[2] ? m.where(condition, 0, gradient) : undefined,
    ],
  },
};

/**
 * x with the value (an array without dimensions, converted to the dtype of x) wherever the mask holds. Inputs: x,
 * mask (bool), value.
 */
export const maskedFill: Operation<readonly [x: NDArray, mask: NDArray, value: NDArray]> = {
  name: "MaskedFill",
  forward([x, mask, value]) {
    checkCondition("MaskedFill", mask);
    if (value.shape.length > 0) {
      throw new RangeError(
        `MaskedFill: expected a value without dimensions, got one of ${value.shape.length} dimensions`,
      );
    }
    return choose(mask, value, x, broadcastShapes(x.shape, mask.shape), x.dtype);
  },
  gradient: {
    saves: { inputs: [1], output: false },
    rule: ({ gradient, inputs: [, mask], wanted }, m) => [
      wanted[0] ? m.where(mask, 0, gradient) : undefined,
      undefined,
      wanted[2] ? m.where(mask, gradient, 0) : undefined,
    ],
  },
};

function choose(condition: NDArray, a: NDArray, b: NDArray, shape: Shape, dtype: DType): NDArray {
  using temporaries = new Temporaries();
  const [x, y] = [inType(dtype, a, temporaries), inType(dtype, b, temporaries)];
  const chosen = chooseByKernel(condition, x, y);
  if (chosen) return chosen;
  const out = empty(shape, dtype);
  const parts = [condition, x, y].map((each) => expand(each, shape));
  const [truths = [], as = [], bs = []] = parts.map(({ storage }) => storage.data());
  const results = out.storage.data();
  const loops = mergeLoops(shape, [out.strides, ...parts.map(({ strides }) => strides)]);
  const offsets = [0, ...parts.map(({ offset }) => offset)];
  forEachRun(
    loops,
    offsets,
    ([o = 0, i = 0, j = 0, k = 0], { size, strides: [, di = 0, dj = 0, dk = 0] }) => {
      for (let n = 0; n < size; n++) {
        results[o + n] = (truths[i + n * di] === 0 ? bs[k + n * dk] : as[j + n * dj]) ?? 0;
      }
    },
  );
  return out;
}

/** The index of each element that is not zero: int64 [count, dimensions]. */
export const nonzero: Operation<OneArray> = {
  name: "Nonzero",
  forward([x]) {
    const rank = x.shape.length;
    using temporaries = new Temporaries();
    const listed = truePlaces(x, temporaries);
    const count = elementCount(listed.shape);
    const out = empty([count, rank], "int64");
    const [places, found] = [listed.storage.data(), out.storage.data()];
    if (!(places instanceof Int32Array) || !(found instanceof Int32Array))
      throw new TypeError("Nonzero: places are int64");
    const strides = contiguousStrides(x.shape);
    for (let dim = 0; dim < rank; dim++) {
      const [stride = 1, size = 1] = [strides[dim], x.shape[dim]];
      for (let i = 0; i < count; i++) found[i * rank + dim] = (((places[i] ?? 0) / stride) | 0) % size;
    }
    return out;
  },
  gradient: "none",
};

/** Throws unless the condition is one. */
export function checkCondition(name: string, condition: NDArray): void {
  if (condition.dtype !== "bool") {
    throw new TypeError(`${name}: expected the condition to be bool, got ${condition.dtype}`);
  }
}
