// Pictures to an animated PNG (the APNG chapter of PNG's third edition), which every browser plays. The frames share
// one palette, and each holds only what differs from the one before, the rest transparent: an animation in which
// little moves stays small.

import { deflateSync } from "node:zlib";
import { chunk, header, type Pixels, signature, wholePixels } from "./png.ts";

export interface AnimationFrame extends Pixels {
  readonly milliseconds: number;
}

interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Colour 0 is transparent: here the frame before shows through. */
const unchanged = 0;
/** Enough for flat areas and the soft edges of letters; fewer colours make a smaller file. */
const mostColors = 32;

/**
 * The frames, opaque and all of one size, as an animation that never ends.
 * @throws RangeError without frames
 */
export function encodeApng(frames: readonly AnimationFrame[]): Uint8Array {
  const [first] = frames;
  if (!first) throw new RangeError("an animation needs at least one frame");
  const { palette, indexed } = sharedPalette(frames);
  let sequence = 0;
  const whole: Region = { left: 0, top: 0, width: first.width, height: first.height };
  const parts = frames.flatMap(({ milliseconds }, i) => {
    const before = indexed[i - 1];
    const now = indexed[i] ?? new Uint8Array();
    const region = before ? changedRegion(before, now, first) : whole;
    const control = chunk("fcTL", frameControl(sequence++, region, milliseconds));
    const data = deflateSync(rowsOf(now, before, region, first.width), { level: 9 });
    if (!before) return [control, chunk("IDAT", data)];
    return [control, chunk("fdAT", Buffer.concat([uint32(sequence++), data]))];
  });
  return Buffer.concat([
    signature,
    header(first, 3),
    chunk("acTL", Buffer.concat([uint32(frames.length), uint32(0)])),
    chunk("PLTE", Uint8Array.from([0, 0, 0, ...palette.flatMap(channels)])),
    chunk("tRNS", Uint8Array.of(0)),
    ...parts,
    chunk("IEND", new Uint8Array()),
  ]);
}

/** All frames in numbers of colours: the most frequent ones as they are, the others as the nearest of those. */
function sharedPalette(frames: readonly AnimationFrame[]) {
  const counts = new Map<number, number>();
  for (const frame of frames) {
    forRuns(wholePixels(frame), (pixel, from, end) => {
      counts.set(pixel, (counts.get(pixel) ?? 0) + end - from);
    });
  }
  const byFrequency = [...counts].sort(([, a], [, b]) => b - a).map(([pixel]) => pixel);
  const palette = byFrequency.slice(0, mostColors);
  const numbers = new Map(byFrequency.map((pixel) => [pixel, 1 + nearest(pixel, palette)]));
  const indexed = frames.map((frame) => {
    const found = new Uint8Array(frame.rgba.length / 4);
    forRuns(wholePixels(frame), (pixel, from, end) => {
      found.fill(numbers.get(pixel) ?? 1, from, end);
    });
    return found;
  });
  return { palette, indexed };
}

/** Calls `fn` for each run of equal pixels: a drawing is mostly flat, and looking each pixel up would be slow. */
function forRuns(pixels: Uint32Array, fn: (pixel: number, from: number, end: number) => void): void {
  for (let from = 0; from < pixels.length; ) {
    const pixel = pixels[from] ?? 0;
    let end = from + 1;
    while (end < pixels.length && pixels[end] === pixel) end += 1;
    fn(pixel, from, end);
    from = end;
  }
}

function nearest(pixel: number, palette: readonly number[]): number {
  const wanted = channels(pixel);
  const distances = palette.map((color) =>
    channels(color).reduce((sum, level, i) => sum + (level - (wanted[i] ?? 0)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

const channels = (pixel: number) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];

/** The smallest rectangle that holds all differences; a single pixel where there are none. */
function changedRegion(before: Uint8Array, now: Uint8Array, { width, height }: Pixels): Region {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let i = 0; i < now.length; i += 1) {
    if (now[i] === before[i]) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (right < 0) return { left: 0, top: 0, width: 1, height: 1 };
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

function rowsOf(now: Uint8Array, before: Uint8Array | undefined, region: Region, width: number): Uint8Array {
  const rows = new Uint8Array(region.height * (region.width + 1));
  for (let y = 0; y < region.height; y += 1) {
    for (let x = 0; x < region.width; x += 1) {
      const from = (region.top + y) * width + region.left + x;
      const color = now[from] ?? unchanged;
      rows[y * (region.width + 1) + 1 + x] = before?.[from] === color ? unchanged : color;
    }
  }
  return rows;
}

/** The frame is laid over the one before (blend 1), which stays as it is (dispose 0). */
function frameControl(
  sequence: number,
  { left, top, width, height }: Region,
  milliseconds: number,
): Uint8Array {
  const times = Buffer.alloc(6);
  times.writeUInt16BE(milliseconds, 0);
  times.writeUInt16BE(1000, 2);
  times.set([0, 1], 4);
  return Buffer.concat([...[sequence, width, height, left, top].map(uint32), times]);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
