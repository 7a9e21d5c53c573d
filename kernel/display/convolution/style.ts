// Colours and letters of the figure: light cells with dark letters on the ground of all pictures. In few colours, all
// of which a palette holds together with the soft edges of letters on each of them.

import {
  colorNumber,
  ground as groundColor,
  hairline,
  ink as inkColor,
  quietInk,
} from "../drawing/colors.ts";
import { Letters } from "../drawing/letters.ts";
import type { Color } from "../drawing/palette.ts";

/** Pixels to a CSS pixel each way: more would be sharper, but these pictures have many frames, which have to stay small. */
export const ratio = 1.5;

/** A length in CSS pixels as whole pixels. */
export const px = (css: number) => Math.round(css * ratio);

export const ground: Color = colorNumber(groundColor);
export const ink: Color = colorNumber(inkColor);
export const quiet: Color = colorNumber(quietInk);
export const line: Color = colorNumber(hairline);
export const emptyCell: Color = 0xffffff;
export const paddingGround: Color = 0xe8ebef;
/** The window and the weights on it are seen on cells of every colour. */
export const windowColor: Color = 0x7d1a4b;
export const resultColor: Color = 0x0f5f3c;
const notFinite: Color = 0xf4b6b8;

export const title = new Letters("semibold", 12 * ratio);
export const note = new Letters("regular", 10.5 * ratio);
export const sentence = new Letters("regular", 12 * ratio);
export const operator = new Letters("regular", 20 * ratio);
/** From large to small: the first in which all numbers of a part fit is taken. */
export const numbers: readonly Letters[] = [11, 10, 9].map((size) => new Letters("regular", size * ratio));
export const marks: readonly Letters[] = [9.5, 9].map((size) => new Letters("semibold", size * ratio));
/** The weights are written on the window in cells of at least this size. */
export const sideForMarks = px(34);

/** White for zero, blue for positive and orange for negative values, in eight steps; light enough for dark letters. */
export function tint(value: number, largest: number): Color {
  if (!Number.isFinite(value)) return notFinite;
  const share = (0.5 * Math.round(8 * Math.min(1, Math.abs(value) / largest))) / 8;
  const strong = value >= 0 ? [53, 104, 176] : [224, 123, 57];
  return strong.reduce((color, level) => color * 256 + Math.round(255 + (level - 255) * share), 0);
}

/** The largest absolute value, which gets the strongest colour. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : 0), 0) || 1;
}
