// Pixels to PNG. The encoder is loaded with the first picture.

import { createRequire } from "node:module";

/** Pixels row by row, each red, green, blue, alpha; alpha not multiplied in. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const require = createRequire(import.meta.url);

export function encodePng({ width, height, rgba }: Pixels): Uint8Array {
  const { encode }: typeof import("fast-png") = require("fast-png");
  return encode({ width, height, data: rgba, channels: 4, depth: 8 }, { zlib: { level: 6 } });
}
