// Weights and inputs on their way to the engines: a safetensors file, read here as plain float32 numbers so that
// no peer's process needs our engine.

import { readFileSync } from "node:fs";

export interface FloatTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type FloatTensors = ReadonlyMap<string, FloatTensor>;

interface Header {
  readonly [name: string]: {
    readonly dtype: string;
    readonly shape: number[];
    readonly data_offsets: [number, number];
  };
}

/** The float32 tensors of a file by name; others (the counters of batch normalisation) are left out. */
export function readTensors(path: string): FloatTensors {
  const bytes = readFileSync(path);
  const headerBytes = Number(bytes.readBigUInt64LE(0));
  const header: Header = JSON.parse(bytes.toString("utf8", 8, 8 + headerBytes));
  return new Map(
    Object.entries(header)
      .filter(([, { dtype }]) => dtype === "F32")
      .map(
        ([
          name,
          {
            shape,
            data_offsets: [start, end],
          },
        ]) => {
          const own = bytes.slice(8 + headerBytes + start, 8 + headerBytes + end); // a view, perhaps not aligned
          return [name, { shape, data: new Float32Array(new Uint8Array(own).buffer) }];
        },
      ),
  );
}

/** The tensor of that name. Throws when there is none. */
export function named(tensors: FloatTensors, name: string): FloatTensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`no tensor "${name}" among ${[...tensors.keys()].join(", ")}`);
  return tensor;
}
