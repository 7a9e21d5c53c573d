// A drawing with letters on grounds of many colours has thousands of colours at the letters' edges, and a PNG with a
// palette, a third of the size, holds 256. So the most frequent stay, and each other becomes the nearest of them. A
// picture whose areas have more colours, as a photograph, is left as it is.

import { type Pixels, wholePixels } from "./png.ts";

/** The largest part of the pixels that edges are. */
const mostReplaced = 0.02;
/** Fewer than a palette holds are lighter, and look the same; a map of numbers to colours may need them all. */
const paletteSizes = [64, 256];

/** Changes the pixels so that they have at most 64 colours, or at most 256, if only edges change. */
export function reduceColors(pixels: Pixels): void {
  const whole = wholePixels(pixels);
  const frequency = new Map<number, number>();
  for (let i = 0; i < whole.length; ) {
    const color = whole[i] ?? 0;
    const start = i;
    while (i < whole.length && whole[i] === color) i += 1;
    frequency.set(color, (frequency.get(color) ?? 0) + i - start);
  }
  const byFrequency = [...frequency].sort((a, b) => b[1] - a[1]);
  const pixelsBeyond = (size: number) => byFrequency.slice(size).reduce((sum, [, count]) => sum + count, 0);
  const most = paletteSizes.find((size) => pixelsBeyond(size) <= mostReplaced * whole.length);
  if (most === undefined || frequency.size <= most) return;
  const replaced = byFrequency.slice(most);
  const palette = byFrequency.slice(0, most).map(([color]) => color);
  const replacement = new Map(replaced.map(([color]) => [color, nearest(color, palette)]));
  for (let i = 0, last = -1, becomes: number | undefined; i < whole.length; i += 1) {
    const color = whole[i] ?? 0;
    if (color !== last) becomes = replacement.get(color);
    last = color;
    if (becomes !== undefined) whole[i] = becomes;
  }
}

function nearest(color: number, palette: readonly number[]): number {
  let [found, least] = [color, Number.POSITIVE_INFINITY];
  for (const candidate of palette) {
    let distance = 0;
    for (let shift = 0; shift < 32; shift += 8) {
      distance += (((color >>> shift) & 255) - ((candidate >>> shift) & 255)) ** 2;
    }
    if (distance < least) [found, least] = [candidate, distance];
  }
  return found;
}
