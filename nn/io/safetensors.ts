// The safetensors format: the length of a JSON header (8 bytes, little-endian), the header, which gives each
// tensor's dtype, shape and place, and then the bytes of all tensors. Nothing in such a file is ever executed.

import { readFileSync, writeFileSync } from "node:fs";
import type { DType } from "../array/dtype.ts";
import { fromValues } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { elementsOf } from "../tensor/elements.ts";
import { Tensor } from "../tensor/tensor.ts";

interface StoredType {
  readonly bytes: number;
  /** the dtype that holds its values here */
  readonly dtype: DType;
  read(view: DataView, offset: number): number;
}

const storedTypes: Readonly<Record<string, StoredType>> = {
  F64: { bytes: 8, dtype: "float64", read: (view, offset) => view.getFloat64(offset, true) },
  F32: { bytes: 4, dtype: "float32", read: (view, offset) => view.getFloat32(offset, true) },
  F16: { bytes: 2, dtype: "float32", read: (view, offset) => half(view.getUint16(offset, true)) },
  BF16: { bytes: 2, dtype: "float32", read: bfloat16 },
  I64: { bytes: 8, dtype: "int64", read: (view, offset) => Number(view.getBigInt64(offset, true)) },
  I32: { bytes: 4, dtype: "int64", read: (view, offset) => view.getInt32(offset, true) },
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

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [start: number, end: number];
}

/** Reads all tensors of a file. 16-bit floats become float32; small integers become int64. */
export function loadSafetensors(path: string | URL): Record<string, Tensor> {
  const file = readFileSync(path);
  const fail = (problem: string): Error => new Error(`loadSafetensors: ${path} ${problem}`);
  if (file.length < 8) throw fail("is shorter than a safetensors header");
  const headerBytes = Number(file.readBigUInt64LE(0));
  if (8 + headerBytes > file.length) {
    throw fail(`says its header has ${headerBytes} bytes, but the file has ${file.length}`);
  }
  const header = parseHeader(file.toString("utf8", 8, 8 + headerBytes), fail);
  const body = file.subarray(8 + headerBytes);
  return Object.fromEntries(
    header.map(([name, entry]) => [
      name,
      readTensor(body, entry, (problem) => fail(`: tensor "${name}" ${problem}`)),
    ]),
  );
}

function parseHeader(text: string, fail: (problem: string) => Error): [string, Entry][] {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    throw fail("has a header that is not JSON");
  }
  if (typeof header !== "object" || header === null) throw fail("has a header that is not a JSON object");
  return Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, entry]): [string, Entry] => {
      if (!isEntry(entry)) throw fail(`: tensor "${name}" lacks dtype, shape or data_offsets`);
      return [name, entry];
    });
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { dtype, shape, data_offsets: offsets }: Partial<Record<keyof Entry, unknown>> = value;
  const naturals = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((each) => Number.isSafeInteger(each) && each >= 0);
  return typeof dtype === "string" && naturals(shape) && naturals(offsets) && offsets.length === 2;
}

function readTensor(body: Buffer, entry: Entry, fail: (problem: string) => Error): Tensor {
  const stored = storedTypes[entry.dtype];
  if (!stored) throw fail(`has dtype ${entry.dtype}; known are ${Object.keys(storedTypes).join(", ")}`);
  const [start, end] = entry.data_offsets;
  const count = elementCount(entry.shape);
  if (end > body.length || end - start !== count * stored.bytes) {
    throw fail(
      `of shape [${entry.shape.join(", ")}] needs ${count * stored.bytes} bytes, got ${start} to ${end} of ${body.length}`,
    );
  }
  const view = new DataView(body.buffer, body.byteOffset + start, end - start);
  const values = Float64Array.from({ length: count }, (_, i) => stored.read(view, i * stored.bytes));
  return Tensor.from(fromValues(values, entry.shape, stored.dtype), "loadSafetensors");
}

interface Writing {
  readonly name: string;
  readonly bytes: number;
  write(view: DataView, offset: number, value: number): void;
}

const writings: Record<DType, Writing> = {
  float64: { name: "F64", bytes: 8, write: (view, offset, value) => view.setFloat64(offset, value, true) },
  float32: { name: "F32", bytes: 4, write: (view, offset, value) => view.setFloat32(offset, value, true) },
  int64: {
    name: "I64",
    bytes: 8,
    write: (view, offset, value) => view.setBigInt64(offset, BigInt(value), true),
  },
  bool: { name: "BOOL", bytes: 1, write: (view, offset, value) => view.setUint8(offset, value) },
};

/** Writes tensors, such as a module's `stateDict()`, to a file that PyTorch's safetensors library reads as well. */
export function saveSafetensors(path: string | URL, tensors: Readonly<Record<string, Tensor>>): void {
  const header: Record<string, Entry> = {};
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    const writing = writings[tensor.dtype];
    const values = elementsOf(tensor.array);
    const view = new DataView(new ArrayBuffer(values.length * writing.bytes));
    values.forEach((value, i) => {
      writing.write(view, i * writing.bytes, value);
    });
    header[name] = {
      dtype: writing.name,
      shape: [...tensor.shape],
      data_offsets: [offset, offset + view.byteLength],
    };
    parts.push(new Uint8Array(view.buffer));
    offset += view.byteLength;
  }
  // padded with spaces so that the tensors begin at a multiple of 8
  const text = JSON.stringify(header);
  const padded = Buffer.from(text + " ".repeat((8 - (Buffer.byteLength(text) % 8)) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  writeFileSync(path, Buffer.concat([length, padded, ...parts]));
}
