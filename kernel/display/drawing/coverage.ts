// The outline of a glyph as pixels: how much of each pixel it covers, in a few steps.

import type { OutlinePoint } from "./truetype.ts";

/** How much of a pixel is covered is told in so many steps, which keeps the colours of a picture few. */
export const fullCoverage = 4;

export interface Glyph {
  /** from the pen's position on the base line to the top left pixel */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** row by row, from 0 to `fullCoverage` */
  readonly coverage: Uint8Array;
}

/**
 * The pixels of closed curves whose y points upwards.
 * @param scale pixels to a unit of the curves
 * @param shift so many pixels to the right
 */
export function glyphOf(contours: readonly (readonly OutlinePoint[])[], scale: number, shift: number): Glyph {
  return covered(
    contours.map((contour) => flattened(contour).map(([x, y]): Spot => [x * scale + shift, -y * scale])),
  );
}

type Spot = readonly [x: number, y: number];

/** A closed curve as straight pieces: five for each arc are smooth at the sizes of a picture's letters. */
function flattened(contour: readonly OutlinePoint[]): Spot[] {
  const spots: Spot[] = [];
  const pieces = 5;
  for (const [i, point] of contour.entries()) {
    if (point.onCurve) {
      spots.push([point.x, point.y]);
      continue;
    }
    const before = contour.at(i - 1) ?? point;
    const after = contour[(i + 1) % contour.length] ?? point;
    const start = before.onCurve ? before : middle(before, point);
    const end = after.onCurve ? after : middle(point, after);
    for (let piece = 0; piece <= pieces; piece += 1) {
      const t = piece / pieces;
      const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
      spots.push([a * start.x + b * point.x + c * end.x, a * start.y + b * point.y + c * end.y]);
    }
  }
  return spots;
}

/** Between two control points the curve passes through their middle. */
const middle = (a: OutlinePoint, b: OutlinePoint) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/**
 * The area of each pixel within the contours. Going along an edge, each piece of it adds what lies to its right, with
 * a sign for its direction: to its own pixel in part, and to the whole rest of the row, which summing up the row does.
 */
function covered(contours: readonly (readonly Spot[])[]): Glyph {
  const xs = contours.flat().map(([x]) => x);
  const ys = contours.flat().map(([, y]) => y);
  if (xs.length === 0) return { left: 0, top: 0, width: 0, height: 0, coverage: new Uint8Array() };
  const [left, top] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
  const width = Math.ceil(Math.max(...xs)) - left + 1;
  const height = Math.ceil(Math.max(...ys)) - top;
  const areas = new Float64Array(width * height + 1);
  for (const contour of contours) {
    for (const [i, [x1, y1]] of contour.entries()) {
      const [x0, y0] = contour.at(i - 1) ?? [x1, y1];
      const cuts = [0, ...crossings(x0, x1), ...crossings(y0, y1), 1].sort((a, b) => a - b);
      for (let cut = 1; cut < cuts.length; cut += 1) {
        const [from, to] = [cuts[cut - 1] ?? 0, cuts[cut] ?? 0];
        const x = x0 + ((from + to) / 2) * (x1 - x0) - left;
        const y = y0 + ((from + to) / 2) * (y1 - y0) - top;
        const pixel = Math.floor(y) * width + Math.floor(x);
        const signedHeight = (to - from) * (y1 - y0);
        const share = x - Math.floor(x);
        areas[pixel] = (areas[pixel] ?? 0) + signedHeight * (1 - share);
        areas[pixel + 1] = (areas[pixel + 1] ?? 0) + signedHeight * share;
      }
    }
  }
  let sum = 0;
  const coverage = Uint8Array.from(areas.subarray(0, -1), (area) => {
    sum += area;
    return Math.round(fullCoverage * Math.min(1, Math.abs(sum)));
  });
  return { left, top, width, height, coverage };
}

/** At which shares of the way from a to b whole numbers are passed. */
function crossings(a: number, b: number): number[] {
  const [low, high] = a < b ? [a, b] : [b, a];
  const shares: number[] = [];
  for (let whole = Math.floor(low) + 1; whole < high; whole += 1) shares.push((whole - a) / (b - a));
  return shares;
}
