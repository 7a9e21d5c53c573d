// Short forms of the charts that people plot most: `chart.line(loss)`, `chart.bar({ conv: 4608, separable: 656 })`.
// Each gives a Vega-Lite specification, which a person can go on from, and which shows itself as a chart.

import { isTensor, type TensorLike } from "../tensor/tensor-like.ts";
import { groundOf, numeric, type ScaleType } from "./axes.ts";
import { binned } from "./bins.ts";
import { heatmapParts, mostCells } from "./heatmap.ts";
import { thinned } from "./thinned.ts";

export type Numbers = ArrayLike<number> | TensorLike;

export interface ChartOptions {
  readonly title?: string;
  /** the title of the x axis */
  readonly x?: string;
  /** the title of the y axis */
  readonly y?: string;
  readonly width?: number;
  readonly height?: number;
}

/** Charts of numbers over names have one axis of numbers. */
export interface BarOptions extends ChartOptions {
  readonly xScale?: ScaleType;
}

/** "log" is for numbers above 0, "symlog" for all. */
export interface ScaledOptions extends BarOptions {
  readonly yScale?: ScaleType;
}

export interface LineOptions extends ScaledOptions {
  /** where on the x axis each value stands; by default at its index */
  readonly at?: Numbers;
}

export interface HistogramOptions extends ChartOptions {
  readonly yScale?: ScaleType;
  /** about how many bars; by default 30 */
  readonly bins?: number;
}

/** A specification of Vega-Lite 5. */
export interface Chart {
  readonly $schema: string;
  readonly [property: string]: unknown;
}

const schema = "https://vega.github.io/schema/vega-lite/v5.json";
/** Of all series together: more cannot be told apart, and every one travels as text. */
const mostPoints = 2500;

/**
 * Numbers over their index; several series by name: `chart.line({ train, validation })`. A number that is none is a gap,
 * one that is missing is not.
 */
function line(series: Numbers | Readonly<Record<string, Numbers>>, options: LineOptions = {}): Chart {
  const named = isNumbers(series) ? { "": series } : series;
  const entries = Object.entries(named).map(([name, numbers]) => [name, flat("line", numbers)] as const);
  const places = options.at && flat("line", options.at);
  const isSingle = entries.length <= 1;
  const rows = entries.flatMap(([name, all]) => {
    if (places && places.length !== all.length) {
      throw new RangeError(`line: ${places.length} places and ${all.length} values do not make pairs`);
    }
    return thinned(all, mostPoints / entries.length)
      .filter((index) => all[index] !== undefined)
      .map((index) => [places ? places[index] : index, all[index], ...(isSingle ? [] : [name])]);
  });
  const [columns, names] = [numbersOf(rows), Object.keys(named)];
  const x = { title: options.x ?? (places ? "" : "index"), scale: options.xScale, nice: false };
  const y = { title: options.y ?? (isSingle ? names[0] : "") ?? "", scale: options.yScale, zero: true };
  return specification(options, {
    data: table(isSingle ? ["x", "y"] : ["x", "y", "name"], rows),
    mark: { type: "line", ...(entries.some(([, all]) => all.length === 1) && { point: true }) },
    encoding: {
      x: numeric("x", columns.x, x, "xScale"),
      y: numeric("y", columns.y, y, "yScale"),
      ...(isSingle ? {} : { color: { field: "name", type: "nominal", sort: null, title: null } }),
    },
  });
}

/** A bar for each name, in the order given. */
function bar(amounts: Readonly<Record<string, number>>, options: BarOptions = {}): Chart {
  const values = Object.entries(amounts).map(([name, amount]) => ({ name, amount }));
  const numbers = Object.values(amounts);
  return specification(options, {
    data: { values },
    mark: { type: "bar" },
    encoding: {
      x: numeric("amount", numbers, { title: options.x, scale: options.xScale, zero: true }, "xScale"),
      ...(options.xScale === "log" && { x2: { datum: groundOf(numbers, "log") } }),
      y: { field: "name", type: "nominal", sort: null, title: options.y ?? null },
    },
  });
}

/** How often values lie where, counted here, so that a million numbers do not travel. */
function histogram(numbers: Numbers, options: HistogramOptions = {}): Chart {
  const finite = Array.from(flat("histogram", numbers)).filter(Number.isFinite);
  const { bins = 30, yScale } = options;
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`bins has to be a whole number above 0, not ${bins}`);
  const all = binned(finite, bins);
  const values = yScale === "log" ? all.filter(({ count }) => count > 0) : all;
  const [edges, counts] = [all.flatMap(({ from, to }) => [from, to]), values.map(({ count }) => count)];
  return specification(options, {
    data: { values },
    mark: { type: "bar", cornerRadiusEnd: 0 },
    encoding: {
      x: { ...numeric("from", edges, { title: options.x ?? "value", nice: false }, "xScale"), bin: "binned" },
      x2: { field: "to" },
      y: numeric("count", counts, { title: options.y ?? "count", scale: yScale, zero: true }, "yScale"),
      ...(yScale === "log" && { y2: { datum: groundOf(counts, "log") } }),
    },
  });
}

/** A point for each pair. */
function scatter(xs: Numbers, ys: Numbers, options: ScaledOptions = {}): Chart {
  const [x, y] = [flat("scatter", xs), flat("scatter", ys)];
  if (x.length !== y.length)
    throw new RangeError(`scatter: ${x.length} xs and ${y.length} ys do not make pairs`);
  const step = Math.ceil(x.length / mostPoints) || 1;
  const rows = Array.from({ length: Math.ceil(x.length / step) }, (_, i) => [x[i * step], y[i * step]]);
  const columns = numbersOf(rows);
  return specification(options, {
    data: table(["x", "y"], rows),
    mark: { type: "point", opacity: 0.7 },
    encoding: {
      x: numeric("x", columns.x, { title: options.x ?? "x", scale: options.xScale }, "xScale"),
      y: numeric("y", columns.y, { title: options.y ?? "y", scale: options.yScale }, "yScale"),
    },
  });
}

/** A matrix as colours, the first row on top: rows of numbers, or a tensor [H, W]. */
function heatmap(matrix: readonly Numbers[] | TensorLike, options: ChartOptions = {}): Chart {
  const rows = isTensor(matrix) ? rowsOf(matrix) : matrix.map((row) => flat("heatmap", row));
  const cells = rows.reduce((sum, row) => sum + row.length, 0);
  if (cells > mostCells) {
    throw new RangeError(
      `heatmap: ${cells} cells are too many for a chart, ${mostCells} are the most; show the tensor itself`,
    );
  }
  return { $schema: schema, ...heatmapParts(rows, options) };
}

/** The short forms of charts. Each gives a Vega-Lite specification. */
export const chart = { line, bar, histogram, scatter, heatmap };

function specification({ title, width, height }: ChartOptions, parts: object): Chart {
  const sizes = { ...(width && { width }), ...(height && { height }) };
  return { $schema: schema, ...(title && { title }), ...sizes, ...parts };
}

type Row = readonly (number | string | undefined)[];

/** The first two columns, as far as they are numbers. */
function numbersOf(rows: readonly Row[]): { readonly x: number[]; readonly y: number[] } {
  const column = (index: number) =>
    rows.map((row) => row[index]).filter((value) => typeof value === "number");
  return { x: column(0), y: column(1) };
}

/** Many rows as CSV: as objects, which name their columns anew in each row, they are three times as heavy. */
function table(columns: readonly string[], rows: readonly Row[]) {
  const cell = (value: number | string | undefined) => {
    if (typeof value === "string") return `"${value.replaceAll('"', '""')}"`;
    return value !== undefined && Number.isFinite(value) ? String(brief(value)) : "";
  };
  const lines = [columns, ...rows.map((row) => row.map(cell))].map((row) => row.join(","));
  const parse = Object.fromEntries(columns.map((name) => [name, name === "name" ? "string" : "number"]));
  return { values: lines.join("\n"), format: { type: "csv", parse } };
}

/** Six digits, which is more than a picture shows. */
const brief = (value: number) => Number(value.toPrecision(6));

function isNumbers(value: unknown): value is Numbers {
  return isTensor(value) || Array.isArray(value) || ArrayBuffer.isView(value);
}

function flat(form: string, numbers: Numbers): ArrayLike<number> {
  if (isTensor(numbers)) return numbers.data;
  if (isNumbers(numbers)) return numbers;
  throw new TypeError(
    `chart.${form} takes numbers or a tensor, got ${numbers === null ? "null" : typeof numbers}`,
  );
}

function rowsOf({ data, shape }: TensorLike): ArrayLike<number>[] {
  const [height = 0, width = 0] = shape;
  if (shape.length !== 2)
    throw new RangeError(`heatmap: expected a tensor [H, W], got [${shape.join(", ")}]`);
  return Array.from({ length: height }, (_, row) => data.subarray(row * width, (row + 1) * width));
}
