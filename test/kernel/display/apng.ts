// Plays animated PNGs, so that tests can look at their frames: as a browser does, each frame laid over what was there.

import { crc32, inflateSync } from "node:zlib";

export interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  /** whether its checksum is right */
  readonly intact: boolean;
}

export function chunksOf(png: Uint8Array): Chunk[] {
  const bytes = Buffer.from(png);
  const chunks = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    const intact = crc32(body) === bytes.readUInt32BE(at + 8 + length);
    chunks.push({ type: body.toString("latin1", 0, 4), data: body.subarray(4), intact });
    at += 12 + length;
  }
  return chunks;
}

export interface PlayedFrame {
  /** the whole picture while this frame is shown: for each pixel 0xrrggbb, -1 where nothing was painted */
  readonly pixels: Float64Array;
  readonly milliseconds: number;
  /** of the frame alone */
  readonly size: { readonly width: number; readonly height: number };
}

export interface Played {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly PlayedFrame[];
}

/** Of the kind that we write: eight-bit palettes whose first colour is clear, rows without filters. */
export function play(png: Uint8Array): Played {
  const chunks = chunksOf(png);
  const only = (type: string) => chunks.find((chunk) => chunk.type === type)?.data ?? Buffer.alloc(0);
  const [width, height] = [only("IHDR").readUInt32BE(0), only("IHDR").readUInt32BE(4)];
  const [palette, opacities] = [only("PLTE"), only("tRNS")];
  if (opacities.length !== 1 || opacities[0] !== 0) throw new Error("the first colour is not clear");
  const canvas = new Float64Array(width * height).fill(-1);
  let control: Buffer | undefined;
  const frames: PlayedFrame[] = [];
  for (const { type, data } of chunks) {
    if (type === "fcTL") control = data;
    if (type !== "IDAT" && type !== "fdAT") continue;
    const [w, h, left, top] = [4, 8, 12, 16].map((at) => control?.readUInt32BE(at) ?? 0);
    const region = control
      ? { w: w ?? 0, h: h ?? 0, left: left ?? 0, top: top ?? 0 }
      : { w: width, h: height, left: 0, top: 0 };
    const rows = inflateSync(type === "IDAT" ? data : data.subarray(4));
    if (rows.length !== region.h * (region.w + 1))
      throw new Error("the frame's data are not as long as its size says");
    for (let y = 0; y < region.h; y += 1) {
      const start = y * (region.w + 1);
      if (rows[start] !== 0) throw new Error(`expected rows without a filter, got filter ${rows[start]}`);
      for (let x = 0; x < region.w; x += 1) {
        const color = rows[start + 1 + x] ?? 0;
        if (color === 0) continue;
        if (3 * color >= palette.length) throw new Error(`there is no colour ${color}`);
        const at = (region.top + y) * width + region.left + x;
        canvas[at] = palette.readUIntBE(3 * color, 3);
      }
    }
    const milliseconds = control ? (1000 * control.readUInt16BE(20)) / control.readUInt16BE(22) : 0;
    frames.push({ pixels: canvas.slice(), milliseconds, size: { width: region.w, height: region.h } });
  }
  return { width, height, frames };
}
