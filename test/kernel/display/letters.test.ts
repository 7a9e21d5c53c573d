// Letters that we paint ourselves look as a rasteriser paints them: resvg, with the same font.

import { describe, expect, it } from "vitest";
import { fullCoverage } from "../../../kernel/display/drawing/coverage.ts";
import { rasterize } from "../../../kernel/display/drawing/draw.ts";
import { IndexedCanvas } from "../../../kernel/display/drawing/indexed-canvas.ts";
import { pixelRatio } from "../../../kernel/display/drawing/jobs.ts";
import { Letters, type Weight } from "../../../kernel/display/drawing/letters.ts";
import { Palette } from "../../../kernel/display/drawing/palette.ts";
import { readPng } from "./png.ts";

const size = 20;
const width = 40;
const height = 30;
const origin = { x: 8, baseline: 22 };

/** From 0 for white to 1 for black, pixel by pixel. */
function ours(character: string, weight: Weight): number[] {
  const canvas = new IndexedCanvas(width, height, new Palette());
  canvas.fill({ left: 0, top: 0, width, height }, 0xffffff);
  canvas.text(character, origin, new Letters(weight, size), 0x000000);
  return Array.from(canvas.pixels, (number) => 1 - ((canvas.palette.colors[number] ?? 0) & 255) / 255);
}

function resvgs(characters: readonly string[], weight: Weight): number[][] {
  const across = width / pixelRatio;
  const texts = characters.map(
    (character, i) =>
      `<text x="${i * across + origin.x / pixelRatio}" y="${origin.baseline / pixelRatio}">${character}</text>`,
  );
  const sheet = rasterize(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${characters.length * across}" height="${height / pixelRatio}" ` +
      `font-family="Inter" font-size="${size / pixelRatio}" font-weight="${weight === "regular" ? 400 : 600}">${texts.join("")}</svg>`,
  );
  const { at: pixelAt } = readPng(sheet.png);
  return characters.map((_, i) =>
    Array.from({ length: width * height }, (_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      return (pixelAt(i * width + x, y)[3] ?? 0) / 255;
    }),
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("letters", () => {
  it.each(["regular", "semibold"] as const)("of weight %s cover the pixels that resvg covers", (weight) => {
    const characters = [..."0123456789.−×·…*=+()e,ABCIKOabcdfghnprtuwxyz"];
    const theirs = resvgs(characters, weight);
    for (const [i, character] of characters.entries()) {
      const [mine, wanted] = [ours(character, weight), theirs[i] ?? []];
      expect(sum(mine), character).toBeGreaterThan(2);
      const differences = mine.map((value, at) => Math.abs(value - (wanted[at] ?? 0)));
      // Ours have four steps, theirs sixteen, and ours are darker where two strokes of a letter meet within a pixel.
      expect(sum(differences) / sum(wanted), character).toBeLessThan(0.15);
      expect(
        differences.filter((difference) => difference > 0.5 / fullCoverage + 0.1).length,
        character,
      ).toBeLessThan(6);
    }
  });

  it("advance by the widths that the font says, and a character that it has not is a box", () => {
    const letters = new Letters("regular", 2048); // as many pixels as the em has units
    expect(letters.widthOf("0")).toBe(1292);
    expect(letters.widthOf("0.")).toBe(letters.widthOf("0") + letters.widthOf("."));
    expect(letters.widthOf("")).toBe(0);
    expect(letters.glyphOf(" ", false).width).toBe(0);
    expect(letters.glyphOf("漢", false).coverage.some((share) => share === fullCoverage)).toBe(true);
  });

  it("stand half a pixel further to the right when the pen is between pixels", () => {
    const letters = new Letters("regular", size);
    const center = (half: boolean) => {
      const glyph = letters.glyphOf("o", half);
      const moments = Array.from(glyph.coverage, (share, i) => share * (glyph.left + (i % glyph.width)));
      return sum(moments) / sum([...glyph.coverage]);
    };
    expect(center(true) - center(false)).toBeCloseTo(0.5, 1);
  });
});
