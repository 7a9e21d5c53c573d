// A matrix as colours. A small one is a rectangle for each number, which front-ends tell when a person points at it; a
// large one is one picture on the same axes.

import { heatmapPicture, type Titles } from "./heatmap-picture.ts";

export const mostCells = 1_000_000;
/** Above this, rectangles that are told apart by pointing are too many, and too heavy. */
const mostRectangles = 2500;
/** of the plot, in CSS pixels */
const longestSide = 420;
/** of a picture, in cells: noise of more is heavier than an output may be */
const mostAlong = 300;
const largestCell = 32;

interface HeatmapOptions extends Partial<Titles> {
  readonly title?: string;
  readonly width?: number;
  readonly height?: number;
}

/** What a specification says of a matrix: its title and sizes, and its data, mark and encoding, or the picture's layers. */
export function heatmapParts(rows: readonly ArrayLike<number>[], options: HeatmapOptions): object {
  const [height, width] = [rows.length, rows.reduce((most, row) => Math.max(most, row.length), 0)];
  if (height * width === 0) throw new RangeError("heatmap: expected at least one number, got none");
  const factors = { x: averagedTo(width), y: averagedTo(height) };
  const shown = { x: Math.ceil(width / factors.x), y: Math.ceil(height / factors.y) };
  // Whole pixels, or the ground shows between cells.
  const cell = Math.min(largestCell, Math.floor(longestSide / Math.max(shown.x, shown.y, 1)));
  const plot = {
    width: options.width ?? sideOf(shown.x, cell, 60),
    height: options.height ?? sideOf(shown.y, cell, 40),
  };
  const legend = {
    gradientLength: Math.min(200, Math.max(60, plot.height)),
    tickCount: plot.height < 100 ? 2 : 5,
  };
  const titles = { x: options.x ?? "column", y: options.y ?? "row" };
  const isFine = factors.x * factors.y > 1 || width * height > mostRectangles;
  return {
    ...titleOf(options.title, factors),
    ...plot,
    ...(isFine
      ? heatmapPicture(rows, width, factors, titles, legend)
      : rectangles(rows, width, titles, legend)),
  };
}

/** How many numbers become one, along a side that has no pixel for each. */
const averagedTo = (count: number) => Math.max(1, Math.ceil(count / mostAlong));

/** The length of a side: of its cells as they are, or of longer ones if they are too few. */
const sideOf = (count: number, cell: number, least: number) =>
  count * Math.max(cell, Math.ceil(least / count));

function titleOf(title: string | undefined, factors: Readonly<Record<"x" | "y", number>>): object {
  if (factors.x * factors.y === 1) return title ? { title } : {};
  const note = `each colour is the mean of ${factors.y} × ${factors.x} numbers`;
  return { title: title ? { text: title, subtitle: note } : { text: note, fontSize: 12, fontWeight: 400 } };
}

function rectangles(
  rows: readonly ArrayLike<number>[],
  width: number,
  titles: Titles,
  legend: object,
): object {
  const values = rows.flatMap((row, y) => Array.from(row, (value, x) => ({ x, y, value: brief(value) })));
  const axis = (field: "x" | "y", count: number) => {
    const step = [1, 2, 5, 10, 20, 50].find((each) => count / each <= 16) ?? 100;
    const shown = Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
    return { field, type: "ordinal", title: titles[field] || null, axis: { values: shown, labelAngle: 0 } };
  };
  return {
    data: { values },
    mark: { type: "rect" },
    encoding: {
      x: axis("x", width),
      y: axis("y", rows.length),
      color: { field: "value", type: "quantitative", title: null, legend },
    },
  };
}

const brief = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null);
