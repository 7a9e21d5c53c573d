// The colours of a drawing that a palette has no room for.

import { describe, expect, it } from "vitest";
import { reduceColors } from "../../../kernel/display/drawing/few-colors.ts";
import { wholePixels } from "../../../kernel/display/drawing/png.ts";

function pixelsOf(colors: readonly number[]) {
  return { width: colors.length, height: 1, rgba: new Uint8Array(Uint32Array.from(colors).buffer) };
}

/** So many pixels of one colour. */
const area = (color: number, size: number) => Array.from({ length: size }, () => color);

describe("a drawing of many colours", () => {
  // 120 greys; every second is an area, and those between are edges: a pixel each
  const greys = Array.from({ length: 120 }, (_, i) => 0xff000000 + i * 0x100);
  const areas = greys.filter((_, i) => i % 2 === 0).flatMap((color) => area(color, 60));

  it("keeps the colours of its areas, and those of edges become the nearest of them", () => {
    const pixels = pixelsOf([...greys, ...areas]);
    reduceColors(pixels);
    const after = [...wholePixels(pixels)];
    expect(new Set(after).size).toBe(64);
    for (const [i, color] of greys.entries()) {
      if (i % 2 === 0) expect(after[i]).toBe(color);
      else expect(Math.abs((after[i] ?? 0) - color)).toBeLessThanOrEqual(0x100);
    }
    expect(after.slice(120)).toEqual(areas);
  });

  it.each([
    ["it has 64 colours", Array.from({ length: 64 }, (_, i) => (0xff000000 + i * 0x010101) >>> 0)],
    ["its areas have more colours, as those of a heat map", greys.flatMap((color) => area(color, 60))],
  ])("stays as it is where %s", (_why, colors) => {
    const pixels = pixelsOf(colors);
    reduceColors(pixels);
    expect([...wholePixels(pixels)]).toEqual(colors);
  });
});
