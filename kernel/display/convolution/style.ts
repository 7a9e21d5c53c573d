// Colours and letters of the figure. It has no ground of its own: cells are light with dark letters, and what stands
// between them is of a grey that reads on white and on black, so that it fits light and dark front-ends. In few
// colours, all of which a palette holds together with the soft edges of letters on each of them.

import { Letters } from "../drawing/letters.ts";
import type { Color } from "../drawing/palette.ts";

/** Pixels to a CSS pixel each way: more would be sharper, but these pictures have many frames, which have to stay small. */
export const ratio = 1.5;

/** A length in CSS pixels as whole pixels. */
export const px = (css: number) => Math.round(css * ratio);

export const white: Color = 0xffffff;
export const ink: Color = 0x24292f;
/** on light grounds */
export const quiet: Color = 0x656d76;
/** on no ground */
export const grey: Color = 0x808790;
export const line: Color = 0xd0d7de;
export const paddingGround: Color = 0xf3f4f6;
export const sumsGround: Color = 0xeef1f4;
export const paddingInk: Color = 0x8c959f;
export const windowColor: Color = 0xb8497c;
export const resultColor: Color = 0x3f9b78;
const notFinite: Color = 0xf4b6b8;

export const title = new Letters("semibold", 12 * ratio);
export const note = new Letters("regular", 10 * ratio);
export const sentence = new Letters("regular", 12 * ratio);
export const operator = new Letters("regular", 20 * ratio);
/** From large to small: the first in which all numbers of a part fit is taken. */
export const numbers: readonly Letters[] = [10, 8, 7].map((size) => new Letters("regular", size * ratio));
export const marks: readonly Letters[] = [8, 7].map((size) => new Letters("semibold", size * ratio));
/** The weights are written on the window in cells of at least this size. */
export const sideForMarks = px(30);

/** White for zero, blue for positive and orange for negative values, in eight steps; light enough for dark letters. */
export function tint(value: number, largest: number): Color {
  if (!Number.isFinite(value)) return notFinite;
  const share = (0.55 * Math.round(8 * Math.min(1, Math.abs(value) / largest))) / 8;
  const strong = value >= 0 ? [53, 104, 176] : [224, 123, 57];
  return strong.reduce((color, level) => color * 256 + Math.round(255 + (level - 255) * share), 0);
}

/** The largest absolute value, which gets the strongest colour. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : 0), 0) || 1;
}
