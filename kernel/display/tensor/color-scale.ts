// The scale of colours beside a picture: a bar of the map with the values at its ends, which need room even where the
// picture is low.

import { pixelRatio } from "../drawing/jobs.ts";
import type { Word } from "../drawing/labels.ts";
import type { Pixels } from "../drawing/png.ts";
import type { ColormapName } from "./colormap.ts";
import { shortNumber } from "./numbers.ts";
import { paintMap } from "./raster.ts";

/** A map of colours and the values at its ends. */
export interface Scale {
  readonly colormap: ColormapName;
  readonly min: number;
  readonly max: number;
}

// in CSS pixels
export const scaleWidth = 82;
/** The numbers at the two ends stand apart. */
export const leastScaleHeight = 40;
/** From here on there is room for the middle of a diverging map. */
const heightForMiddle = 56;
const barWidth = 10;
const beside = 14;

/**
 * Paints the bar to the right of a picture, and gives its numbers.
 * @param x where the picture ends
 * @param y its top
 * @param height that of the picture; the bar is no lower than its numbers need
 */
export function paintScale(
  raster: Pixels,
  { colormap, min, max }: Scale,
  x: number,
  y: number,
  height: number,
): Word[] {
  const bar = Math.max(height, leastScaleHeight);
  const length = bar * pixelRatio;
  const values = Float64Array.from({ length }, (_, i) => length - i);
  const place = {
    left: (x + beside) * pixelRatio,
    top: y * pixelRatio,
    width: barWidth * pixelRatio,
    height: length,
  };
  paintMap(raster, { height: length, width: 1, values }, place, colormap, 1, length);
  const left = x + beside + barWidth + 6;
  return [
    { text: shortNumber(max), x: left, y: y + 9 },
    ...(min === -max && bar >= heightForMiddle ? [{ text: "0", x: left, y: y + bar / 2 + 4 }] : []),
    { text: shortNumber(min), x: left, y: y + bar },
  ];
}
