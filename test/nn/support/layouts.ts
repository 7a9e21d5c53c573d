// The ways in which the elements of a tensor can lie in memory: one list, for tests that ask whether a result depends on it.
// Around and between the elements lie others, by which one sees who reads or writes beyond its own: numbers that are none.

import type { DType } from "../../../nn/array/dtype.ts";
import { empty, fromValues, type NDArray } from "../../../nn/array/ndarray.ts";
import { contiguousStrides, type Shape } from "../../../nn/array/shape.ts";
import { Tensor } from "../../../nn/tensor/tensor.ts";

export interface Layout {
  readonly name: string;
  /** how many elements apart neighbours along each dimension are */
  readonly strides: (shape: Shape) => readonly number[];
  /** elements before the first one */
  readonly before?: number;
  /** each element has a place of its own, so that it can be written to */
  readonly writable: boolean;
}

/** Strides of elements that lie without gaps, their dimensions in this order from the outermost to the innermost. */
function inOrder(shape: Shape, order: readonly number[]): number[] {
  const sorted = contiguousStrides(order.map((dim) => shape[dim] ?? 1));
  return shape.map((_, dim) => sorted[order.indexOf(dim)] ?? 0);
}

/** Strides with `more` unused places after each run along dimension `gap`, and each element so many places wide. */
function withGaps(shape: Shape, gap: number, more: number, width = 1): number[] {
  let stride = width;
  return shape.reduceRight<number[]>((strides, size, dim) => {
    strides.unshift(stride);
    stride *= size + (dim === gap ? more : 0);
    return strides;
  }, []);
}

const dimsOf = (shape: Shape): number[] => [...shape.keys()];
const last = (shape: Shape): number => shape.length - 1;
const middle = (shape: Shape): number => shape.length >> 1;
const standing = (shape: Shape, dims: readonly number[]): number[] => {
  const others = contiguousStrides(shape.map((size, dim) => (dims.includes(dim) ? 1 : size)));
  return shape.map((_, dim) => (dims.includes(dim) ? 0 : (others[dim] ?? 0)));
};

export const contiguous: Layout = { name: "contiguous", strides: contiguousStrides, writable: true };

export const layouts: readonly Layout[] = [
  { name: "with an offset", strides: contiguousStrides, before: 3, writable: true },
  { name: "transposed", strides: (shape) => inOrder(shape, dimsOf(shape).reverse()), writable: true },
  {
    name: "with the last two dimensions swapped",
    strides: (shape) => inOrder(shape, [...dimsOf(shape).slice(0, -2), ...dimsOf(shape).slice(-2).reverse()]),
    writable: true,
  },
  {
    name: "with the second dimension last in memory",
    strides: (shape) => inOrder(shape, [...dimsOf(shape).toSpliced(1, 1), ...dimsOf(shape).slice(1, 2)]),
    before: 1,
    writable: true,
  },
  { name: "in every second place", strides: (shape) => withGaps(shape, -1, 0, 2), before: 1, writable: true },
  { name: "in part of longer rows", strides: (shape) => withGaps(shape, last(shape), 3), writable: true },
  { name: "with a gap in the middle", strides: (shape) => withGaps(shape, middle(shape), 1), writable: true },
  {
    name: "in reverse",
    strides: (shape) => contiguousStrides(shape).map((stride) => -stride),
    before: 2,
    writable: true,
  },
  { name: "expanded in the first dimension", strides: (shape) => standing(shape, [0]), writable: false },
  {
    name: "expanded in the middle",
    strides: (shape) => standing(shape, [middle(shape)]),
    before: 1,
    writable: false,
  },
  {
    name: "expanded in the last dimension",
    strides: (shape) => standing(shape, [last(shape)]),
    before: 2,
    writable: false,
  },
  { name: "expanded in all dimensions", strides: (shape) => shape.map(() => 0), writable: false },
  {
    name: "overlapping",
    strides: (shape) => shape.map((_, dim) => shape.length - dim),
    before: 1,
    writable: false,
  },
  {
    name: "with strange strides along dimensions of size 1",
    strides: (shape) => contiguousStrides(shape).map((stride, dim) => (shape[dim] === 1 ? 5 : stride)),
    writable: true,
  },
];

/** What lies beside a tensor's elements. */
const strangers: Readonly<Record<DType, number>> = {
  float32: Number.NaN,
  float64: Number.NaN,
  int64: 1_234_567,
  bool: 1,
};
const after = 7;

export interface Values {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly values: ArrayLike<number>;
}

/** A tensor that lies in this way. Where several elements share a place, all of them have the value of the last one. */
export function laidOut(
  { strides: stridesOf, before = 0 }: Layout,
  { dtype, shape, values }: Values,
): Tensor {
  const strides = stridesOf(shape);
  const reach = strides.map((stride, dim) => stride * Math.max((shape[dim] ?? 1) - 1, 0));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  const offset = before - sum(reach.filter((each) => each < 0));
  const { storage } = empty([before + sum(reach.map(Math.abs)) + 1 + after], dtype);
  storage.data().fill(strangers[dtype]);
  const array = { storage, dtype, shape, strides, offset };
  const data = storage.data();
  placesOf(array).forEach((place, i) => {
    data[place] = values[i] ?? Number.NaN;
  });
  return Tensor.from(array, "test");
}

/** The same elements without gaps, read by the definition of strides. */
export function dense({ array }: Tensor): Tensor {
  return Tensor.from(fromValues(elementsOf(array), array.shape, array.dtype), "test");
}

/** Whether what lies beside the elements is as it was. */
export function strangersAreUntouched({ array }: Tensor): boolean {
  const data = array.storage.data();
  const own = new Uint8Array(data.length);
  for (const place of placesOf(array)) own[place] = 1;
  const stranger = strangers[array.dtype];
  return data.every((value, place) => own[place] === 1 || Object.is(value, stranger));
}

/** Whether no two elements share a place. */
export function hasOwnPlaces({ array }: Tensor): boolean {
  const taken = new Uint8Array(array.storage.length);
  for (const place of placesOf(array)) {
    if (taken[place] === 1) return false;
    taken[place] = 1;
  }
  return true;
}

/** The elements in row-major order, by the definition of strides. */
export function elementsOf(array: NDArray): number[] {
  const [data, places] = [array.storage.data(), placesOf(array)];
  const elements = new Array<number>(places.length);
  for (let i = 0; i < places.length; i++) elements[i] = data[places[i] ?? -1] ?? Number.NaN;
  return elements;
}

const known = new WeakMap<NDArray, Int32Array>();

/** Where in the storage each element lies, in row-major order. */
function placesOf(array: NDArray): Int32Array {
  const places = known.get(array) ?? placesAlong(array, 0, array.offset);
  known.set(array, places);
  return places;
}

/** Those from dimension `dim` on, of which the first is `start`. */
function placesAlong(array: NDArray, dim: number, start: number): Int32Array {
  if (dim === array.shape.length) return Int32Array.of(start);
  const inner = placesAlong(array, dim + 1, start);
  const [size = 0, stride = 0] = [array.shape[dim], array.strides[dim]];
  const places = new Int32Array(size * inner.length);
  for (let i = 0; i < places.length; i++) {
    const step = Math.floor(i / inner.length);
    places[i] = (inner[i - step * inner.length] ?? 0) + step * stride;
  }
  return places;
}
