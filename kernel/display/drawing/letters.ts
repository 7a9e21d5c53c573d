// The letters of a picture that is painted directly: of one weight and size of our font, made when they are first
// needed and kept, for numbers use the same few again and again.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Glyph, glyphOf } from "./coverage.ts";
import { TrueTypeFont } from "./truetype.ts";

const { resolve } = createRequire(import.meta.url);

const fontFiles = {
  regular: "400Regular/Inter_400Regular.ttf",
  semibold: "600SemiBold/Inter_600SemiBold.ttf",
};

export type Weight = keyof typeof fontFiles;

const fonts = new Map<Weight, TrueTypeFont>();

function fontOf(weight: Weight): TrueTypeFont {
  const known = fonts.get(weight);
  if (known) return known;
  const font = new TrueTypeFont(readFileSync(resolve(`@expo-google-fonts/inter/${fontFiles[weight]}`)));
  fonts.set(weight, font);
  return font;
}

export class Letters {
  readonly weight: Weight;
  /** in pixels */
  readonly size: number;
  readonly #advances = new Map<string, number>();
  readonly #onPixels = new Map<string, Glyph>();
  readonly #betweenPixels = new Map<string, Glyph>();

  constructor(weight: Weight, size: number) {
    this.weight = weight;
    this.size = size;
  }

  /** How far the pen moves for a character, in pixels. */
  advanceOf(character: string): number {
    const known = this.#advances.get(character);
    if (known !== undefined) return known;
    const font = fontOf(this.weight);
    const advance = (font.advanceOf(font.glyphOf(character)) * this.size) / font.unitsPerEm;
    this.#advances.set(character, advance);
    return advance;
  }

  /** How wide a text is, in pixels. */
  widthOf(text: string): number {
    let width = 0;
    for (const character of text) width += this.advanceOf(character);
    return width;
  }

  /** The pixels of a character whose pen stands on a whole pixel, or half a pixel to the right of one. */
  glyphOf(character: string, half: boolean): Glyph {
    const glyphs = half ? this.#betweenPixels : this.#onPixels;
    const known = glyphs.get(character);
    if (known) return known;
    const font = fontOf(this.weight);
    const contours = font.contoursOf(font.glyphOf(character));
    const glyph = glyphOf(contours, this.size / font.unitsPerEm, half ? 0.5 : 0);
    glyphs.set(character, glyph);
    return glyph;
  }
}
