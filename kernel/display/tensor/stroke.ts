// Curves painted pixel by pixel. A curve is a function of its column, so that a general rasteriser is not needed: for
// each column, and quarter of one, the stroke covers the rows between its lowest and its highest point there.

import { blended, type Pixels, wholePixels } from "../drawing/png.ts";
import type { Placement } from "./raster.ts";

/** Parts of a column that are looked at on their own, for soft edges. */
const parts = 4;
/** Steps of softness, few so that the colours fit into a palette. */
const steps = 7;

/**
 * Paints a curve over its index, from the left to the right of the place, `thickness` pixels thick, in the colour of a
 * pixel.
 * @param y the row, not rounded, of a value; gaps where it is not finite
 */
export function paintCurve(
  raster: Pixels,
  values: ArrayLike<number>,
  { left, width }: Placement,
  y: (value: number) => number,
  thickness: number,
  color: number,
): void {
  const { highest, lowest } = withPen(envelope(values, width * parts, y), (thickness / 2) * parts);
  const pixels = wholePixels(raster);
  const coverage = new Float32Array(raster.height);
  for (let column = 0; column < width; column += 1) {
    let [top, bottom] = [raster.height, 0];
    for (let part = column * parts; part < (column + 1) * parts; part += 1) {
      const from = Math.max(0, highest[part] ?? 0);
      const until = Math.min(raster.height, lowest[part] ?? 0);
      if (!(from < until)) continue;
      const [first, end] = [Math.floor(from), Math.ceil(until)];
      for (let row = first; row < end; row += 1) {
        const covered = Math.min(row + 1, until) - Math.max(row, from);
        coverage[row] = (coverage[row] ?? 0) + covered / parts;
      }
      [top, bottom] = [Math.min(top, first), Math.max(bottom, end)];
    }
    for (let row = top; row < bottom; row += 1) {
      const step = Math.round((coverage[row] ?? 0) * steps);
      const at = row * raster.width + left + column;
      if (step > 0) pixels[at] = blended(pixels[at] ?? 0, color, step / steps);
    }
    coverage.fill(0, top, Math.max(top, bottom));
  }
}

/** For each part of a column the rows between which a curve runs; none where the highest is below the lowest. */
interface Envelope {
  readonly highest: Float32Array;
  readonly lowest: Float32Array;
}

function envelope(values: ArrayLike<number>, length: number, y: (value: number) => number): Envelope {
  const highest = new Float32Array(length).fill(Number.POSITIVE_INFINITY);
  const lowest = new Float32Array(length).fill(Number.NEGATIVE_INFINITY);
  const include = (part: number, row: number) => {
    if (row < (highest[part] ?? 0)) highest[part] = row;
    if (row > (lowest[part] ?? 0)) lowest[part] = row;
  };
  const scale = (length - 1) / Math.max(1, values.length - 1);
  let before = Number.NaN;
  for (let i = 0; i < values.length; i += 1) {
    const row = y(Number(values[i]));
    const [from, until] = [(i - 1) * scale, i * scale];
    if (Number.isFinite(row)) include(Math.round(until), row);
    if (Number.isFinite(row) && Number.isFinite(before)) {
      // Where the line crosses from one part to the next, it belongs to both.
      for (let edge = Math.ceil(from - 0.5) + 0.5; edge < until; edge += 1) {
        const crossing = before + ((row - before) * (edge - from)) / (until - from);
        include(edge - 0.5, crossing);
        include(edge + 0.5, crossing);
      }
    }
    before = row;
  }
  return { highest, lowest };
}

/** The rows that a round pen covers whose middle runs through the envelope; its radius in parts of a column. */
function withPen({ highest, lowest }: Envelope, radius: number): Envelope {
  const reach = Math.floor(radius);
  const rises = Float32Array.from(
    { length: 2 * reach + 1 },
    (_, i) => Math.sqrt(radius * radius - (i - reach) ** 2) / parts,
  );
  const widened = { highest: highest.slice(), lowest: lowest.slice() };
  for (let part = 0; part < highest.length; part += 1) {
    let [top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const [first, last] = [Math.max(0, part - reach), Math.min(highest.length - 1, part + reach)];
    for (let near = first; near <= last; near += 1) {
      const rise = rises[near - part + reach] ?? 0;
      top = Math.min(top, (highest[near] ?? 0) - rise);
      bottom = Math.max(bottom, (lowest[near] ?? 0) + rise);
    }
    widened.highest[part] = top;
    widened.lowest[part] = bottom;
  }
  return widened;
}

/** Fills a box of whole pixels with the colour of a pixel, as far as it lies within the picture. */
export function fillBox(raster: Pixels, { left, top, width, height }: Placement, color: number): void {
  const pixels = wholePixels(raster);
  const [from, until] = [Math.max(0, left), Math.min(raster.width, left + width)];
  for (let row = Math.max(0, top); row < Math.min(raster.height, top + height); row += 1) {
    pixels.fill(color, row * raster.width + from, row * raster.width + until);
  }
}
