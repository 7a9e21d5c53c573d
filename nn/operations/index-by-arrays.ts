// Indexing by arrays, what x[i, j] and x[mask] are in Python: positions in int64, or truth values that say which
// positions to take. Several index arrays are broadcast together and name one place of the result each. The places
// may be read, or written to.

import { copyOf, empty, isContiguous, type NDArray, valuesOf } from "../array/ndarray.ts";
import { broadcastShapes, contiguousStrides, elementCount, sameShape, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand, select, viewAs } from "../array/views.ts";
import { checkedPosition, checkMask, placesIn } from "./index-places.ts";
import { indexSelect } from "./index-select.ts";
import { scatterAdd } from "./indexing.ts";
import { copyInto, updateInto } from "./loops.ts";
import type { Operation } from "./operation.ts";
import { truePlaces } from "./true-places.ts";

export interface IndexOptions {
  /** the dimension of x at which each index array stands; one of truth values covers as many as it has */
  readonly dims: readonly number[];
}

/**
 * The elements of x at the places that the index arrays name. Inputs: x, and int64 or bool arrays. Their common shape
 * stands in the result where their dimensions stood in x, or in front if those are not neighbours. Negative
 * positions count from the end; a RangeError if one is out of bounds.
 */
export const indexByArrays: Operation<readonly [x: NDArray, ...indices: NDArray[]], IndexOptions> = {
  name: "Index",
  forward([x, ...indices], { dims }) {
    using temporaries = new Temporaries();
    const [index, dim] = [indices[0], dims[0]];
    if (index !== undefined && dim !== undefined && indices.length === 1 && isContiguous(x)) {
      if (index.dtype === "bool") return indexByMask(x, index, dim, temporaries);
      if (index.dtype === "int64") return indexByPositions(x, index, dim, temporaries);
    }
    const { offsets, rest, at, shape } = placesIn(x, indices, dims, temporaries);
    const out = empty(shape, x.dtype);
    const places = viewAs(out, [...rest.shape.slice(0, at), offsets.length, ...rest.shape.slice(at)]);
    if (elementCount(rest.shape) === 1) {
      const [values, results] = [x.storage.data(), out.storage.data()];
      for (let i = 0; i < offsets.length; i++) results[i] = values[x.offset + (offsets[i] ?? 0)] ?? 0;
    } else {
      offsets.forEach((offset, i) => {
        copyInto(select(places, at, i), { ...rest, offset: x.offset + offset });
      });
    }
    return out;
  },
  gradient: {
    saves: { inputs: { from: 1 }, output: false },
    rule({ gradient, inputs: [, ...indices], forms: [x], options: { dims } }, m) {
      const zeros = m.zeros(x.shape, gradient.dtype);
      const [index, dim] = [indices[0], dims[0]];
      if (indices.length === 1 && index?.dtype === "int64" && dim !== undefined && !index.shape.includes(0)) {
        // rows of x: what scatters them is faster
        const count = elementCount(index.shape);
        const lines = m.reshape(gradient, x.shape.with(dim, count));
        const positions = m.where(m.lt(index, 0), m.add(index, x.shape[dim]!), index);
        const places = x.shape.map((_, each) => (each === dim ? count : 1));
        const spread = m.expand(m.reshape(positions, places), lines.shape);
        return [m.apply(scatterAdd, [zeros, spread, lines], { dim })];
      }
      return [m.apply(indexPut, [zeros, gradient, ...indices], { dims, accumulate: true })];
    },
  },
};

/** One mask over some dimensions, which become one. */
function indexByMask(x: NDArray, mask: NDArray, dim: number, temporaries: Temporaries): NDArray {
  checkMask(x, mask, dim);
  const [before, after] = [x.shape.slice(0, dim), x.shape.slice(dim + mask.shape.length)];
  const flat = viewAs(x, [...before, elementCount(mask.shape), ...after]);
  return indexSelect.forward([flat, truePlaces(mask, temporaries)], { dim });
}

/** One array of positions, in whose place its dimensions stand. */
function indexByPositions(x: NDArray, index: NDArray, dim: number, temporaries: Temporaries): NDArray {
  const size = x.shape[dim] ?? 1;
  const positions = temporaries.add(empty([elementCount(index.shape)], "int64"));
  const counted = positions.storage.data();
  valuesOf(index).forEach((position, i) => {
    counted[i] = checkedPosition(position, size, dim);
  });
  const taken = indexSelect.forward([x, positions], { dim });
  return viewAs(taken, [...x.shape.slice(0, dim), ...index.shape, ...x.shape.slice(dim + 1)]);
}

export interface IndexPutOptions extends IndexOptions {
  /** add to what is there, also several times to one element */
  readonly accumulate: boolean;
}

/**
 * x with the elements at the places that the index arrays name written. Inputs: x, the values (converted to the dtype of
 * x and broadcast to the shape that `indexByArrays` would give), and the index arrays.
 */
export const indexPut: Operation<
  readonly [x: NDArray, values: NDArray, ...indices: NDArray[]],
  IndexPutOptions
> = {
  name: "IndexPut",
  forward([x, values, ...indices], { dims, accumulate }) {
    using temporaries = new Temporaries();
    const dense: NDArray = { ...x, strides: contiguousStrides(x.shape), offset: 0 }; // as the copy will lie
    const { offsets, rest, at, shape } = placesIn(dense, indices, dims, temporaries);
    if (!sameShape(broadcastShapes(values.shape, shape), shape)) {
      throw new RangeError(
        `IndexPut: values of shape ${showShape(values.shape)} cannot be broadcast to the indexed shape ${showShape(shape)}`,
      );
    }
    const places = [...rest.shape.slice(0, at), offsets.length, ...rest.shape.slice(at)];
    const sources = viewAs(temporaries.contiguous(expand(values, shape)), places);
    const out = copyOf(x);
    const add = (old: number, value: number) => old + value;
    offsets.forEach((offset, i) => {
      const to = { ...rest, storage: out.storage, offset };
      if (accumulate) updateInto(to, select(sources, at, i), add);
      else copyInto(to, select(sources, at, i));
    });
    return out;
  },
  gradient: {
    saves: { inputs: { from: 2 }, output: false },
    rule({ gradient, inputs: [, , ...indices], options, wanted }, m) {
      const nothing = m.scalar(0, gradient.dtype);
      const cleared = () => m.apply(indexPut, [gradient, nothing, ...indices], options);
      return [
        options.accumulate || !wanted[0] ? gradient : cleared(),
        wanted[1] ? m.apply(indexByArrays, [gradient, ...indices], options) : undefined,
      ];
    },
  },
};
