import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeFrame, FrameReader, MalformedFrame } from "../../../kernel/channel/frames.ts";

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
        const received = pieces.flatMap((piece) => [...reader.read(piece)]);
        expect(received).toEqual(JSON.parse(JSON.stringify(messages)));
      }),
    );
  });

  it("begin with a mark and the length of the text in bytes, little-endian", () => {
    const head = [1, 0x6d, 0x61, 0x4c, 10, 0, 0, 0];
    expect([...encodeFrame({ a: "é" })]).toEqual([...head, ...new TextEncoder().encode('{"a":"é"}')]);
  });

  it("that are anything at all are messages or a MalformedFrame", () => {
    const frame = message.map(encodeFrame);
    const damaged = fc.tuple(frame, fc.nat(), fc.nat(255)).map(([bytes, place, value]) => {
      const copy = Buffer.from(bytes);
      copy[place % copy.length] = value;
      return copy;
    });
    const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(fc.array(fc.oneof(frame, damaged, bytes), { maxLength: 6 }), (pieces) => {
        const reader = new FrameReader();
        try {
          for (const piece of pieces) for (const each of reader.read(piece)) JSON.stringify(each);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedFrame);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["text", "hello, who reads this?"],
    ["a short line", "abc\n12345"],
    ["zeros", "\0\0\0\0\0\0\0\0"],
    ["a length that nobody can hold", "\x01maL\0\0\0\x7f"],
    ["a text that is not JSON", "\x01maL\x01\0\0\0x"],
  ])("of somebody else are refused at once: %s", (_what, text) => {
    expect(() => [...new FrameReader().read(Buffer.from(text))]).toThrow(MalformedFrame);
  });

  it("carry a message much longer than a pipe holds, byte by byte at the borders", () => {
    const long = { text: "x".repeat(5_000_000) };
    const bytes = encodeFrame(long);
    const reader = new FrameReader();
    const received = cut(bytes, [1, 2, 3, 4, 5, 65536, bytes.length - 1]).flatMap((piece) => [
      ...reader.read(piece),
    ]);
    expect(received).toEqual([long]);
  });
});
