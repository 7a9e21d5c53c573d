// What a tensor's numbers are like, in one line: the smallest, the mean, the largest, how far they spread, and how
// many are no numbers at all, which is the first thing to look for when training goes wrong.

import { escapeMarkup } from "../../channel/escape-markup.ts";
import { specialColors } from "./colormap.ts";
import { shortNumber } from "./numbers.ts";
import type { TensorLike } from "./tensor-like.ts";

/** Of the finite values; all zero if there are none. `std` is that of a sample (n - 1), as in PyTorch. */
export interface Summary {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly std: number;
  readonly nan: number;
  readonly plusInfinity: number;
  readonly minusInfinity: number;
  /** every how many values one was looked at: 1 up to four million values */
  readonly step: number;
}

const mostValues = 2 ** 22;

/** Looks at no more than four million values, evenly taken, so that showing a tensor never holds a cell. */
export function summaryOf(values: ArrayLike<number>): Summary {
  // odd, so that it does not stay in the same columns
  const step = values.length <= mostValues ? 1 : Math.ceil(values.length / mostValues) | 1;
  // Squares are taken around some value of the tensor: those of a large mean would drown the spread.
  const first = Number(values[0]);
  const centre = Number.isFinite(first) ? first : 0;
  const all = momentsOf(values, step, centre);
  const special = { nan: 0, plusInfinity: 0, minusInfinity: 0 };
  // A single value that is not finite makes the sum so, too: only then is each looked at.
  const finite = Number.isFinite(all.squares) ? all : momentsOf(finiteOf(values, step, special), 1, centre);
  const { count, min, max, sum, squares } = finite;
  if (count === 0) return { min: 0, mean: 0, max: 0, std: 0, ...special, step };
  const variance = (squares - (sum * sum) / count) / (count - 1);
  const std = count > 1 ? Math.sqrt(Math.max(0, variance)) : Number.NaN;
  return { min, mean: centre + sum / count, max, std, ...special, step };
}

function momentsOf(values: ArrayLike<number>, step: number, centre: number) {
  let [min, max, sum, squares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  // No branch but these two: this loop is most of the time that a large tensor takes.
  for (let i = 0; i < values.length; i += step) {
    const value = Number(values[i]);
    const distance = value - centre;
    sum += distance;
    squares += distance * distance;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { count: Math.ceil(values.length / step), min, max, sum, squares };
}

/** Every so manieth value, those that are finite; the others are counted. */
function finiteOf(
  values: ArrayLike<number>,
  step: number,
  special: { nan: number; plusInfinity: number; minusInfinity: number },
): Float64Array {
  const finite = new Float64Array(Math.ceil(values.length / step));
  let count = 0;
  for (let i = 0; i < values.length; i += step) {
    const value = Number(values[i]);
    if (Number.isFinite(value)) finite[count++] = value;
    else if (Number.isNaN(value)) special.nan += 1;
    else if (value > 0) special.plusInfinity += 1;
    else special.minusInfinity += 1;
  }
  return finite.subarray(0, count);
}

/** A shape in HTML, its axes labelled where they are known: numbers alone do not tell what they stand for. */
export function shapeMarkup(shape: readonly number[], axes: readonly string[] = []): string {
  if (shape.length !== axes.length) return `[${shape.join(", ")}]`;
  return `[${shape.map((size, i) => `<small>${axes[i]}</small>&nbsp;${size}`).join(", ")}]`;
}

/** Two lines of HTML: type and shape, then the summary of the values and what the picture leaves out. */
export function headerMarkup(
  tensor: TensorLike,
  summary: Summary,
  notes: readonly string[] = [],
  axes?: readonly string[],
): string {
  const { min, mean, max, std, nan, plusInfinity, minusInfinity, step } = summary;
  const facts = [
    `min ${shortNumber(min)}`,
    `mean ${shortNumber(mean)}`,
    `max ${shortNumber(max)}`,
    `std ${shortNumber(std)}`,
    nan > 0 ? `<b>${nan} NaN</b> (${specialColors.nan.name})` : "",
    plusInfinity > 0 ? `<b>${plusInfinity} +∞</b> (${specialColors.plusInfinity.name})` : "",
    minusInfinity > 0 ? `<b>${minusInfinity} −∞</b> (${specialColors.minusInfinity.name})` : "",
    step > 1 ? `of every ${step}th value` : "",
    ...notes.map(escapeMarkup),
  ].filter((fact) => fact !== "");
  return (
    `<div><b>${escapeMarkup(tensor.dtype)}</b> ${shapeMarkup(tensor.shape, axes)}</div>` +
    `<div><small>${facts.join(" · ")}</small></div>`
  );
}
