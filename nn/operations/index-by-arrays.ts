// Indexing by arrays, what x[i, j] and x[mask] are in Python: positions in int64, or truth values that say which
// positions to take. Several index arrays are broadcast together and name one place of the result each. The places
// may be read, or written to.

import { copyOf, empty, fromValues, isContiguous, type NDArray, valuesOf } from "../array/ndarray.ts";
import {
  broadcastShapes,
  contiguousStrides,
  elementCount,
  type Shape,
  sameShape,
  showShape,
} from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand, select, viewAs } from "../array/views.ts";
import { indexSelect } from "./index-select.ts";
import { copyInto, updateInto } from "./loops.ts";
import { type Operation, wrongInputs } from "./operation.ts";
import { truePlaces } from "./true-places.ts";

export interface IndexOptions {
  /** the dimension of x at which each index array stands; one of truth values covers as many as it has */
  readonly dims: readonly number[];
}

/** Positions along one dimension. */
interface Positions {
  readonly dim: number;
  readonly array: NDArray;
}

/**
 * The elements of x at the places that the index arrays name. Inputs: x, and int64 or bool arrays. Their common shape
 * stands in the result where their dimensions stood in x, or in front if those are not neighbours. Negative
 * positions count from the end; a RangeError if one is out of bounds.
 */
export const indexByArrays: Operation<IndexOptions> = {
  name: "Index",
  forward(inputs, { dims }) {
    const [x, ...indices] = inputs;
    if (!x || indices.length === 0 || indices.length !== dims.length) {
      throw wrongInputs("Index", "x and an index array for each of the dimensions", inputs);
    }
    using temporaries = new Temporaries();
    const [index = x, dim = 0] = [indices[0], dims[0]];
    if (indices.length === 1 && isContiguous(x)) {
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
  backward: undefined,
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

/** Counted from the front. */
function checkedPosition(position: number, size: number, dim: number): number {
  if (position < -size || position >= size) {
    throw new RangeError(`Index: index ${position} is out of bounds for dimension ${dim} with size ${size}`);
  }
  return position < 0 ? position + size : position;
}

export interface IndexPutOptions extends IndexOptions {
  /** add to what is there, also several times to one element */
  readonly accumulate: boolean;
}

/**
 * x with the elements at the places that the index arrays name written. Inputs: x, the values (converted to the dtype of
 * x and broadcast to the shape that `indexByArrays` would give), and the index arrays.
 */
export const indexPut: Operation<IndexPutOptions> = {
  name: "IndexPut",
  forward(inputs, { dims, accumulate }) {
    const [x, values, ...indices] = inputs;
    if (!x || !values || indices.length === 0 || indices.length !== dims.length) {
      throw wrongInputs("IndexPut", "x, values and an index array for each of the dimensions", inputs);
    }
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
  backward: undefined,
};

interface Places {
  /** for each place that the indices name, how far it lies from the beginning of x, in elements */
  readonly offsets: readonly number[];
  /** what lies at one place */
  readonly rest: NDArray;
  /** before which dimension of `rest` the places stand in the result */
  readonly at: number;
  /** of the result */
  readonly shape: Shape;
}

function placesIn(
  x: NDArray,
  indices: readonly NDArray[],
  dims: readonly number[],
  temporaries: Temporaries,
): Places {
  const positions = indices.flatMap((index, i) => positionsOf(x, index, dims[i] ?? 0, temporaries));
  const shape = positions.map(({ array }) => array.shape).reduce(broadcastShapes, []);
  const indexed = positions.map(({ dim }) => dim);
  const rest = without(x, indexed);
  const at = placeInResult(indexed);
  return {
    offsets: offsetsOf(x, positions, shape),
    rest,
    at,
    shape: [...rest.shape.slice(0, at), ...shape, ...rest.shape.slice(at)],
  };
}

/** An index array as positions along one dimension; one of truth values as those along each that it covers. */
function positionsOf(x: NDArray, index: NDArray, dim: number, temporaries: Temporaries): Positions[] {
  if (index.dtype === "int64") return [{ dim, array: index }];
  if (index.dtype !== "bool") throw new TypeError(`Index: expected int64 or bool, got ${index.dtype}`);
  checkMask(x, index, dim);
  const places = valuesOf(truePlaces(index, temporaries));
  return index.shape.map((size, i) => {
    const inner = elementCount(index.shape.slice(i + 1));
    const along = Array.from(places, (place) => Math.floor(place / inner) % size);
    return { dim: dim + i, array: temporaries.add(fromValues(along, [along.length], "int64")) };
  });
}

/** A mask covers as many dimensions, from `dim` on, as it has. */
function checkMask(x: NDArray, mask: NDArray, dim: number): void {
  const covered = x.shape.slice(dim, dim + mask.shape.length);
  if (sameShape(covered, mask.shape)) return;
  throw new RangeError(
    `Index: a mask of shape ${showShape(mask.shape)} does not fit dimensions ${showShape(covered)} of an array of ` +
      `shape ${showShape(x.shape)}`,
  );
}

function offsetsOf(x: NDArray, positions: readonly Positions[], shape: Shape): number[] {
  const offsets = new Array<number>(elementCount(shape)).fill(0);
  for (const { dim, array } of positions) {
    const [size = 1, stride = 0] = [x.shape[dim], x.strides[dim]];
    valuesOf(expand(array, shape)).forEach((position, i) => {
      offsets[i] = (offsets[i] ?? 0) + checkedPosition(position, size, dim) * stride;
    });
  }
  return offsets;
}

/** What is left of x when some dimensions are fixed. */
function without(x: NDArray, dims: readonly number[]): NDArray {
  const kept = [...x.shape.keys()].filter((dim) => !dims.includes(dim));
  return {
    ...x,
    shape: kept.map((dim) => x.shape[dim] ?? 1),
    strides: kept.map((dim) => x.strides[dim] ?? 0),
  };
}

/** Before which of the other dimensions the places stand. */
function placeInResult(dims: readonly number[]): number {
  const [first = 0] = dims;
  return dims.every((dim, i) => dim === first + i) ? first : 0;
}
