import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeFrame, FrameReader } from "../../../kernel/channel/frames.ts";

const message = fc.record({
  type: fc.string(),
  value: fc.jsonValue(),
  text: fc.string({ unit: "grapheme" }),
});

/** Cuts bytes at the given places, in order. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const borders = [
    0,
    ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  return borders.slice(1).map((end, i) => bytes.subarray(borders[i], end));
}

describe("frames", () => {
  it("give back every message in order, however the pipe cuts the bytes", () => {
    const places = fc.array(fc.nat(), { maxLength: 30 });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), places, (messages, borders) => {
        const reader = new FrameReader();
        const pieces = cut(Buffer.concat(messages.map(encodeFrame)), borders);
        const received = pieces.flatMap((piece) => reader.read(piece));
        expect(received).toEqual(JSON.parse(JSON.stringify(messages)));
      }),
    );
  });

  it("begin with the length of the text in bytes, little-endian", () => {
    expect([...encodeFrame({ a: "é" })]).toEqual([10, 0, 0, 0, ...new TextEncoder().encode('{"a":"é"}')]);
  });

  it("carry a message much longer than a pipe holds, byte by byte at the borders", () => {
    const long = { text: "x".repeat(5_000_000) };
    const bytes = encodeFrame(long);
    const reader = new FrameReader();
    const received = cut(bytes, [1, 2, 3, 4, 5, 65536, bytes.length - 1]).flatMap((piece) =>
      reader.read(piece),
    );
    expect(received).toEqual([long]);
  });
});
