// Curves and bars: one dimension of numbers over their index. A curve of more points than there are pixels is drawn
// as the band between the smallest and the largest value under each pixel, as editors of sound draw it.

import { escapeMarkup } from "../../channel/escape-markup.ts";
import { rasterize } from "../drawing/draw.ts";
import type { Picture } from "../drawing/jobs.ts";
import { shortNumber } from "./numbers.ts";
import type { TensorLike } from "./tensor-like.ts";

export interface Curve {
  /** shown before the curve; none if empty */
  readonly label: string;
  readonly values: ArrayLike<number>;
}

/** The rows of a contiguous array as curves, by their numbers if there are several. */
export function rowCurves(data: TensorLike["data"], rows: number): Curve[] {
  const length = data.length / rows;
  return Array.from({ length: rows }, (_, row) => ({
    label: rows === 1 ? "" : String(row),
    values: data.subarray(row * length, (row + 1) * length),
  }));
}

const plotWidth = 640;
const numbersWidth = 56;
const mostBars = 64;
const inset = 6;
const ink = "#4a8fdd"; // legible on white and on black
const grey = "#808790";

/** Curves below each other, each with the ends of their common scale. */
export function drawCurves(curves: readonly Curve[], height = curves.length === 1 ? 140 : 72): Picture {
  const labelWidth = Math.max(0, ...curves.map(({ label }) => label.length * 7)) + 4;
  const left = labelWidth + numbersWidth;
  const range = rangeOf(curves);
  const rows = curves.map(({ label, values }, i) => {
    const place = { left, top: i * height + inset, width: plotWidth, height: height - 2 * inset };
    const y = (value: number) =>
      place.top + place.height - ((value - range.min) / (range.max - range.min)) * place.height;
    const zero = range.min <= 0 && range.max >= 0 ? y(0) : y(range.min);
    return [
      `<line x1="${left}" x2="${left + plotWidth}" y1="${zero}" y2="${zero}" stroke="${grey}" stroke-opacity="0.5"/>`,
      values.length <= mostBars ? bars(values, place, y, zero) : line(values, place, y),
      text(0, place.top + place.height / 2 + 4, "start", label),
      text(left - 6, place.top + 9, "end", shortNumber(range.max)),
      text(left - 6, place.top + place.height, "end", shortNumber(range.min)),
    ].join("");
  });
  const [width, full] = [left + plotWidth + 4, curves.length * height];
  return rasterize(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${full}" font-family="Inter, sans-serif">${rows.join("")}</svg>`,
  );
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function bars(values: ArrayLike<number>, place: Place, y: (value: number) => number, zero: number): string {
  const step = Math.min(place.width / values.length, 40);
  return Array.from(values, (value, i) => {
    if (!Number.isFinite(value)) return "";
    const [top, bottom] = [Math.min(zero, y(value)), Math.max(zero, y(value))];
    const width = Math.max(1, step - Math.min(4, step * 0.2));
    return `<rect x="${round(place.left + i * step)}" y="${round(top)}" width="${round(width)}" height="${round(Math.max(0.5, bottom - top))}" rx="1.5" fill="${ink}"/>`;
  }).join("");
}

function line(values: ArrayLike<number>, place: Place, y: (value: number) => number): string {
  if (values.length <= 2 * place.width) {
    const x = (i: number) => round(place.left + (i * place.width) / (values.length - 1));
    let path = "";
    let isDrawing = false;
    for (let i = 0; i < values.length; i += 1) {
      const value = Number(values[i]);
      if (Number.isFinite(value)) path += `${isDrawing ? "L" : "M"}${x(i)} ${round(y(value))}`;
      isDrawing = Number.isFinite(value);
    }
    return `<path d="${path}" fill="none" stroke="${ink}" stroke-width="1.5" stroke-linejoin="round"/>`;
  }
  const columns = 2 * place.width;
  let path = "";
  for (let column = 0; column < columns; column += 1) {
    const from = Math.floor((column * values.length) / columns);
    const until = Math.floor(((column + 1) * values.length) / columns);
    const { min, max } = extent(values, from, until);
    if (min > max) continue;
    const x = place.left + (column + 0.5) / 2;
    path += `M${x} ${round(y(max) - 0.4)}V${round(y(min) + 0.4)}`;
  }
  return `<path d="${path}" stroke="${ink}" stroke-width="0.6"/>`;
}

function rangeOf(curves: readonly Curve[]): Extent {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of curves) {
    const own = extent(values, 0, values.length);
    [min, max] = [Math.min(min, own.min), Math.max(max, own.max)];
    if (values.length <= mostBars) [min, max] = [Math.min(0, min), Math.max(0, max)]; // bars stand on zero
  }
  if (min > max) return { min: 0, max: 1 };
  return min === max ? { min: min - 0.5, max: max + 0.5 } : { min, max };
}

interface Extent {
  readonly min: number;
  readonly max: number;
}

/** Of the finite values from one index up to another; the smallest is above the largest if there are none. */
function extent(values: ArrayLike<number>, from: number, until: number): Extent {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = from; i < until; i += 1) {
    const value = Number(values[i]);
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

function text(x: number, y: number, anchor: "start" | "end", content: string): string {
  if (content === "") return "";
  return `<text x="${x}" y="${y}" font-size="11" fill="${grey}" text-anchor="${anchor}">${escapeMarkup(content)}</text>`;
}

const round = (value: number) => Math.round(value * 100) / 100;
