// The colours of a drawing that a palette has no room for.

import { describe, expect, it } from "vitest";
import { reduceColors } from "../../../kernel/display/drawing/few-colors.ts";
import { wholePixels } from "../../../kernel/display/drawing/png.ts";

function pixelsOf(colors: readonly number[]) {
  return { width: colors.length, height: 1, rgba: new Uint8Array(Uint32Array.from(colors).buffer) };
}

describe("a drawing of many colours", () => {
  it("keeps its frequent colours, and the rest become the nearest of them", () => {
    // 120 greys; every second comes twice, so they stay
    const greys = Array.from({ length: 120 }, (_, i) => 0xff000000 + i * 0x100);
    const frequent = greys.filter((_, i) => i % 2 === 0);
    const pixels = pixelsOf([...greys, ...frequent]);
    reduceColors(pixels);
    const after = [...wholePixels(pixels)];
    expect(new Set(after).size).toBe(96);
    for (const [i, color] of greys.entries()) {
      if (i % 2 === 0) expect(after[i]).toBe(color);
      else expect(Math.abs((after[i] ?? 0) - color)).toBeLessThanOrEqual(0x100);
    }
    expect(after.slice(120)).toEqual(frequent);
  });

  it("stays as it is with 96 colours", () => {
    const colors = Array.from({ length: 96 }, (_, i) => (0xff000000 + i * 0x010101) >>> 0);
    const pixels = pixelsOf(colors);
    reduceColors(pixels);
    expect([...wholePixels(pixels)]).toEqual(colors);
  });
});
