// Pictures are encoded here pixel by pixel, so what readImage must give is known.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode as encodePng, type ImageData } from "fast-png";
import jpeg from "jpeg-js";
import { afterAll, describe, expect, it } from "vitest";
import { readImage } from "../../../nn/io/image.ts";
import { tensor } from "../../../nn/tensor/creation.ts";

const folder = mkdtempSync(join(tmpdir(), "image-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function png(name: string, image: ImageData): string {
  return file(name, encodePng(image));
}

const bytes = (...values: number[]) => new Uint8Array(values);

describe("readImage", () => {
  it.each<[string, ImageData, number[][][]]>([
    ["gray", { width: 2, height: 1, channels: 1, data: bytes(0, 255) }, [[[0, 1]]]],
    ["gray with alpha", { width: 2, height: 1, channels: 2, data: bytes(51, 9, 102, 9) }, [[[0.2, 0.4]]]],
    [
      "colour",
      { width: 1, height: 2, channels: 3, data: bytes(255, 0, 51, 0, 102, 255) },
      [
        [[1], [0]],
        [[0], [0.4]],
        [[0.2], [1]],
      ],
    ],
    [
      "colour with alpha",
      { width: 1, height: 1, channels: 4, data: bytes(255, 0, 51, 7) },
      [[[1]], [[0]], [[0.2]]],
    ],
    [
      "16 bits",
      { width: 2, height: 1, channels: 1, depth: 16, data: new Uint16Array([65535, 13107]) },
      [[[1, 0.2]]],
    ],
    [
      "one bit",
      {
        width: 10,
        height: 2,
        channels: 1,
        depth: 1,
        data: bytes(0b10000000, 0b01000000, 0b00000001, 0b11000000),
      },
      [
        [
          [1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
          [0, 0, 0, 0, 0, 0, 0, 1, 1, 1],
        ],
      ],
    ],
    [
      "a palette",
      {
        width: 2,
        height: 1,
        channels: 1,
        depth: 1,
        data: bytes(0b01000000),
        palette: [
          [255, 0, 0],
          [0, 51, 255],
        ],
      },
      [[[1, 0]], [[0, 0.2]], [[0, 1]]],
    ],
  ])("reads a PNG: %s", (name, image, expected) => {
    const picture = readImage(png(`${name}.png`, image));
    expect(picture.dtype).toBe("float32");
    expect([...picture.shape]).toEqual([...tensor(expected).shape]);
    expect(picture.allclose(tensor(expected, { dtype: "float32" }))).toBe(true);
  });

  it("reads a JPEG, up to what compression loses", () => {
    const rgba = new Uint8Array(8 * 8 * 4).map((_, i) => [204, 102, 51, 255][i % 4] ?? 0);
    const path = file("flat.jpg", jpeg.encode({ width: 8, height: 8, data: rgba }, 100).data);
    const picture = readImage(path);
    expect([...picture.shape]).toEqual([3, 8, 8]);
    const expected = tensor([0.8, 0.4, 0.2]).reshape(3, 1, 1);
    expect(picture.allclose(expected, { atol: 0.02 })).toBe(true);
  });

  it("reads a gray JPEG as one channel", () => {
    // 8x8 pixels in one component: a constant term of 64 over a quantiser of 8 says 128 + 64 everywhere
    const oneSymbol = (kind: number, symbol: number) => [
      0xff,
      0xc4,
      0,
      20,
      kind,
      1,
      ...new Array<number>(15).fill(0),
      symbol,
    ];
    const flat = bytes(
      ...[0xff, 0xd8],
      ...[0xff, 0xdb, 0, 67, 0, ...new Array<number>(64).fill(8)],
      ...[0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0],
      ...oneSymbol(0x00, 7),
      ...oneSymbol(0x10, 0),
      ...[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
      ...[0b01000000, 0b01111111],
      ...[0xff, 0xd9],
    );
    const picture = readImage(file("gray.jpg", flat));
    expect([...picture.shape]).toEqual([1, 8, 8]);
    expect(picture.allclose(tensor(192 / 255))).toBe(true);
  });

  it("makes gray of colour and colour of gray", () => {
    const colour = png("c.png", { width: 1, height: 1, channels: 3, data: bytes(255, 0, 255) });
    const gray = png("g.png", { width: 1, height: 1, channels: 1, data: bytes(51) });
    expect(readImage(colour, { mode: "gray" }).item()).toBeCloseTo(0.299 + 0.114, 6);
    expect(
      readImage(gray, { mode: "rgb" })
        .flatten()
        .allclose(tensor([0.2, 0.2, 0.2])),
    ).toBe(true);
    expect([...readImage(gray, { mode: "gray" }).shape]).toEqual([1, 1, 1]);
  });

  it("refuses other files by name", () => {
    const path = file("notes.txt", Buffer.from("hello"));
    expect(() => readImage(path)).toThrow(`readImage: expected a PNG or JPEG file, and ${path} is neither`);
  });

  it.each([
    ["png", 0, 8],
    ["png", 2, 8],
    ["png", 6, 16],
    ["png", 3, 1],
  ] as const)(
    "refuses a %s of colour type %d that claims more pixels than its bytes can hold",
    (_kind, colour, depth) => {
      const whole = Buffer.from(encodePng({ width: 2, height: 1, channels: 1, data: bytes(0, 255) }));
      whole.writeUInt32BE(30_000, 16);
      whole.writeUInt32BE(30_000, 20);
      whole.set([depth, colour], 24);
      const path = file("bomb.png", whole);
      expect(() => readImage(path)).toThrow(
        `readImage: ${path} is damaged: 30000 x 30000 pixels do not fit into its ${whole.length} bytes`,
      );
    },
  );

  it("refuses a jpeg that claims more pixels than its bytes can hold", () => {
    const whole = jpeg.encode({ width: 8, height: 8, data: new Uint8Array(256) }).data;
    const frame = whole.indexOf(Buffer.from([0xff, 0xc0]));
    whole.writeUInt16BE(9000, frame + 5);
    whole.writeUInt16BE(9000, frame + 7);
    const path = file("bomb.jpg", whole);
    expect(() => readImage(path)).toThrow("9000 x 9000 pixels do not fit into its");
  });

  it("reads a picture of one colour, which takes the fewest bytes", () => {
    const data = new Uint8Array(1000 * 1000);
    const path = file("plain.png", encodePng({ width: 1000, height: 1000, channels: 1, depth: 8, data }));
    expect(readImage(path).shape).toEqual([1, 1000, 1000]);
    const photograph = file(
      "plain.jpg",
      jpeg.encode({ width: 1000, height: 1000, data: new Uint8Array(1000 * 1000 * 4) }, 1).data,
    );
    expect(readImage(photograph).shape).toEqual([3, 1000, 1000]);
  });

  it("refuses a damaged file by name", () => {
    const whole = encodePng({ width: 2, height: 1, channels: 1, data: bytes(0, 255) });
    const path = file("half.png", whole.subarray(0, 45));
    expect(() => readImage(path)).toThrow(`readImage: ${path} is damaged: `);
  });
});
