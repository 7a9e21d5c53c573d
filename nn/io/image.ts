// Pictures as tensors. A picture is [C, H, W] with values in [0, 1]: one channel for gray, three for colour. An
// alpha channel is dropped, because no layer knows what to do with it.

import { readFileSync } from "node:fs";
import { convertIndexedToRgb, type DecodedPng, decode as decodePng } from "fast-png";
import jpeg from "jpeg-js";
import { fromValues } from "../array/ndarray.ts";
import { Tensor } from "../tensor/tensor.ts";

export interface ReadImageOptions {
  /** "gray" gives one channel, "rgb" three, "unchanged" (the default) those of the file without alpha */
  readonly mode?: "unchanged" | "gray" | "rgb";
}

/** Samples in rows from the top, `channels` to a pixel, from 0 to `largest`. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly samples: ArrayLike<number>;
  readonly largest: number;
}

/** Reads a PNG or JPEG file into a float32 tensor [C, H, W] with values in [0, 1]. */
export function readImage(path: string | URL, { mode = "unchanged" }: ReadImageOptions = {}): Tensor {
  const picture = decode(readFileSync(path), String(path));
  const planes = withMode(colourPlanes(picture), mode);
  const values = new Float32Array(planes.length * picture.width * picture.height);
  for (const [channel, plane] of planes.entries()) values.set(plane, channel * plane.length);
  return Tensor.from(
    fromValues(values, [planes.length, picture.height, picture.width], "float32"),
    "readImage",
  );
}

function decode(bytes: Buffer, path: string): Picture {
  if (bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))) return fromPng(decodePng(bytes));
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    const { width, height, data } = jpeg.decode(bytes, { useTArray: true, formatAsRGBA: false });
    return { width, height, channels: data.length / (width * height), samples: data, largest: 255 };
  }
  throw new TypeError(`readImage: expected a PNG or JPEG file, and ${path} is neither`);
}

function fromPng(png: DecodedPng): Picture {
  const { width, height } = png;
  if (png.palette) {
    const channels = png.palette[0]?.length ?? 3; // four with transparency
    return { width, height, channels, samples: convertIndexedToRgb(png), largest: 255 };
  }
  const samples = png.depth < 8 ? unpacked(png) : png.data;
  return { width, height, channels: png.channels, samples, largest: 2 ** png.depth - 1 };
}

/** Gray samples of less than a byte, taken out of their bytes; each row begins with a new byte. */
function unpacked({ width, height, depth, data }: DecodedPng): Uint8Array {
  const perByte = 8 / depth;
  const rowBytes = Math.ceil(width / perByte);
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const column = i % width;
    const byte = data[Math.floor(i / width) * rowBytes + Math.floor(column / perByte)] ?? 0;
    return (byte >> (8 - depth * ((column % perByte) + 1))) & (2 ** depth - 1);
  });
}

/** One plane of numbers in [0, 1] for each colour channel. Two and four channels end with alpha. */
function colourPlanes({ width, height, channels, samples, largest }: Picture): Float32Array[] {
  const colours = channels < 3 ? 1 : 3;
  return Array.from({ length: colours }, (_, channel) =>
    Float32Array.from({ length: width * height }, (_, i) => (samples[i * channels + channel] ?? 0) / largest),
  );
}

function withMode(planes: readonly Float32Array[], mode: ReadImageOptions["mode"]): readonly Float32Array[] {
  const [red, green, blue] = planes;
  if (mode === "rgb" && red && !green) return [red, red, red];
  if (mode === "gray" && red && green && blue) {
    // luma by ITU-R BT.601
    return [red.map((value, i) => 0.299 * value + 0.587 * (green[i] ?? 0) + 0.114 * (blue[i] ?? 0))];
  }
  return planes;
}
