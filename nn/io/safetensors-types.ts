// How the elements of safetensors files are stored, and which dtype holds them here.

import type { DType } from "../array/dtype.ts";

export interface StoredType {
  readonly bytes: number;
  /** the dtype that holds its values here */
  readonly dtype: DType;
  /** reads an element; undefined: its bytes are the same in the file and in memory (both are little-endian) */
  readonly read: ((view: DataView, offset: number) => number) | undefined;
}

export const storedTypes: Readonly<Record<string, StoredType>> = {
  F64: { bytes: 8, dtype: "float64", read: undefined },
  F32: { bytes: 4, dtype: "float32", read: undefined },
  F16: { bytes: 2, dtype: "float32", read: (view, offset) => half(view.getUint16(offset, true)) },
  BF16: { bytes: 2, dtype: "float32", read: bfloat16 },
  I64: { bytes: 8, dtype: "int64", read: (view, offset) => Number(view.getBigInt64(offset, true)) },
  I32: { bytes: 4, dtype: "int64", read: undefined },
  I16: { bytes: 2, dtype: "int64", read: (view, offset) => view.getInt16(offset, true) },
  I8: { bytes: 1, dtype: "int64", read: (view, offset) => view.getInt8(offset) },
  U8: { bytes: 1, dtype: "int64", read: (view, offset) => view.getUint8(offset) },
  BOOL: { bytes: 1, dtype: "bool", read: (view, offset) => view.getUint8(offset) },
};

/** IEEE 754 binary16: 1 bit sign, 5 exponent, 10 mantissa. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a float32. */
function bfloat16(view: DataView, offset: number): number {
  const single = new DataView(new ArrayBuffer(4));
  single.setUint16(0, view.getUint16(offset, true));
  return single.getFloat32(0);
}

/** The type in which each dtype is written. */
export const writtenTypes: Readonly<Record<DType, "F64" | "F32" | "I64" | "BOOL">> = {
  float64: "F64",
  float32: "F32",
  int64: "I64",
  bool: "BOOL",
};
