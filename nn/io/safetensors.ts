// The safetensors format: the length of a JSON header (8 bytes, little-endian), the header, which gives each
// tensor's dtype, shape and place, and then the bytes of all tensors. Nothing in such a file is ever executed.

import { writeFileSync } from "node:fs";
import { instance } from "../arguments/checks.ts";
import { shown } from "../arguments/shown.ts";
import { converterTo, type TypedArray } from "../array/dtype.ts";
import { empty } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { elementsOf } from "../tensor/elements.ts";
import { Tensor } from "../tensor/tensor.ts";
import { looksLike, readBytes } from "./file-kind.ts";
import { type StoredType, storedTypes, writtenTypes } from "./safetensors-types.ts";

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [start: number, end: number];
}

/** Reads all tensors of a file. 16-bit floats become float32; small integers become int64. */
export function loadSafetensors(path: string | URL): Record<string, Tensor> {
  const file = readBytes("loadSafetensors", path);
  const fail = (problem: string): Error => new Error(`loadSafetensors: ${path} ${problem}`);
  const headerBytes = file.length < 8 ? 0 : Number(file.readBigUInt64LE(0));
  // the header is a JSON object: without its brace this is another kind of file
  if (file.toString("latin1", 8, 9) !== "{") {
    throw fail(`is no safetensors file: it ${looksLike(file)}`);
  }
  if (8 + headerBytes > file.length) {
    throw fail(`is cut off: its header should have ${headerBytes} bytes, but the file has ${file.length}`);
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
  const array = empty(entry.shape, stored.dtype);
  try {
    readElements(body.subarray(start, end), stored, array.storage.data());
  } catch (error) {
    array.storage.release();
    throw error instanceof RangeError ? fail(`cannot be held: ${error.message}`) : error;
  }
  return Tensor.from(array, "loadSafetensors");
}

function readElements(bytes: Buffer, { bytes: size, dtype, read }: StoredType, elements: TypedArray): void {
  if (read === undefined) {
    bytesOf(elements).set(bytes);
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const convert = converterTo(dtype);
  for (let i = 0; i < elements.length; i++) elements[i] = convert(read(view, i * size));
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Writes tensors, such as a module's `stateDict()`, to a file that PyTorch's safetensors library reads as well. */
export function saveSafetensors(path: string | URL, tensors: Readonly<Record<string, Tensor>>): void {
  if (typeof tensors !== "object" || tensors === null) {
    throw new TypeError(`saveSafetensors: tensors: expected tensors by name, got ${shown(tensors)}`);
  }
  const header: Record<string, Entry> = {};
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    instance(`saveSafetensors: tensors: ${name}`, tensor, Tensor, "a tensor");
    const values = elementsOf(tensor.array);
    const bytes = bytesOf(tensor.dtype === "int64" ? BigInt64Array.from(values, BigInt) : values);
    header[name] = {
      dtype: writtenTypes[tensor.dtype],
      shape: [...tensor.shape],
      data_offsets: [offset, offset + bytes.byteLength],
    };
    parts.push(bytes);
    offset += bytes.byteLength;
  }
  // padded with spaces so that the tensors begin at a multiple of 8
  const text = JSON.stringify(header);
  const padded = Buffer.from(text + " ".repeat((8 - (Buffer.byteLength(text) % 8)) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  writeFileSync(path, Buffer.concat([length, padded, ...parts]));
}
