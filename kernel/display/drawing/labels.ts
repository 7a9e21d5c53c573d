// Words in pictures that are painted pixel by pixel: the thread draws a word once, as pixels to be copied, for to set
// type takes longer than to paint the values. The words are mostly numbers, and come again and again.

import { escapeMarkup } from "../../channel/escape-markup.ts";
import { pixelsOf } from "./draw.ts";
import { pixelRatio } from "./jobs.ts";
import { type Pixels, wholePixels } from "./png.ts";

/** Reads on white and on black. */
export const grey = "#808790";

// in CSS pixels
export const fontSize = 10.5;
/** The height of a label's pixels, and where its letters stand in it. */
export const lineHeight = 15;
export const baseline = 11;

const mostKnown = 2000;
const known = new Map<string, Pixels>();

/** Each text as pixels, as wide as its letters. */
export function labelPixels(texts: readonly string[]): Pixels[] {
  if (known.size > mostKnown) known.clear();
  const missing = [...new Set(texts)].filter((text) => !known.has(text));
  for (const [i, label] of drawn(missing).entries()) known.set(missing[i] ?? "", label);
  return texts.map((text) => known.get(text) ?? nothing);
}

const nothing: Pixels = { width: 0, height: 0, rgba: new Uint8Array() };

/** The texts below each other in one drawing, cut apart. */
function drawn(texts: readonly string[]): Pixels[] {
  if (texts.length === 0) return [];
  const width = Math.ceil(fontSize * Math.max(...texts.map((text) => text.length))) + 1;
  const lines = texts.map(
    (text, i) =>
      `<text x="0" y="${i * lineHeight + baseline}" font-size="${fontSize}" fill="${grey}">${escapeMarkup(text)}</text>`,
  );
  const sheet = pixelsOf(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${texts.length * lineHeight}" font-family="Inter, sans-serif">${lines.join("")}</svg>`,
  );
  return texts.map((_, i) => cut(sheet, i * lineHeight * pixelRatio, lineHeight * pixelRatio));
}

/** So many rows of a sheet, without the empty columns to the right. */
function cut(sheet: Pixels, top: number, height: number): Pixels {
  const pixels = wholePixels(sheet).subarray(top * sheet.width, (top + height) * sheet.width);
  const width = pixels.reduce((most, pixel, i) => (pixel ? Math.max(most, (i % sheet.width) + 1) : most), 0);
  const own = new Uint32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    own.set(pixels.subarray(y * sheet.width, y * sheet.width + width), y * width);
  }
  return { width, height, rgba: new Uint8Array(own.buffer) };
}
