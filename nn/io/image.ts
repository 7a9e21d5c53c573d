// Pictures as tensors. A picture is [C, H, W] with values in [0, 1]: one channel for gray, three for colour. An
// alpha channel is dropped, because no layer knows what to do with it.

import { readFileSync } from "node:fs";
import { convertIndexedToRgb, type DecodedPng, decode as decodePng } from "fast-png";
import { decode as decodeJpeg } from "jpeg-js";
import { choice } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { fromValues } from "../array/ndarray.ts";
import { Tensor } from "../tensor/tensor.ts";

const modes = ["unchanged", "gray", "rgb"] as const;
const readImageArguments = optional((mode: (typeof modes)[number] = "unchanged") => ({
  /** "gray" gives one channel, "rgb" three, "unchanged" those of the file without alpha */
  mode: choice("mode", mode, modes),
}));
export interface ReadImageOptions extends OptionsOf<typeof readImageArguments> {}

/** Samples in rows from the top, `channels` to a pixel, from 0 to `largest`. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly samples: ArrayLike<number>;
  readonly largest: number;
}

/** Reads a PNG or JPEG file into a float32 tensor [C, H, W] with values in [0, 1]. */
export function readImage(
  path: string | URL,
  ...given: Given<typeof readImageArguments, ReadImageOptions>
): Tensor {
  const { mode } = readImageArguments.read("readImage", given);
  const picture = decode(readFileSync(path), path);
  const planes = withMode(colourPlanes(picture), mode);
  const values = new Float32Array(planes.length * picture.width * picture.height);
  for (const [channel, plane] of planes.entries()) values.set(plane, channel * plane.length);
  return Tensor.from(
    fromValues(values, [planes.length, picture.height, picture.width], "float32"),
    "readImage",
  );
}

function decode(bytes: Buffer, path: string | URL): Picture {
  const png = bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  const jpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  if (!png && !jpeg) throw new TypeError(`readImage: expected a PNG or JPEG file, and ${path} is neither`);
  try {
    return png ? fromPng(decodePng(bytes)) : fromJpeg(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`readImage: ${path} is damaged: ${reason}`, { cause });
  }
}

function fromJpeg(bytes: Buffer): Picture {
  const { width, height, data } = decodeJpeg(bytes, { useTArray: true, formatAsRGBA: false });
  const pixels = { width, height, channels: 3, samples: data, largest: 255 };
  if (componentsOfJpeg(bytes) > 1) return pixels;
  // the decoder has written gray three times
  return { ...pixels, channels: 1, samples: data.filter((_, i) => i % 3 === 0) };
}

/** How many components the frame header says the picture has: 1 is gray. */
function componentsOfJpeg(bytes: Buffer): number {
  const startOfFrame = (marker: number) =>
    marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
  let segment = 2;
  while (segment + 9 < bytes.length && !startOfFrame(bytes.readUInt8(segment + 1))) {
    segment += 2 + bytes.readUInt16BE(segment + 2);
  }
  return bytes[segment + 9] ?? 3;
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

function withMode(planes: readonly Float32Array[], mode: (typeof modes)[number]): readonly Float32Array[] {
  const [red, green, blue] = planes;
  if (mode === "rgb" && red && !green) return [red, red, red];
  if (mode === "gray" && red && green && blue) {
    // luma by ITU-R BT.601
    return [red.map((value, i) => 0.299 * value + 0.587 * (green[i] ?? 0) + 0.114 * (blue[i] ?? 0))];
  }
  return planes;
}
