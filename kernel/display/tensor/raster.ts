// Pixels: planes painted into a picture, each value as a rectangle of one colour, so that edges stay sharp.

import { colorPixel, ground } from "../drawing/colors.ts";
import { type Pixels, wholePixels } from "../drawing/png.ts";
import { type ColormapName, colorTable, neutral, pixelOf, specialColor } from "./colormap.ts";
import type { Plane } from "./plane.ts";

/** Pixels where nothing is painted yet: the ground of pictures. */
export function blankRaster(width: number, height: number): Pixels {
  const raster = { width, height, rgba: new Uint8Array(width * height * 4) };
  wholePixels(raster).fill(colorPixel(ground));
  return raster;
}

/** Where a plane goes, in pixels. */
export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Paints a plane in the colours of a map, `min` at its start and `max` at its end; grey if they are equal. */
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
  const steps = last / (max - min);
  const same = pixelOf(neutral);
  paint(raster, plane, place, (i) => {
    const value = Number(plane.values[i]);
    const special = specialColor(value);
    if (special) return pixelOf(special);
    if (max <= min) return same;
    return table[Math.round(Math.min(last, Math.max(0, (value - min) * steps)))] ?? same;
  });
}

/** Paints three planes, values from 0 to 1, as the red, green and blue of an image. */
export function paintImage(
  raster: Pixels,
  [red, green, blue]: readonly [Plane, Plane, Plane],
  place: Placement,
): void {
  const level = (value: number) => Math.round(255 * Math.min(1, Math.max(0, value)));
  paint(raster, red, place, (i) => {
    const [r, g, b] = [Number(red.values[i]), Number(green.values[i]), Number(blue.values[i])];
    const special = [r, g, b].map(specialColor).find((color) => color !== undefined);
    return pixelOf(special ?? [level(r), level(g), level(b)]);
  });
}

/** Each value becomes a rectangle of pixels: no blur between values. */
function paint(raster: Pixels, plane: Plane, place: Placement, pixelAt: (i: number) => number): void {
  const pixels = wholePixels(raster);
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
