// Words in pictures that are painted pixel by pixel, in one size and a quiet ink.

import { colorPixel, quietInk } from "./colors.ts";
import { fullCoverage } from "./coverage.ts";
import { pixelRatio } from "./jobs.ts";
import { Letters } from "./letters.ts";
import { blended, type Pixels, wholePixels } from "./png.ts";

const letters = new Letters("regular", 10.5 * pixelRatio);
const ink = colorPixel(quietInk);

/** How much room a line of words takes, in CSS pixels. */
export const lineHeight = 15;

/** How wide a word is, in CSS pixels. */
export function wordWidth(text: string): number {
  return letters.widthOf(text) / pixelRatio;
}

/** A word in a picture: where its anchor is and its baseline, in CSS pixels. */
export interface Word {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor?: "start" | "middle" | "end";
}

/** Paints words, as far as they lie within the picture. */
export function paintWords(raster: Pixels, words: readonly Word[]): void {
  for (const { text, x, y, anchor = "start" } of words) {
    let pen = x * pixelRatio - letters.widthOf(text) * { start: 0, middle: 0.5, end: 1 }[anchor];
    for (const character of text) {
      paintCharacter(raster, character, Math.round(pen * 2) / 2, Math.round(y * pixelRatio));
      pen += letters.advanceOf(character);
    }
  }
}

function paintCharacter(raster: Pixels, character: string, pen: number, baseline: number): void {
  const start = Math.floor(pen);
  const { left, top, width, height, coverage } = letters.glyphOf(character, pen > start);
  const pixels = wholePixels(raster);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const covered = coverage[row * width + column] ?? 0;
      const [x, y] = [start + left + column, baseline + top + row];
      if (covered === 0 || x < 0 || x >= raster.width || y < 0 || y >= raster.height) continue;
      const at = y * raster.width + x;
      pixels[at] = blended(pixels[at] ?? 0, ink, covered / fullCoverage);
    }
  }
}
