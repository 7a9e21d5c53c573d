// Words in pictures that are painted pixel by pixel, in one size and a grey that reads on white and on black.

import { fullCoverage } from "./coverage.ts";
import { pixelRatio } from "./jobs.ts";
import { Letters } from "./letters.ts";
import { type Pixels, wholePixels } from "./png.ts";

const letters = new Letters("regular", 10.5 * pixelRatio);
/** #808790, red in the lowest byte. */
const grey = 0x908780;

/** How much room a line of words takes, in CSS pixels. */
export const lineHeight = 15;

/** A word in a picture: where it begins (or ends) and its baseline, in CSS pixels. */
export interface Word {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor?: "start" | "end";
}

/** Paints words, as far as they lie within the picture. */
export function paintWords(raster: Pixels, words: readonly Word[]): void {
  for (const { text, x, y, anchor = "start" } of words) {
    let pen = x * pixelRatio - (anchor === "end" ? letters.widthOf(text) : 0);
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
      const alpha = Math.round((255 * covered) / fullCoverage);
      pixels[y * raster.width + x] = ((alpha << 24) | grey) >>> 0;
    }
  }
}
