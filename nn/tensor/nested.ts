// Nested arrays of numbers, as people write and read tensors: [[1, 2], [3, 4]].

import { shown } from "../arguments/shown.ts";
import type { DType } from "../array/dtype.ts";
import type { NDArray } from "../array/ndarray.ts";

export type Nested = number | boolean | readonly Nested[] | ArrayLike<number>;

/** What `toArray` gives: numbers (booleans for bool) nested as deep as the tensor has dimensions. */
export type NestedValues = number | boolean | NestedValues[];

export interface Flattened {
  readonly values: ArrayLike<number>;
  readonly shape: number[];
  readonly dtype: DType;
}

/**
 * The elements of a nested array in row-major order, its shape, and the type PyTorch would infer: bool for booleans
 * only, int64 for whole numbers only, else float32. JavaScript does not tell 1.0 from 1, so float tensors of
 * whole numbers need their dtype said. A typed array of floats has the type of its elements.
 */
export function flatten(nested: Nested): Flattened {
  if (isNumbers(nested)) return { values: nested, shape: [nested.length], dtype: dtypeOf(nested) };
  const shape = shapeOf(nested);
  const values: number[] = [];
  let allBoolean = true;
  let allWhole = true;
  const visit = (part: Nested | undefined, dim: number): void => {
    if (typeof part === "number" || typeof part === "boolean") {
      if (dim !== shape.length) throw ragged(shape, dim, "a number");
      allBoolean &&= typeof part === "boolean";
      allWhole &&= typeof part === "boolean" || Number.isInteger(part);
      values.push(Number(part));
      return;
    }
    if (!isList(part)) {
      throw new TypeError(
        `tensor: data: expected numbers or nested arrays of them, got ${shown(part)}${hint(part)}`,
      );
    }
    if (part.length !== shape[dim]) throw ragged(shape, dim, `${part.length} elements`);
    for (let i = 0; i < part.length; i++) visit(part[i], dim + 1);
  };
  visit(nested, 0);
  return { values, shape, dtype: inferred(values.length === 0, allBoolean, allWhole) };
}

function inferred(empty: boolean, allBoolean: boolean, allWhole: boolean): DType {
  if (empty || !allWhole) return "float32";
  return allBoolean ? "bool" : "int64";
}

type Integers =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;
type Numbers = Float32Array | Float64Array | Integers;

const typesOfNumbers = [
  Float32Array,
  Float64Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
];

function isNumbers(nested: Nested): nested is Numbers {
  return typesOfNumbers.some((type) => nested instanceof type);
}

function dtypeOf(values: Numbers): DType {
  if (values instanceof Float64Array) return "float64";
  return values instanceof Float32Array ? "float32" : "int64";
}

function shapeOf(nested: Nested): number[] {
  const shape: number[] = [];
  for (let part: Nested | undefined = nested; isList(part); part = part[0]) shape.push(part.length);
  return shape;
}

function isList(value: unknown): value is ArrayLike<Nested> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function ragged(shape: readonly number[], dim: number, found: string): RangeError {
  const expected = dim < shape.length ? `${shape[dim]} elements` : "a number";
  return new RangeError(
    `tensor: data: expected ${expected} at dimension ${dim}, got ${found}: the nested arrays have unequal lengths`,
  );
}

/** What to write instead of values that are nearly numbers. */
function hint(value: unknown): string {
  const kind = typeof value === "object" && value !== null ? Object.prototype.toString.call(value) : "";
  if (kind === "[object Tensor]") return "; stack(tensors) joins tensors, and clone() copies one";
  return typeof value === "bigint" ? "; Number(value) makes a number of it" : "";
}

/** The elements of an array, nested. */
export function nest(array: NDArray): NestedValues {
  const data = array.storage.data();
  const read = (offset: number): number | boolean =>
    array.dtype === "bool" ? data[offset] !== 0 : (data[offset] ?? Number.NaN);
  const level = (dim: number, offset: number): NestedValues => {
    if (dim === array.shape.length) return read(offset);
    const stride = array.strides[dim] ?? 0;
    return Array.from({ length: array.shape[dim] ?? 0 }, (_, i) => level(dim + 1, offset + i * stride));
  };
  return level(0, array.offset);
}
