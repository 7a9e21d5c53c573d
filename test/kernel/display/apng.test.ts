// Animated PNGs of a few pixels, played back.

import { describe, expect, it } from "vitest";
import { type AnimationFrame, encodeApng } from "../../../kernel/display/drawing/apng.ts";
import { chunksOf, play } from "./apng.ts";

const [white, red, blue] = [0xffffff, 0xff0000, 0x0000ff];
const colors = [0, white, red, blue];

function frame(left: number, top: number, rows: number[][], milliseconds = 50): AnimationFrame {
  const [height, width] = [rows.length, rows[0]?.length ?? 0];
  return { patch: { left, top, width, height, pixels: Uint8Array.from(rows.flat()) }, milliseconds };
}

const blank = frame(0, 0, [
  [1, 1, 1],
  [1, 1, 1],
]);

describe("an animated PNG", () => {
  it.each(["fast", "small"] as const)("lays each frame over the one before (%s)", (effort) => {
    const frames = [
      blank,
      frame(1, 0, [[2, 3]], 70),
      frame(
        0,
        0,
        [
          [0, 0],
          [3, 0],
        ],
        90,
      ),
    ];
    const played = play(encodeApng(colors, frames, effort));
    expect(played).toMatchObject({ width: 3, height: 2 });
    expect(played.frames.map(({ pixels, milliseconds }) => [milliseconds, ...pixels])).toEqual([
      [50, white, white, white, white, white, white],
      [70, white, red, blue, white, white, white],
      [90, white, red, blue, blue, white, white],
    ]);
  });

  it("says how many frames there are and that it never ends, and its first frame is the plain PNG", () => {
    const chunks = chunksOf(encodeApng(colors, [blank, frame(2, 1, [[2]])], "fast"));
    expect(chunks.map(({ type }) => type)).toEqual([
      "IHDR",
      "acTL",
      "PLTE",
      "tRNS",
      "fcTL",
      "IDAT",
      "fcTL",
      "fdAT",
      "IEND",
    ]);
    expect(chunks.every(({ intact }) => intact)).toBe(true);
    expect(chunks[1]?.data).toEqual(Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]));
  });

  it("of one frame is a PNG that does not move", () => {
    const types = chunksOf(encodeApng(colors, [blank], "fast")).map(({ type }) => type);
    expect(types).toEqual(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
  });

  it("refuses no frames, and a frame that reaches beyond the first", () => {
    expect(() => encodeApng(colors, [], "fast")).toThrow("an animation needs at least one frame");
    expect(() => encodeApng(colors, [blank, frame(2, 1, [[2, 2]])], "fast")).toThrow(
      "frame 1 does not lie within the first one of 3 × 2: 2 × 1 at 2, 1",
    );
  });
});
