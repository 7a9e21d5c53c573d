// Reads pictures back, so that tests can look at them.

import { convertIndexedToRgb, decode } from "fast-png";
import type { MimeBundle } from "../../../kernel/channel/messages.ts";

export interface PngPicture {
  readonly width: number;
  readonly height: number;
  /** red, green, blue, alpha */
  at(x: number, y: number): number[];
}

export function readPng(png: Uint8Array): PngPicture {
  const decoded = decode(png);
  const { width, height, palette } = decoded;
  const data = palette ? convertIndexedToRgb(decoded) : decoded.data;
  const channels = palette?.[0]?.length ?? decoded.channels;
  if (channels !== 4) throw new Error(`expected a picture with alpha, got ${channels} channels`);
  return {
    width,
    height,
    at: (x, y) => Array.from(data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)),
  };
}

/** The picture of a bundle: its PNG, or the first one within its HTML. */
export function pngOf({ data }: MimeBundle): PngPicture {
  const [, within] = /src="data:image\/png;base64,([^"]+)"/.exec(String(data["text/html"])) ?? [];
  const text = data["image/png"] ?? within;
  if (typeof text !== "string") throw new Error(`no PNG among ${Object.keys(data).join(", ")}`);
  return readPng(Buffer.from(text, "base64"));
}
