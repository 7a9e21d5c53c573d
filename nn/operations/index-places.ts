// The places in an array that index arrays name: how far each lies from the beginning, what lies at one place, and where the
// places stand in the shape of what is read there or written.

import { fromValues, type NDArray, valuesOf } from "../array/ndarray.ts";
import { broadcastShapes, elementCount, type Shape, sameShape, showShape } from "../array/shape.ts";
import type { Temporaries } from "../array/temporaries.ts";
import { expand, unsqueeze } from "../array/views.ts";
import { truePlaces } from "./true-places.ts";

/** Positions along one dimension. */
interface Positions {
  readonly dim: number;
  readonly array: NDArray;
}

export interface Places {
  /** for each place that the indices name, how far it lies from the beginning of x, in elements */
  readonly offsets: readonly number[];
  /** what lies at one place */
  readonly rest: NDArray;
  /** before which dimension of `rest` the places stand in the result */
  readonly at: number;
  /** of the result */
  readonly shape: Shape;
}

/** The places that index arrays, each standing at one of `dims`, name in x. What is made on the way `temporaries` gives back. */
export function placesIn(
  whole: NDArray,
  indexArrays: readonly NDArray[],
  dimsOfWhole: readonly number[],
  temporaries: Temporaries,
): Places {
  const { x, indices, dims } = withoutSingleTruths(whole, indexArrays, dimsOfWhole);
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

/** A single truth value, which covers no dimension, as a mask over a new one of size 1: it is there once, or not at all. */
function withoutSingleTruths(
  whole: NDArray,
  indexArrays: readonly NDArray[],
  dimsOfWhole: readonly number[],
) {
  let x = whole;
  const dims: number[] = [];
  const indices = indexArrays.map((index, i) => {
    const dim = (dimsOfWhole[i] ?? 0) + x.shape.length - whole.shape.length;
    dims.push(dim);
    if (index.dtype !== "bool" || index.shape.length > 0) return index;
    x = unsqueeze(x, dim);
    return unsqueeze(index, 0);
  });
  return { x, indices, dims };
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
export function checkMask(x: NDArray, mask: NDArray, dim: number): void {
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

/** A position along `dim`, counted from the front. Throws a RangeError if it is out of bounds. */
export function checkedPosition(position: number, size: number, dim: number): number {
  if (position < -size || position >= size) {
    throw new RangeError(`Index: index ${position} is out of bounds for dimension ${dim} with size ${size}`);
  }
  return position < 0 ? position + size : position;
}
