// Operations that choose elements by truth values.

import { type DType, promote } from "../array/dtype.ts";
import { empty, fromValues, type NDArray, valuesOf } from "../array/ndarray.ts";
import { broadcastShapes, type Shape } from "../array/shape.ts";
import { expand } from "../array/views.ts";
import { forEachRun, type Loop, mergeLoops } from "../array/walk.ts";
import { stored } from "./loops.ts";
import { type NoOptions, type Operation, wrongInputs } from "./operation.ts";

/** a where the condition holds, else b; all three are broadcast together. Inputs: condition (bool), a, b. */
export const where: Operation<NoOptions> = {
  name: "Where",
  forward(inputs) {
    const [condition, a, b] = inputs;
    if (!condition || !a || !b || inputs.length > 3) throw wrongInputs("Where", "condition, a and b", inputs);
    checkCondition("Where", condition);
    return choose(
      condition,
      a,
      b,
      broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape)),
      promote(a, b),
    );
  },
  backward: undefined,
};

/**
 * x with the value (an array without dimensions, converted to the dtype of x) wherever the mask holds. Inputs: x,
 * mask (bool), value.
 */
export const maskedFill: Operation<NoOptions> = {
  name: "MaskedFill",
  forward(inputs) {
    const [x, mask, value] = inputs;
    if (!x || !mask || !value || inputs.length > 3) {
      throw wrongInputs("MaskedFill", "x, mask and value", inputs);
    }
    checkCondition("MaskedFill", mask);
    if (value.shape.length > 0) {
      throw new RangeError(
        `MaskedFill: expected a value without dimensions, got one of ${value.shape.length} dimensions`,
      );
    }
    return choose(mask, value, x, broadcastShapes(x.shape, mask.shape), x.dtype);
  },
  backward: undefined,
};

function choose(condition: NDArray, a: NDArray, b: NDArray, shape: Shape, dtype: DType): NDArray {
  const out = empty(shape, dtype);
  const parts = [condition, a, b].map((each) => expand(each, shape));
  const [truths = [], as = [], bs = []] = parts.map(({ storage }) => storage.data());
  const [results, convert] = [out.storage.data(), stored(dtype)];
  const loops = mergeLoops(shape, [out.strides, ...parts.map(({ strides }) => strides)]);
  const offsets = [0, ...parts.map(({ offset }) => offset)];
  if (
    truths instanceof Uint8Array &&
    as instanceof Float32Array &&
    bs instanceof Float32Array &&
    results instanceof Float32Array
  ) {
    chooseBits(loops, offsets, bitsOf(results), truths, bitsOf(as), bitsOf(bs));
    return out;
  }
  forEachRun(
    loops,
    offsets,
    ([o = 0, i = 0, j = 0, k = 0], { size, strides: [, di = 0, dj = 0, dk = 0] }) => {
      for (let n = 0; n < size; n++) {
        const value = (truths[i + n * di] === 0 ? bs[k + n * dk] : as[j + n * dj]) ?? 0;
        results[o + n] = convert ? convert(value) : value;
      }
    },
  );
  return out;
}

/** Chooses between 32-bit numbers by their bits: no branch depends on a truth value, so none is guessed wrongly. */
function chooseBits(
  loops: readonly Loop[],
  offsets: readonly number[],
  results: Int32Array,
  truths: Uint8Array,
  as: Int32Array,
  bs: Int32Array,
): void {
  forEachRun(
    loops,
    offsets,
    ([o = 0, i = 0, j = 0, k = 0], { size, strides: [, di = 0, dj = 0, dk = 0] }) => {
      for (let n = 0; n < size; n++) {
        const [a = 0, b = 0] = [as[j + n * dj], bs[k + n * dk]];
        results[o + n] = b ^ ((a ^ b) & -(truths[i + n * di] ?? 0));
      }
    },
  );
}

function bitsOf(numbers: Float32Array): Int32Array {
  return new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length);
}

/** The index of each element that is not zero: int64 [count, dimensions]. */
export const nonzero: Operation<NoOptions> = {
  name: "Nonzero",
  forward(inputs) {
    const [x] = inputs;
    if (!x || inputs.length > 1) throw wrongInputs("Nonzero", "one array", inputs);
    const rank = x.shape.length;
    const found: number[] = [];
    let count = 0;
    valuesOf(x).forEach((value, position) => {
      if (value === 0) return;
      found.push(...placeOf(position, x.shape));
      count++;
    });
    return fromValues(found, [count, rank], "int64");
  },
  backward: undefined,
};

/** The index of the element that stands at `position` in row-major order. */
export function placeOf(position: number, shape: Shape): number[] {
  const index = new Array<number>(shape.length).fill(0);
  let rest = position;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    const size = shape[dim] ?? 1;
    index[dim] = rest % size;
    rest = Math.floor(rest / size);
  }
  return index;
}

/** Throws unless the condition is one. */
export function checkCondition(name: string, condition: NDArray): void {
  if (condition.dtype !== "bool") {
    throw new TypeError(`${name}: expected the condition to be bool, got ${condition.dtype}`);
  }
}
