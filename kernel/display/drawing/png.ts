// Pixels to PNG. Our own encoder, because a picture travels inside the notebook and every byte stays there: colours
// by their number where 256 are enough, as in colour-mapped figures, and rows filtered where they are not, as in photos.

import { crc32, deflateSync } from "node:zlib";

/** Pixels row by row, each red, green, blue, alpha; alpha not multiplied in. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** One number for each pixel, red in its lowest byte; 0 is transparent black. */
export function wholePixels({ rgba }: Pixels): Uint32Array {
  return new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4);
}

/** A pixel of which an opaque colour covers a share; the pixel is opaque, too. */
export function blended(pixel: number, color: number, share: number): number {
  const level = (shift: number) => {
    const [under, over] = [(pixel >> shift) & 255, (color >> shift) & 255];
    return Math.round(under + (over - under) * share) << shift;
  };
  return ((255 << 24) | level(16) | level(8) | level(0)) >>> 0;
}

export const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const mostColors = 256;

/**
 * What the pixels show: a map has values side by side, whose differences are small; a drawing has flat areas; a curve
 * has soft edges everywhere, which takes a thorough compression ten times as long, for little.
 */
export type Content = "map" | "drawing" | "curve";

const levels: Readonly<Record<Content, number>> = { map: 4, curve: 6, drawing: 9 };

export function encodePng(pixels: Pixels, content: Content): Uint8Array {
  const indexed = byPalette(pixels, content);
  if (indexed === undefined) {
    return Buffer.concat([
      signature,
      header(pixels, 6),
      chunk("IDAT", deflateSync(filteredRows(pixels), { level: 6 })),
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
    chunk("IDAT", deflateSync(indexed.rows, { level: levels[content] })),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** Colour type 3 is a palette, 6 is red, green, blue and alpha; eight bits each. */
export function header({ width, height }: Pick<Pixels, "width" | "height">, colorType: 3 | 6): Uint8Array {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([8, colorType, 0, 0, 0], 8);
  return chunk("IHDR", data);
}

export function chunk(type: string, data: Uint8Array): Uint8Array {
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
  /** for each row its filter, then the numbers of its colours, filtered */
  readonly rows: Uint8Array;
}

function byPalette(picture: Pixels, content: Content): Indexed | undefined {
  const { width, height } = picture;
  const pixels = wholePixels(picture);
  const isRepeated = repeatedRows(picture);
  const numbers = new Map<number, number>();
  const indexes = new Uint8Array(pixels.length);
  for (let y = 0, last = -1, number = 0; y < height; y += 1) {
    if (isRepeated[y]) {
      indexes.copyWithin(y * width, (y - 1) * width, y * width);
      continue;
    }
    for (let i = y * width; i < (y + 1) * width; i += 1) {
      const pixel = pixels[i] ?? 0;
      if (pixel !== last) {
        last = pixel;
        number = numbers.get(pixel) ?? numbers.size;
        if (number === mostColors) return undefined;
        if (number === numbers.size) numbers.set(pixel, number);
      }
      indexes[i] = number;
    }
  }
  // From dark to light: neighbours in a map then have neighbouring numbers, and their differences are small.
  const inOrder = [...numbers.keys()].sort((a, b) => lightness(a) - lightness(b));
  const places = new Uint8Array(mostColors);
  for (const [place, pixel] of inOrder.entries()) places[numbers.get(pixel) ?? 0] = place;

  const rows = new Uint8Array(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    const into = y * (width + 1);
    // A row like the one above is its differences, all zero (filter 2).
    if (isRepeated[y]) {
      rows[into] = 2;
      continue;
    }
    // In a map, the differences to the left (filter 1); in a curve, those to above where they are fewer (filter 2).
    const filter =
      content === "map" ? 1 : content === "curve" && y > 0 && isLikeAbove(indexes, y, width) ? 2 : 0;
    rows[into] = filter;
    const above = filter === 2 ? width : 0;
    for (let x = 0, left = 0, i = y * width; x < width; x += 1, i += 1) {
      const place = places[indexes[i] ?? 0] ?? 0;
      rows[into + 1 + x] = place - (above > 0 ? (places[indexes[i - above] ?? 0] ?? 0) : left);
      if (filter === 1) left = place;
    }
  }
  return { palette: inOrder, rows };
}

/** Whether less than half of what is painted in a row differs from the one above: steep curves are so. */
function isLikeAbove(indexes: Uint8Array, y: number, width: number): boolean {
  let [painted, different] = [0, 0];
  const ground = indexes[0];
  for (let i = y * width; i < (y + 1) * width; i += 1) {
    if (indexes[i] !== ground) painted += 1;
    if (indexes[i] !== indexes[i - width]) different += 1;
  }
  return different < painted / 2;
}

/** For each row, 1 if it is like the one above. */
function repeatedRows({ width, height, rgba }: Pixels): Uint8Array {
  const row = (y: number) => rgba.subarray(y * width * 4, (y + 1) * width * 4);
  return Uint8Array.from({ length: height }, (_, y) =>
    y > 0 && Buffer.compare(row(y), row(y - 1)) === 0 ? 1 : 0,
  );
}

const lightness = (pixel: number) =>
  (pixel >>> 24) * 1000 + 0.3 * (pixel & 255) + 0.6 * ((pixel >> 8) & 255) + 0.1 * ((pixel >> 16) & 255);

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
