// Pixels: planes painted into a picture, each value as a rectangle of one colour, so that edges stay sharp.

import type { Pixels } from "../drawing/png.ts";
import { type ColormapName, colorTable, notANumber, type Rgb } from "./colormap.ts";
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
  const steps = max > min ? 255 / (max - min) : 0;
  paint(raster, plane, place, (i) => {
    const value = Number(plane.values[i]);
    if (Number.isNaN(value)) return notANumber;
    const color = 3 * Math.round(Math.min(255, Math.max(0, steps === 0 ? 128 : (value - min) * steps)));
    return [table[color] ?? 0, table[color + 1] ?? 0, table[color + 2] ?? 0];
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
  paint(raster, red, place, (i) => [level(red, i), level(green, i), level(blue, i)]);
}

/** Each pixel takes the value under it: no blur between values. */
function paint(raster: Pixels, plane: Plane, place: Placement, colorOf: (i: number) => Rgb): void {
  for (let y = 0; y < place.height; y += 1) {
    const row = Math.floor((y * plane.height) / place.height);
    let at = ((place.top + y) * raster.width + place.left) * 4;
    for (let x = 0; x < place.width; x += 1, at += 4) {
      const [red, green, blue] = colorOf(row * plane.width + Math.floor((x * plane.width) / place.width));
      raster.rgba[at] = red;
      raster.rgba[at + 1] = green;
      raster.rgba[at + 2] = blue;
      raster.rgba[at + 3] = 255;
    }
  }
}
