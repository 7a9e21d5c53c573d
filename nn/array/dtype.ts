// The four types of elements, what each is held as, and which type two of them meet in. int64 is held in 32
// bits: labels, indices and counts fit, and a value that does not is an error and never a wrong number.

import { choice } from "../arguments/checks.ts";
import { shown } from "../arguments/shown.ts";

export const dtypes = ["float32", "float64", "int64", "bool"] as const;
export type DType = (typeof dtypes)[number];

/** What PyTorch's other names of types are here, or what comes nearest. */
const nearest: Readonly<Record<string, DType>> = {
  float: "float32",
  half: "float32",
  float16: "float32",
  bfloat16: "float32",
  double: "float64",
  long: "int64",
  int: "int64",
  short: "int64",
  int8: "int64",
  uint8: "int64",
  int16: "int64",
  int32: "int64",
  boolean: "bool",
};

/** The dtype itself; a TypeError that names those there are, and the one meant, for every other value. */
export function checkDType(name: string, dtype: DType): DType {
  if (dtypes.includes(dtype)) return dtype;
  const plain = String(dtype).replace("torch.", "");
  const meant = dtypes.find((each) => each === plain) ?? nearest[plain];
  const hint = meant === undefined ? "" : `; use "${meant}"`;
  const known = dtypes.map((each) => `"${each}"`).join(", ");
  throw new TypeError(`${name}: expected one of ${known}, got ${shown(dtype)}${hint}`);
}

const floatingDtypes = ["float32", "float64"] as const;
export type FloatingDType = (typeof floatingDtypes)[number];

/** The dtype; an error if it is none of floating point numbers. `name` is the argument's. */
export function floatingDtype(name: string, dtype: FloatingDType): FloatingDType {
  checkDType(name, dtype);
  return choice(name, dtype, floatingDtypes);
}

export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

interface Representation {
  readonly bytes: number;
  view(buffer: ArrayBufferLike, pointer: number, length: number): TypedArray;
  /** a number as an element of this type */
  convert(value: number): number;
}

const representations: Record<DType, Representation> = {
  float32: {
    bytes: 4,
    view: (buffer, pointer, length) => new Float32Array(buffer, pointer, length),
    convert: Math.fround,
  },
  float64: {
    bytes: 8,
    view: (buffer, pointer, length) => new Float64Array(buffer, pointer, length),
    convert: (value) => value,
  },
  int64: {
    bytes: 4,
    view: (buffer, pointer, length) => new Int32Array(buffer, pointer, length),
    convert: toInteger,
  },
  bool: {
    bytes: 1,
    view: (buffer, pointer, length) => new Uint8Array(buffer, pointer, length),
    convert: (value) => (value === 0 ? 0 : 1),
  },
};

export function bytesPerElement(dtype: DType): number {
  return representations[dtype].bytes;
}

export function viewOf(dtype: DType, buffer: ArrayBufferLike, pointer: number, length: number): TypedArray {
  return representations[dtype].view(buffer, pointer, length);
}

/**
 * The function that makes a number an element of `dtype`: rounded to single precision, truncated towards zero,
 * or 0 and 1. Throws a RangeError when an integer does not fit.
 */
export function converterTo(dtype: DType): (value: number) => number {
  return representations[dtype].convert;
}

function toInteger(value: number): number {
  const integer = Math.trunc(value);
  if (integer >= -(2 ** 31) && integer < 2 ** 31) return integer;
  throw new RangeError(`int64 holds values from -2147483648 to 2147483647 here, got ${value}`);
}

const categories: Record<DType, number> = { bool: 0, int64: 1, float32: 2, float64: 2 };

/** 0 for bool, 1 for integers, 2 for floating point. */
export function category(dtype: DType): number {
  return categories[dtype];
}

export function isFloating(dtype: DType): boolean {
  return categories[dtype] === 2;
}

const order: readonly DType[] = ["bool", "int64", "float32", "float64"];

function larger(a: DType, b: DType): DType {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/**
 * The type in which two arrays meet, by PyTorch's rule (torch.result_type): an array without dimensions counts
 * only if its category is higher than that of the array with dimensions.
 */
export function promote(
  a: { readonly dtype: DType; readonly shape: readonly number[] },
  b: { readonly dtype: DType; readonly shape: readonly number[] },
): DType {
  const aIsScalar = a.shape.length === 0;
  const bIsScalar = b.shape.length === 0;
  if (aIsScalar && !bIsScalar && category(a.dtype) <= category(b.dtype)) return b.dtype;
  if (bIsScalar && !aIsScalar && category(b.dtype) <= category(a.dtype)) return a.dtype;
  return larger(a.dtype, b.dtype);
}
