// Painting in numbered colours: what each operation covers, and which colours come of it.

import { describe, expect, it } from "vitest";
import { IndexedCanvas } from "../../../kernel/display/drawing/indexed-canvas.ts";
import { Letters } from "../../../kernel/display/drawing/letters.ts";
import { Palette, transparent } from "../../../kernel/display/drawing/palette.ts";

const whole = { left: 0, top: 0, width: 8, height: 6 };

function blank(): IndexedCanvas {
  const canvas = new IndexedCanvas(whole.width, whole.height, new Palette());
  canvas.fill(whole, 0xffffff);
  return canvas;
}

/** One character for each pixel: a point for the first colour, then letters. */
function drawn({ pixels, width, height }: Pick<IndexedCanvas, "pixels" | "width" | "height">): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from(pixels.subarray(y * width, (y + 1) * width), (number) => " .abcdefg"[number]).join(""),
  );
}

describe("a canvas of numbered colours", () => {
  it("fills rectangles, as far as they lie within it", () => {
    const canvas = blank();
    canvas.fill({ left: -2, top: 4, width: 4, height: 9 }, 0xff0000);
    expect(drawn(canvas)).toEqual(["........", "........", "........", "........", "aa......", "aa......"]);
    expect(canvas.palette.colors).toEqual([0, 0xffffff, 0xff0000]);
  });

  it("draws outlines half outside of the rectangle", () => {
    const canvas = blank();
    canvas.outline({ left: 2, top: 1, width: 4, height: 4 }, 2, 0x0000ff);
    expect(drawn(canvas)).toEqual([".aaaaaa.", ".aaaaaa.", ".aa..aa.", ".aa..aa.", ".aaaaaa.", ".aaaaaa."]);
  });

  it("draws dashes as long as their gaps", () => {
    const canvas = blank();
    canvas.dashedOutline({ left: 1, top: 1, width: 6, height: 3 }, 1, 2, 0x0000ff);
    expect(drawn(canvas)).toEqual(["........", ".aa..aaa", ".a.....a", "........", ".aa..aa.", "........"]);
  });

  it("gives the changes of a part, in groups of four pixels, the rest transparent", () => {
    const canvas = blank();
    canvas.fill({ left: 3, top: 2, width: 1, height: 1 }, 0xff0000);
    const patch = canvas.changesBy({ left: 2, top: 2, width: 3, height: 9 }, () => {
      canvas.fill({ left: 3, top: 2, width: 2, height: 2 }, 0xff0000);
    });
    expect(patch).toMatchObject({ left: 0, top: 2, width: 8, height: 4 });
    expect(drawn(patch)).toEqual(["    a   ", "   aa   ", "        ", "        "]);
    expect(patch.pixels[0]).toBe(transparent);
  });

  it("refuses a width that has no whole groups", () => {
    expect(() => new IndexedCanvas(6, 4, new Palette())).toThrow(
      "expected a width that is a multiple of 4, got 6",
    );
  });

  it("takes a part over from another canvas", () => {
    const canvas = blank();
    const before = canvas.copy();
    canvas.fill(whole, 0xff0000);
    canvas.restore({ left: 1, top: 1, width: 9, height: 2 }, before);
    expect(drawn(canvas)).toEqual(["aaaaaaaa", "a.......", "a.......", "aaaaaaaa", "aaaaaaaa", "aaaaaaaa"]);
  });

  it("has only mixtures of ground and ink at the edges of letters", () => {
    const canvas = new IndexedCanvas(40, 40, new Palette());
    canvas.fill({ left: 0, top: 0, width: 40, height: 40 }, 0xffffff);
    canvas.text("8", { x: 20, baseline: 30, anchor: "middle" }, new Letters("regular", 30), 0x0000ff);
    const mixtures = canvas.palette.colors.slice(1);
    expect(new Set(mixtures)).toEqual(new Set([0xffffff, 0x0000ff, 0xbfbfff, 0x8080ff, 0x4040ff]));
  });

  it("keeps to the nearer of ground and ink when the palette is full, and refuses a colour more", () => {
    const palette = new Palette();
    const scattered = (i: number) => ((i * 7) % 256) * 65_536 + ((i * 13) % 256) * 256 + i;
    for (let i = 1; i < 256; i += 1) expect(palette.numberOf(scattered(i))).toBe(i);
    expect(palette.mix(1, 200, 1)).toBe(1);
    expect(palette.mix(1, 200, 3)).toBe(200);
    expect(palette.numberOf(scattered(5))).toBe(5);
    expect(() => palette.numberOf(0xff0000)).toThrow("a palette holds 256 colours");
  });
});
