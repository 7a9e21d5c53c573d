// The links of a diagram as SVG: upright and level lines with round corners.

import type { Point } from "./node-link-layout.ts";

const corner = 7;
const arrow = 6;

/** A line with round corners, and perhaps with an arrow at its end. */
export function path(
  points: readonly Point[],
  { color, width }: { readonly color: string; readonly width: number },
  hasArrow: boolean,
): string {
  const [end, before] = [points.at(-1), points.at(-2)];
  if (!end || !before) return "";
  const line = hasArrow ? [...points.slice(0, -1), toward(end, before, arrow - 1)] : points;
  const steps = line.map((point, i) => {
    const [from, to] = [line[i - 1], line[i + 1]];
    if (!from) return `M${pair(point)}`;
    if (!to) return `L${pair(point)}`;
    const [enter, leave] = [
      toward(point, from, radiusAt(point, from)),
      toward(point, to, radiusAt(point, to)),
    ];
    return `L${pair(enter)}Q${pair(point)} ${pair(leave)}`;
  });
  const stroke = `<path d="${steps.join("")}" fill="none" stroke="${color}" stroke-width="${width}"/>`;
  return hasArrow ? stroke + arrowHead(end, before, color) : stroke;
}

function arrowHead(end: Point, before: Point, color: string): string {
  const [dx, dy] = [Math.sign(before.x - end.x), Math.sign(before.y - end.y)];
  const base = { x: end.x + dx * arrow, y: end.y + dy * arrow };
  const corners = [
    end,
    { x: base.x - dy * 3.5, y: base.y - dx * 3.5 },
    { x: base.x + dy * 3.5, y: base.y + dx * 3.5 },
  ];
  return `<path d="M${corners.map(pair).join("L")}Z" fill="${color}"/>`;
}

function radiusAt(a: Point, b: Point): number {
  return Math.min(corner, (Math.abs(a.x - b.x) + Math.abs(a.y - b.y)) / 2);
}

/** The point that lies so far from the first on the way to the second; ways are upright or level. */
function toward(from: Point, to: Point, distance: number): Point {
  const length = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
  const share = length === 0 ? 0 : Math.min(1, distance / length);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function pair({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

/** A tenth of a pixel is fine enough, and short. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
