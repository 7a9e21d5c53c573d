// The operation that takes whole sub-arrays by their indices along one dimension.

import { copyOf, empty, isContiguous, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, normalizeDim, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { select } from "../array/views.ts";
import { run } from "../threads/pool.ts";
import { selectRowsKernel } from "../wasm/copy.ts";
import { gatherElementsKernel } from "../wasm/gather-elements.ts";
import { type AlongOptions, checkIndex, scatterAdd } from "./indexing.ts";
import { copyInto } from "./loops.ts";
import type { Operation, TwoArrays } from "./operation.ts";
import { pointerOf } from "./product.ts";

/** Elements whose copying takes some ten microseconds. */
const stepElements = 32_768;

/** The sub-arrays of x at the given indices of `dim`, in their order. Inputs: x, index (int64, one dimension). */
export const indexSelect: Operation<TwoArrays, AlongOptions> = {
  name: "IndexSelect",
  forward([x, index], options) {
    const dim = normalizeDim(options.dim, x.shape.length);
    if (index.shape.length > 1) {
      throw new RangeError(
        `IndexSelect: expected an index of one dimension, got shape ${showShape(index.shape)}`,
      );
    }
    checkIndex("IndexSelect", index, x.shape[dim] ?? 1);
    const positions = valuesOf(index);
    if (x.shape.length === 0) return copyOf(x);
    const out = empty(x.shape.with(dim, positions.length), x.dtype);
    if (isContiguous(x)) copyBlocks(out, x, dim, index);
    else {
      positions.forEach((position, i) => {
        copyInto(select(out, dim, i), select(x, dim, position));
      });
    }
    return out;
  },
  gradient: {
    saves: { inputs: [1], output: false },
    rule({ gradient, inputs: [, index], forms: [x], options }, m) {
      if (x.shape.length === 0) return [gradient, undefined];
      const dim = normalizeDim(options.dim, x.shape.length);
      const places = m.reshape(
        index,
        x.shape.map((_, each) => (each === dim ? gradient.shape[dim]! : 1)),
      );
      const zeros = m.zeros(x.shape, gradient.dtype);
      return [m.apply(scatterAdd, [zeros, m.expand(places, gradient.shape), gradient], { dim }), undefined];
    },
  },
};

/** Fills `out` with the blocks of a contiguous array that lie at the given positions of `dim`. */
function copyBlocks(out: NDArray, x: NDArray, dim: number, index: NDArray): void {
  const [count, size] = [elementCount(index.shape), x.shape[dim] ?? 1];
  const groups = elementCount(x.shape.slice(0, dim));
  const block = elementCount(x.shape.slice(dim + 1));
  if (block === 0 || count === 0) return;
  if (x.dtype === "float32" || x.dtype === "int64") {
    using temporaries = new Temporaries();
    if (block === 1) {
      run(gatherElementsKernel(), groups, Math.ceil(stepElements / count), {
        out: out.storage.pointer,
        x: pointerOf(x),
        index: pointerOf(temporaries.contiguous(index)),
        columns: count,
        rows: 1,
        indexRow: 0,
        xGroup: 4 * size,
        along: 4,
        across: 0,
      });
      return;
    }
    run(selectRowsKernel(), groups * count, Math.ceil(stepElements / block), {
      out: out.storage.pointer,
      x: pointerOf(x),
      columns: block,
      index: pointerOf(temporaries.contiguous(index)),
      count,
      xGroup: 4 * size * block,
    });
    return;
  }
  const [values, results, positions] = [x.storage.data(), out.storage.data(), valuesOf(index)];
  for (let row = 0; row < groups * count; row++) {
    const position = Math.floor(row / count) * size + (positions[row % count] ?? 0);
    const from = x.offset + position * block;
    results.set(values.subarray(from, from + block), row * block);
  }
}
