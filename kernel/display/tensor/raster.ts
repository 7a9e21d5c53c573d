// Pixels: planes painted into a picture, each value as a rectangle of one colour, so that edges stay sharp.

import type { Pixels } from "../drawing/png.ts";
import { type ColormapName, colorTable, notANumber, pixelOf } from "./colormap.ts";
import type { Plane } from "./plane.ts";

/** Pixels where nothing is painted yet: transparent. */
export function emptyRaster(width: number, height: number): Pixels {
  return { width, height, rgba: new Uint8Array(width * height * 4) };
}

/** Where a plane goes, in pixels. */
export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Paints a plane in the colours of a map, `min` at its start and `max` at its end. */
export function paintMap(
  raster: Pixels,
  plane: Plane,
  place: Placement,
  map: ColormapName,
  min: number,
  max: number,
): void {
  const table = colorTable(map);
  const last = table.length - 1;
  const steps = max > min ? last / (max - min) : 0;
  const odd = pixelOf(notANumber);
  paint(raster, plane, place, (i) => {
    const value = Number(plane.values[i]);
    if (Number.isNaN(value)) return odd;
    const step = steps === 0 ? last / 2 : (value - min) * steps;
    return table[Math.round(Math.min(last, Math.max(0, step)))] ?? odd;
  });
}

/** Paints three planes, values from 0 to 1, as the red, green and blue of an image. */
export function paintImage(
  raster: Pixels,
  [red, green, blue]: readonly [Plane, Plane, Plane],
  place: Placement,
): void {
  const level = ({ values }: Plane, i: number) =>
    Math.round(255 * Math.min(1, Math.max(0, Number(values[i]))));
  paint(raster, red, place, (i) => pixelOf([level(red, i), level(green, i), level(blue, i)]));
}

/** Each value becomes a rectangle of pixels: no blur between values. */
function paint(raster: Pixels, plane: Plane, place: Placement, pixelAt: (i: number) => number): void {
  const pixels = new Uint32Array(raster.rgba.buffer, raster.rgba.byteOffset, raster.rgba.length / 4);
  let painted = -1; // the row of the plane that the last row of pixels shows
  for (let y = 0; y < place.height; y += 1) {
    const row = Math.floor((y * plane.height) / place.height);
    const start = (place.top + y) * raster.width + place.left;
    if (row === painted) {
      pixels.copyWithin(start, start - raster.width, start - raster.width + place.width);
      continue;
    }
    painted = row;
    for (let x = 0, column = -1, pixel = 0; x < place.width; x += 1) {
      const under = Math.floor((x * plane.width) / place.width);
      if (under !== column) {
        column = under;
        pixel = pixelAt(row * plane.width + column);
      }
      pixels[start + x] = pixel;
    }
  }
}
