// Short forms of the charts that people plot most: `chart.line(loss)`, `chart.bar({ conv: 4608, separable: 656 })`.
// Each gives a Vega-Lite specification, which a person can go on from, and which shows itself as a chart.

import { isTensor, type TensorLike } from "../tensor/tensor-like.ts";
import { binned } from "./bins.ts";

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

export interface LineOptions extends ChartOptions {
  /** where on the x axis each value stands; by default at its index */
  readonly at?: Numbers;
}

export interface HistogramOptions extends ChartOptions {
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

/** Numbers over their index; several series by name: `chart.line({ train, validation })`. */
function line(series: Numbers | Readonly<Record<string, Numbers>>, options: LineOptions = {}): Chart {
  const named = isNumbers(series) ? { "": series } : series;
  const entries = Object.entries(named);
  const places = options.at && flat("line", options.at);
  const rows = entries.flatMap(([name, numbers]) => {
    const all = flat("line", numbers);
    if (places && places.length !== all.length) {
      throw new RangeError(`line: ${places.length} places and ${all.length} values do not make pairs`);
    }
    const step = Math.ceil((all.length * entries.length) / mostPoints) || 1;
    return Array.from({ length: Math.ceil(all.length / step) }, (_, i) => {
      const at = places ? places[i * step] : i * step;
      return [at, all[i * step], ...(entries.length === 1 ? [] : [name])];
    });
  });
  const isSingle = entries.length <= 1;
  return specification(
    options,
    table(isSingle ? ["x", "y"] : ["x", "y", "name"], rows),
    { type: "line" },
    {
      x: {
        ...quantitative("x", options.x ?? (places ? undefined : "index")),
        scale: { nice: false },
        ...(places ? {} : { axis: { tickMinStep: 1 } }),
      },
      y: quantitative("y", options.y),
      ...(isSingle ? {} : { color: { field: "name", type: "nominal", sort: null, title: null } }),
    },
  );
}

/** A bar for each name, in the order given. */
function bar(amounts: Readonly<Record<string, number>>, options: ChartOptions = {}): Chart {
  const values = Object.entries(amounts).map(([name, amount]) => ({ name, amount }));
  return specification(
    options,
    { values },
    { type: "bar" },
    {
      x: quantitative("amount", options.x),
      y: { field: "name", type: "nominal", sort: null, title: options.y ?? null },
    },
  );
}

/** How often values lie where, counted here, so that a million numbers do not travel. */
function histogram(numbers: Numbers, options: HistogramOptions = {}): Chart {
  const finite = Array.from(flat("histogram", numbers)).filter(Number.isFinite);
  const { bins = 30 } = options;
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`bins has to be a whole number above 0, not ${bins}`);
  const values = binned(finite, bins);
  return specification(
    options,
    { values },
    { type: "bar", cornerRadiusEnd: 0 },
    {
      x: { ...quantitative("from", options.x ?? "value"), bin: "binned" },
      x2: { field: "to" },
      y: quantitative("count", options.y ?? "count"),
    },
  );
}

/** A point for each pair. */
function scatter(xs: Numbers, ys: Numbers, options: ChartOptions = {}): Chart {
  const [x, y] = [flat("scatter", xs), flat("scatter", ys)];
  if (x.length !== y.length)
    throw new RangeError(`scatter: ${x.length} xs and ${y.length} ys do not make pairs`);
  const step = Math.ceil(x.length / mostPoints) || 1;
  const rows = Array.from({ length: Math.ceil(x.length / step) }, (_, i) => [x[i * step], y[i * step]]);
  return specification(
    options,
    table(["x", "y"], rows),
    { type: "point", opacity: 0.7 },
    {
      x: { ...quantitative("x", options.x), scale: { zero: false } },
      y: { ...quantitative("y", options.y), scale: { zero: false } },
    },
  );
}

/** A matrix as colours, the first row on top: rows of numbers, or a tensor [H, W]. */
function heatmap(matrix: readonly Numbers[] | TensorLike, options: ChartOptions = {}): Chart {
  const rows = isTensor(matrix) ? rowsOf(matrix) : matrix.map((row) => flat("heatmap", row));
  const cells = rows.reduce((sum, row) => sum + row.length, 0);
  if (cells > mostPoints) {
    throw new RangeError(
      `heatmap: ${cells} cells are too many for a chart, ${mostPoints} are the most; show the tensor itself`,
    );
  }
  const values = rows.flatMap((row, y) => Array.from(row, (value, x) => ({ x, y, value: brief(value) })));
  const axis = (field: string, title = "") => ({ field, type: "ordinal", title: title || null });
  return specification(
    options,
    { values },
    { type: "rect" },
    {
      x: { ...axis("x", options.x), axis: { labelAngle: 0, labelOverlap: true } },
      y: { ...axis("y", options.y), axis: { labelOverlap: true } },
      color: { field: "value", type: "quantitative", title: null },
    },
  );
}

/** The short forms of charts. Each gives a Vega-Lite specification. */
export const chart = { line, bar, histogram, scatter, heatmap };

function specification(
  { title, width, height }: ChartOptions,
  data: Data,
  mark: object,
  encoding: object,
): Chart {
  const sizes = { ...(width && { width }), ...(height && { height }) };
  return { $schema: schema, ...(title && { title }), ...sizes, data, mark, encoding };
}

type Data = { readonly values: readonly object[] } | ReturnType<typeof table>;

/** Many rows as CSV: as objects, which name their columns anew in each row, they are three times as heavy. */
function table(columns: readonly string[], rows: readonly (readonly (number | string | undefined)[])[]) {
  const cell = (value: number | string | undefined) => {
    if (typeof value === "string") return `"${value.replaceAll('"', '""')}"`;
    return value !== undefined && Number.isFinite(value) ? String(brief(value)) : "";
  };
  const lines = [columns, ...rows.map((row) => row.map(cell))].map((row) => row.join(","));
  const parse = Object.fromEntries(columns.map((name) => [name, name === "name" ? "string" : "number"]));
  return { values: lines.join("\n"), format: { type: "csv", parse } };
}

/** Six digits, which is more than a picture shows; what is undefined stays so, as a gap. */
const brief = (value: number | undefined) => value && Number(value.toPrecision(6));

const quantitative = (field: string, title?: string) => ({
  field,
  type: "quantitative",
  title: title ?? null,
});

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
