// Where rows over a common axis stand, whether they are curves or bands: always in the same columns, so that pictures
// below each other, as those of a network's layers, share their axis.

import { margin } from "../drawing/colors.ts";
import { pixelRatio } from "../drawing/jobs.ts";
import { type Word, wordWidth } from "../drawing/labels.ts";
import { type Axis, ticksOf } from "./axis.ts";
import type { Placement } from "./raster.ts";

// in CSS pixels
/** room for the number of a row and the ends of a scale */
export const plotLeft = margin + 70;
export const plotWidth = 640;
/** room for half of the last number, and for a scale of colours */
export const plotRight = 56;

export function inPixels({ left, top, width, height }: Placement): Placement {
  const [x, y] = [left * pixelRatio, top * pixelRatio];
  return { left: x, top: y, width: width * pixelRatio, height: height * pixelRatio };
}

/** The numbers of an axis, below what it measures. */
export function axisWords(
  axis: Axis,
  { left, width }: Pick<Placement, "left" | "width">,
  baseline: number,
): Word[] {
  return ticksOf(axis).map(({ place, text }) => {
    // The number itself stands at its place; a unit follows it.
    const [number = ""] = text.split(" ");
    return { text, x: left + place * width - wordWidth(number) / 2, y: baseline };
  });
}
