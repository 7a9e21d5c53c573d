// Pixels to PNG. Our own encoder, because a picture travels inside the notebook and every byte stays there: colours
// by their number where 256 are enough, as in colour-mapped figures, and rows filtered where they are not, as in photos.

import { crc32, deflateSync } from "node:zlib";

/** Pixels row by row, each red, green, blue, alpha; alpha not multiplied in. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const mostColors = 256;

export function encodePng(pixels: Pixels): Uint8Array {
  const indexed = byPalette(pixels);
  if (indexed === undefined) {
    return Buffer.concat([
      signature,
      header(pixels, 6),
      chunk("IDAT", deflateSync(filteredRows(pixels), { level: 7 })),
      chunk("IEND", new Uint8Array()),
    ]);
  }
  const rgb = indexed.palette.flatMap((pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]);
  const alpha = indexed.palette.map((pixel) => pixel >>> 24);
  return Buffer.concat([
    signature,
    header(pixels, 3),
    chunk("PLTE", Uint8Array.from(rgb)),
    chunk("tRNS", Uint8Array.from(alpha)),
    chunk("IDAT", deflateSync(indexed.rows, { level: 7 })),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** Colour type 3 is a palette, 6 is red, green, blue and alpha; eight bits each. */
function header({ width, height }: Pixels, colorType: 3 | 6): Uint8Array {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([8, colorType, 0, 0, 0], 8);
  return chunk("IHDR", data);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const content = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const bytes = Buffer.alloc(content.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  bytes.set(content, 4);
  bytes.writeUInt32BE(crc32(content), content.length + 4);
  return bytes;
}

interface Indexed {
  /** each colour as one number, red in its lowest byte */
  readonly palette: readonly number[];
  /** for each row a zero, which says that it is not filtered, then the numbers of its colours */
  readonly rows: Uint8Array;
}

function byPalette({ width, height, rgba }: Pixels): Indexed | undefined {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4);
  const numbers = new Map<number, number>();
  const rows = new Uint8Array(height * (width + 1));
  let [last, number] = [-1, 0];
  for (let y = 0, at = 0; y < height; y += 1) {
    const start = y * (width + 1) + 1;
    for (let x = 0; x < width; x += 1, at += 1) {
      const pixel = pixels[at] ?? 0;
      if (pixel !== last) {
        last = pixel;
        number = numbers.get(pixel) ?? numbers.size;
        if (number === numbers.size) {
          if (number === mostColors) return undefined;
          numbers.set(pixel, number);
        }
      }
      rows[start + x] = number;
    }
  }
  return { palette: [...numbers.keys()], rows };
}

/** Each row as its differences to the left, to above or to neither, whichever is least: the usual heuristic of PNG. */
function filteredRows({ width, height, rgba }: Pixels): Uint8Array {
  const length = width * 4;
  const rows = new Uint8Array(height * (length + 1));
  const none = new Uint8Array(length);
  const candidates = [1, 2, 4].map((filter) => ({ filter, row: new Uint8Array(length) }));
  for (let y = 0; y < height; y += 1) {
    const row = rgba.subarray(y * length, (y + 1) * length);
    const above = y === 0 ? none : rgba.subarray((y - 1) * length, y * length);
    let least = Number.POSITIVE_INFINITY;
    for (const { filter, row: filtered } of candidates) {
      const cost = filterRow(filter, row, above, filtered);
      if (cost >= least) continue;
      least = cost;
      rows[y * (length + 1)] = filter;
      rows.set(filtered, y * (length + 1) + 1);
    }
  }
  return rows;
}

/** Filters a row and says how large its differences are: 1 is Sub, 2 Up, 4 Paeth. */
function filterRow(filter: number, row: Uint8Array, above: Uint8Array, into: Uint8Array): number {
  let cost = 0;
  for (let i = 0; i < row.length; i += 1) {
    const left = i < 4 ? 0 : (row[i - 4] ?? 0);
    const up = above[i] ?? 0;
    const expected =
      filter === 1 ? left : filter === 2 ? up : paeth(left, up, i < 4 ? 0 : (above[i - 4] ?? 0));
    const difference = ((row[i] ?? 0) - expected) & 255;
    into[i] = difference;
    cost += difference < 128 ? difference : 256 - difference;
  }
  return cost;
}

/** Of the three neighbours, the one nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
