// Photographs: as PNG they are many times as heavy, and nobody sees the difference.

import { encode } from "jpeg-js";
import type { Pixels } from "./png.ts";

/** A photograph. Width and height are those on the screen, in CSS pixels. */
export interface Photograph {
  readonly jpeg: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const quality = 85;

/** The pixels, all opaque, as JPEG. */
export function encodeJpeg({ width, height, rgba }: Pixels): Uint8Array {
  return encode({ width, height, data: rgba }, quality).data;
}
