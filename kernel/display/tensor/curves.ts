// Curves and bars: one dimension of numbers over their index, below each other or in a grid, all on one scale and over
// one axis. A curve of more points than there are pixels becomes the band between the smallest and the largest value
// under each pixel, as editors of sound draw it. What is no number is a line from top to bottom in a colour of its own.

import { blue, colorPixel, hairline, margin } from "../drawing/colors.ts";
import { type Picture, pixelRatio } from "../drawing/jobs.ts";
import { lineHeight, paintWords, type Word } from "../drawing/labels.ts";
import { encodePng, type Pixels } from "../drawing/png.ts";
import { type Axis, bandAxis, pointAxis } from "./axis.ts";
import { pixelOf, specialColor } from "./colormap.ts";
import { shortNumber } from "./numbers.ts";
import { blankRaster, type Placement } from "./raster.ts";
import { axisWords, inPixels, plotLeft, plotRight, plotWidth } from "./rows.ts";
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
const inset = 5;
const gap = 8;
const widestBar = 40;

const mostBars = 64;
const ink = colorPixel(blue);
const zeroLine = colorPixel(hairline);

export interface CurvesOptions {
  /** of each curve, in CSS pixels */
  readonly height?: number;
  /** what lies below the curves; by default the index of their values */
  readonly axis?: Axis;
  /** whether the scale has zero on it; bars always stand on it */
  readonly fromZero?: boolean;
  /** curves in a row, of which only the first has its label; by default 1 */
  readonly columns?: number;
  /** what stands above the columns */
  readonly titles?: readonly string[];
}

/** Curves of equal lengths, with the ends of their common scale at the first. */
export function drawCurves(curves: readonly Curve[], options: CurvesOptions = {}): Picture {
  const { columns = 1, titles = [] } = options;
  const { height = curves.length === 1 ? 140 : 72 } = options;
  const length = curves[0]?.values.length ?? 0;
  const cellWidth = Math.floor((plotWidth + gap) / columns) - gap;
  const step = Math.min(cellWidth / Math.max(1, length), widestBar);
  const isBars = length <= mostBars;
  const valuesWidth = isBars ? Math.ceil(step * length) : cellWidth;
  const axis = options.axis ?? (isBars ? bandAxis(length) : pointAxis(length));
  const above = margin + (titles.length > 0 ? lineHeight : 0);
  const rows = Math.ceil(curves.length / columns);
  const below = above + rows * height;
  const [width, full] = [plotLeft + plotWidth + plotRight, below + lineHeight + margin];
  const raster = blankRaster(width * pixelRatio, full * pixelRatio);
  const range = rangeOf(curves, isBars || options.fromZero === true);
  const words = curves.flatMap(({ label, values }, i): Word[] => {
    const left = plotLeft + (i % columns) * (cellWidth + gap);
    const [top, bottom] = [Math.floor(i / columns), Math.floor(i / columns) + 1].map(
      (row) => above + row * height,
    );
    if (top === undefined || bottom === undefined) return [];
    const place = { left, top: top + inset, width: valuesWidth, height: height - 2 * inset };
    paintValues(raster, values, inPixels(place), range, step * pixelRatio);
    const numbers: Word[] = [
      { text: shortNumber(range.max), x: plotLeft - 6, y: top + inset + 8, anchor: "end" },
      { text: shortNumber(range.min), x: plotLeft - 6, y: bottom - inset + 2, anchor: "end" },
    ];
    const name: Word = { text: label, x: margin, y: (top + bottom) / 2 + 4 };
    return [...(i === 0 ? numbers : []), ...(i % columns === 0 ? [name] : [])];
  });
  for (const [i, text] of titles.entries())
    words.push({ text, x: plotLeft + i * (cellWidth + gap), y: margin + 10 });
  words.push(...axisWords(axis, { left: plotLeft, width: valuesWidth }, below + 11));
  paintWords(raster, words);
  return { png: encodePng(raster, "curve"), width, height: full };
}

function paintValues(
  raster: Pixels,
  values: ArrayLike<number>,
  place: Placement,
  { min, max }: Extent,
  step: number,
): void {
  const y = (value: number) => place.top + place.height * (1 - (value - min) / (max - min));
  const zero = Math.round(y(min <= 0 && max >= 0 ? 0 : min));
  fillBox(raster, { ...place, top: zero - 1, height: pixelRatio }, zeroLine);
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
    fillBox(raster, { ...place, left: place.left + Math.round(at), width }, pixelOf(color));
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

function rangeOf(curves: readonly Curve[], fromZero: boolean): Extent {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of curves) {
    for (let i = 0; i < values.length; i += 1) {
      const value = Number(values[i]);
      if (!Number.isFinite(value)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    if (fromZero) [min, max] = [Math.min(0, min), Math.max(0, max)];
  }
  if (min > max) return { min: 0, max: 1 };
  return min === max ? { min: min - 0.5, max: max + 0.5 } : { min, max };
}

/** Of finite values. */
interface Extent {
  readonly min: number;
  readonly max: number;
}
