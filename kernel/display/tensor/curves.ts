// Curves and bars: one dimension of numbers over their index. A curve of more points than there are pixels becomes
// the band between the smallest and the largest value under each pixel, as editors of sound draw it. What is no number
// is a line from top to bottom in a colour of its own.

import { type Picture, pixelRatio } from "../drawing/jobs.ts";
import { lineHeight, paintWords, type Word } from "../drawing/labels.ts";
import { encodePng, type Pixels } from "../drawing/png.ts";
import { type Rgb, specialColor } from "./colormap.ts";
import { shortNumber } from "./numbers.ts";
import { emptyRaster, type Placement } from "./raster.ts";
import { fillBox, paintCurve } from "./stroke.ts";
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

// in CSS pixels
const plotWidth = 640;
const numbersWidth = 56;
const inset = 6;
const widestBar = 40;

const mostBars = 64;
const ink: Rgb = [74, 143, 221]; // legible on white and on black
const zeroLine: Rgb = [176, 180, 186];

export interface CurvesOptions {
  /** of each curve, in CSS pixels */
  readonly height?: number;
  /** what stands at the left and the right end of the common axis below; by default the first and the last index */
  readonly ends?: readonly [string, string];
}

/** Curves below each other, each with the ends of their common scale. */
export function drawCurves(curves: readonly Curve[], options: CurvesOptions = {}): Picture {
  const { height = curves.length === 1 ? 140 : 72 } = options;
  const { ends = ["0", String((curves[0]?.values.length ?? 1) - 1)] } = options;
  const left = Math.max(0, ...curves.map(({ label }) => label.length * 7)) + 4 + numbersWidth;
  const [width, full] = [left + plotWidth + 4, curves.length * height + lineHeight];
  const raster = emptyRaster(width * pixelRatio, full * pixelRatio);
  const range = rangeOf(curves);
  const words = curves.flatMap(({ label, values }, i): Word[] => {
    const [top, bottom] = [i * height + inset, (i + 1) * height - inset];
    const place = { left, top, width: plotWidth, height: bottom - top };
    paintValues(raster, values, inPixels(place), range);
    return [
      { text: label, x: 0, y: (top + bottom) / 2 + 4 },
      { text: shortNumber(range.max), x: left - 6, y: top + 9, anchor: "end" },
      { text: shortNumber(range.min), x: left - 6, y: bottom, anchor: "end" },
    ];
  });
  const [first, last] = ends.map((text) => ({ text, y: full - 4 }));
  if (first && last) words.push({ ...first, x: left }, { ...last, x: left + plotWidth, anchor: "end" });
  paintWords(raster, words);
  return { png: encodePng(raster, "curve"), width, height: full };
}

function inPixels({ left, top, width, height }: Placement): Placement {
  const [x, y] = [left * pixelRatio, top * pixelRatio];
  return { left: x, top: y, width: width * pixelRatio, height: height * pixelRatio };
}

function paintValues(
  raster: Pixels,
  values: ArrayLike<number>,
  place: Placement,
  { min, max }: Extent,
): void {
  const y = (value: number) => place.top + place.height * (1 - (value - min) / (max - min));
  const zero = Math.round(y(min <= 0 && max >= 0 ? 0 : min));
  fillBox(raster, { ...place, top: zero - 1, height: pixelRatio }, zeroLine);
  const step = Math.min(place.width / values.length, widestBar * pixelRatio);
  const isBars = values.length <= mostBars;
  if (isBars) paintBars(raster, values, place, y, step);
  else {
    const isBand = values.length > place.width;
    paintCurve(raster, values, place, y, pixelRatio * (isBand ? 0.6 : 1.5), ink);
  }
  for (let i = 0; i < values.length; i += 1) {
    const color = specialColor(Number(values[i]));
    if (!color) continue;
    const at = isBars ? i * step : (i * (place.width - 1)) / (values.length - 1);
    const width = isBars ? barWidth(step) : pixelRatio;
    fillBox(raster, { ...place, left: place.left + Math.round(at), width }, color);
  }
}

const barWidth = (step: number) => Math.max(2, Math.round(step - Math.min(4 * pixelRatio, step * 0.2)));

function paintBars(
  raster: Pixels,
  values: ArrayLike<number>,
  place: Placement,
  y: (value: number) => number,
  step: number,
): void {
  for (let i = 0; i < values.length; i += 1) {
    const value = Number(values[i]);
    if (!Number.isFinite(value)) continue;
    const [top, bottom] = [Math.round(y(Math.max(0, value))), Math.round(y(Math.min(0, value)))];
    const left = place.left + Math.round(i * step);
    fillBox(raster, { left, top, width: barWidth(step), height: Math.max(1, bottom - top) }, ink);
  }
}

function rangeOf(curves: readonly Curve[]): Extent {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of curves) {
    for (let i = 0; i < values.length; i += 1) {
      const value = Number(values[i]);
      if (!Number.isFinite(value)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    if (values.length <= mostBars) [min, max] = [Math.min(0, min), Math.max(0, max)]; // bars stand on zero
  }
  if (min > max) return { min: 0, max: 1 };
  return min === max ? { min: min - 0.5, max: max + 0.5 } : { min, max };
}

/** Of finite values. */
interface Extent {
  readonly min: number;
  readonly max: number;
}
