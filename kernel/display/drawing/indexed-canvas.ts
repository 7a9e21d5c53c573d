// A picture in numbered colours that is painted directly: rectangles and letters on flat ground.

import type { Glyph } from "./coverage.ts";
import type { Letters } from "./letters.ts";
import type { Color, Palette } from "./palette.ts";
import type { Rectangle } from "./rectangle.ts";

/** Where the text's anchor is: its start, middle or end on the base line. */
export interface TextPlace {
  readonly x: number;
  readonly baseline: number;
  readonly anchor?: "start" | "middle" | "end";
}

/** A rectangle of a picture with its pixels: numbers of colours, row by row. */
export interface Patch extends Rectangle {
  readonly pixels: Uint8Array;
}

/** All places and sizes are whole pixels; what does not fit is cut off. */
export class IndexedCanvas {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  readonly pixels: Uint8Array;

  /** @throws RangeError if the width is no multiple of 4 */
  constructor(width: number, height: number, palette: Palette, pixels = new Uint8Array(width * height)) {
    if (width % 4 !== 0) throw new RangeError(`expected a width that is a multiple of 4, got ${width}`);
    this.width = width;
    this.height = height;
    this.palette = palette;
    this.pixels = pixels;
  }

  /** Another canvas with the same picture and the same palette. */
  copy(): IndexedCanvas {
    return new IndexedCanvas(this.width, this.height, this.palette, this.pixels.slice());
  }

  /** A part of the picture; all of it by default. */
  patch(part: Rectangle = { left: 0, top: 0, width: this.width, height: this.height }): Patch {
    const { left, top, width, height } = this.#within(part);
    const pixels = new Uint8Array(width * height);
    for (let y = 0; y < height; y += 1) {
      const from = (top + y) * this.width + left;
      pixels.set(this.pixels.subarray(from, from + width), y * width);
    }
    return { left, top, width, height, pixels };
  }

  /**
   * A part of the picture after it was painted, with what stayed as it was transparent. The part grows to whole groups
   * of four pixels, which are compared at once: most of them stay as they were.
   */
  changesBy(part: Rectangle, paint: () => void): Patch {
    const { left, top, width, height } = this.#within(part);
    const from = left - (left % 4);
    const patch = this.patch({ left: from, top, width: 4 * Math.ceil((left + width - from) / 4), height });
    paint();
    const [now, changes] = [fours(this.pixels), fours(patch.pixels)];
    const across = patch.width / 4;
    for (let row = 0, i = 0; row < height; row += 1) {
      let at = ((top + row) * this.width + from) / 4;
      for (const end = at + across; at < end; at += 1, i += 1) {
        const four = now[at] ?? 0;
        const different = four ^ (changes[i] ?? 0);
        changes[i] = different === 0 ? 0 : four & wholeBytes(different);
      }
    }
    return patch;
  }

  /** Takes a part over from another canvas of the same size. */
  restore(part: Rectangle, source: IndexedCanvas): void {
    const { left, top, width, height } = this.#within(part);
    for (let y = top; y < top + height; y += 1) {
      const from = y * this.width + left;
      this.pixels.set(source.pixels.subarray(from, from + width), from);
    }
  }

  #within({ left, top, width, height }: Rectangle): Rectangle {
    const [fromX, fromY] = [Math.max(0, left), Math.max(0, top)];
    const [toX, toY] = [Math.min(this.width, left + width), Math.min(this.height, top + height)];
    return { left: fromX, top: fromY, width: Math.max(0, toX - fromX), height: Math.max(0, toY - fromY) };
  }

  fill(part: Rectangle, color: Color): void {
    const number = this.palette.numberOf(color);
    const { left, top, width, height } = this.#within(part);
    for (let y = top; y < top + height; y += 1) {
      this.pixels.fill(number, y * this.width + left, y * this.width + left + width);
    }
  }

  /** A line of even thickness along the rectangle's edges, half of it outside. */
  outline({ left, top, width, height }: Rectangle, thickness: number, color: Color): void {
    const half = thickness >> 1;
    const across = { left: left - half, width: width + thickness, height: thickness };
    const down = { top: top - half, width: thickness, height: height + thickness };
    this.fill({ ...across, top: top - half }, color);
    this.fill({ ...across, top: top + height - half }, color);
    this.fill({ ...down, left: left - half }, color);
    this.fill({ ...down, left: left + width - half }, color);
  }

  /** As `outline`, in dashes as long as the gaps between them. */
  dashedOutline(rectangle: Rectangle, thickness: number, dash: number, color: Color): void {
    const { left, top, width, height } = rectangle;
    const half = thickness >> 1;
    for (let at = 0; at < width; at += 2 * dash) {
      const piece = { left: left + at, width: Math.min(dash, width - at), height: thickness };
      this.fill({ ...piece, top: top - half }, color);
      this.fill({ ...piece, top: top + height - half }, color);
    }
    for (let at = 0; at < height; at += 2 * dash) {
      const piece = { top: top + at, width: thickness, height: Math.min(dash, height - at) };
      this.fill({ ...piece, left: left - half }, color);
      this.fill({ ...piece, left: left + width - half }, color);
    }
  }

  text(text: string, { x, baseline, anchor = "start" }: TextPlace, letters: Letters, color: Color): void {
    const ink = this.palette.numberOf(color);
    const mixtures = this.palette.mixturesOf(ink);
    let pen = x - letters.widthOf(text) * { start: 0, middle: 0.5, end: 1 }[anchor];
    for (const character of text) {
      const halves = Math.round(2 * pen);
      const glyph = letters.glyphOf(character, halves % 2 !== 0);
      const place = { left: Math.floor(halves / 2) + glyph.left, top: Math.round(baseline) + glyph.top };
      this.#glyph(glyph, place.left, place.top, ink, mixtures);
      pen += letters.advanceOf(character);
    }
  }

  #glyph(
    { width, height, coverage }: Glyph,
    left: number,
    top: number,
    ink: number,
    mixtures: Uint8Array,
  ): void {
    for (let row = 0, i = 0; row < height; row += 1) {
      const y = top + row;
      for (let column = 0; column < width; column += 1, i += 1) {
        const covered = coverage[i] ?? 0;
        const x = left + column;
        if (covered === 0 || x < 0 || x >= this.width || y < 0 || y >= this.height) continue;
        const at = y * this.width + x;
        const ground = this.pixels[at] ?? 0;
        const key = ground * 8 + covered;
        const known = mixtures[key] ?? 0;
        const mixed = known || this.palette.mix(ground, ink, covered);
        if (known === 0) mixtures[key] = mixed;
        this.pixels[at] = mixed;
      }
    }
  }
}

const fours = (pixels: Uint8Array) => new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);

/** All ones in each byte that is not zero. */
function wholeBytes(four: number): number {
  let mask = 0;
  for (let byte = 0xff; byte !== 0; byte <<= 8) if (four & byte) mask |= byte;
  return mask;
}
