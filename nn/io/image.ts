// Pictures as tensors. A picture is [C, H, W] with values in [0, 1]: one channel for gray, three for colour. An
// alpha channel is dropped, because no layer knows what to do with it.

import { convertIndexedToRgb, type DecodedPng, decode as decodePng } from "fast-png";
import { decode as decodeJpeg } from "jpeg-js";
import { choice } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { fromValues } from "../array/ndarray.ts";
import { Tensor } from "../tensor/tensor.ts";
import { looksLike, readBytes } from "./file-kind.ts";

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
  const picture = decode(readBytes("readImage", path), path);
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
  if (!png && !jpeg) {
    throw new TypeError(
      `readImage: expected a PNG or JPEG file, and ${path} is neither: it ${looksLike(bytes)}`,
    );
  }
  try {
    if (png) refusePngBomb(bytes);
    else refuseJpegBomb(bytes);
    return png ? fromPng(decodePng(bytes)) : fromJpeg(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`readImage: ${path} is damaged: ${reason}`, { cause });
  }
}

/** Deflate writes at most so many bytes for one. */
const deflateAtMost = 1032;

/** A few bytes can claim a picture of any size, for which a decoder would find room before it reads on. */
function refusePngBomb(bytes: Buffer): void {
  if (bytes.length < 26) return; // the decoder tells what is missing
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth, colour] = [bytes.readUInt8(24), bytes.readUInt8(25)];
  const channels = ({ 2: 3, 4: 2, 6: 4 } as const)[colour] ?? 1;
  const rows = height * Math.ceil((width * depth * channels) / 8);
  refuseClaim(bytes, width, height, rows / deflateAtMost);
}

/** Each block of 8 x 8 pixels takes one bit at least. */
function refuseJpegBomb(bytes: Buffer): void {
  const frame = frameOfJpeg(bytes);
  if (frame + 9 >= bytes.length) return;
  const [height, width] = [bytes.readUInt16BE(frame + 5), bytes.readUInt16BE(frame + 7)];
  refuseClaim(bytes, width, height, (Math.ceil(width / 8) * Math.ceil(height / 8)) / 8);
}

function refuseClaim(bytes: Buffer, width: number, height: number, needed: number): void {
  if (needed <= bytes.length) return;
  throw new Error(`${width} x ${height} pixels do not fit into its ${bytes.length} bytes`);
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
  return bytes[frameOfJpeg(bytes) + 9] ?? 3;
}

/** Where the frame header begins, which says how large the picture is. */
function frameOfJpeg(bytes: Buffer): number {
  const startOfFrame = (marker: number) =>
    marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
  let segment = 2;
  while (segment + 9 < bytes.length && !startOfFrame(bytes.readUInt8(segment + 1))) {
    segment += 2 + bytes.readUInt16BE(segment + 2);
  }
  return segment;
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
