// A large matrix as a picture on the axes of a chart. Where it has more numbers than the picture has pixels, a pixel is
// their mean: no number is left out, as it would be if every so-manyth were taken.

import { encodePng } from "../drawing/png.ts";
import { base64 } from "../mime-bundle.ts";
import { colorTable, tableSize } from "../tensor/colormap.ts";

export interface Titles {
  /** of the columns' axis */
  readonly x: string;
  /** of the rows' axis */
  readonly y: string;
}

type Sides = Readonly<Record<"x" | "y", number>>;

/** The picture as a layer, and a layer for the legend of its colours. */
export function heatmapPicture(
  rows: readonly ArrayLike<number>[],
  width: number,
  factors: Sides,
  titles: Titles,
  legend: object,
): object {
  const means = meansOf(rows, width, factors);
  const finite = means.values.filter(Number.isFinite);
  const [low, high] = [
    finite.reduce((a, b) => Math.min(a, b), finite[0] ?? 0),
    finite.reduce((a, b) => Math.max(a, b), finite[0] ?? 0),
  ];
  const url = `data:image/png;base64,${base64(colored(means, low, high))}`;
  // A number stands at its cell's middle.
  const side = (field: "x" | "y", count: number) => {
    const end = count * factors[field] - 0.5;
    return {
      datum: -0.5,
      type: "quantitative",
      scale: { domain: field === "x" ? [-0.5, end] : [end, -0.5], nice: false, zero: false },
      axis: { grid: false, title: titles[field] || null },
    };
  };
  const corner = { x: side("x", means.width), y: side("y", means.height) };
  const size = { width: { expr: "width" }, height: { expr: "height" }, aspect: false, smooth: false };
  const description = `heat map of ${rows.length} × ${width} numbers: colours from ${brief(low)} to ${brief(high)}`;
  return {
    description,
    layer: [
      {
        data: { values: [{}] },
        mark: { type: "image", align: "left", baseline: "top", ...size },
        encoding: { ...corner, url: { value: url } },
      },
      {
        data: { values: [{ value: low }, { value: high }] },
        mark: { type: "point", opacity: 0 },
        encoding: { ...corner, color: { field: "value", type: "quantitative", title: null, legend } },
      },
    ],
  };
}

const brief = (value: number) => Number(value.toPrecision(3));

interface Means {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/** The mean of the finite numbers of each block; NaN where it has none. */
function meansOf(rows: readonly ArrayLike<number>[], columns: number, factors: Sides): Means {
  const [width, height] = [Math.ceil(columns / factors.x), Math.ceil(rows.length / factors.y)];
  const sums = new Float64Array(width * height);
  const counts = new Uint32Array(width * height);
  rows.forEach((row, y) => {
    const start = Math.floor(y / factors.y) * width;
    for (const [x, value] of Array.from(row).entries()) {
      if (!Number.isFinite(value)) continue;
      const at = start + Math.floor(x / factors.x);
      sums[at] = (sums[at] ?? 0) + value;
      counts[at] = (counts[at] ?? 0) + 1;
    }
  });
  return { width, height, values: sums.map((sum, at) => sum / (counts[at] ?? 0)) };
}

/** What has no mean is transparent. */
function colored({ width, height, values }: Means, low: number, high: number): Uint8Array {
  const table = colorTable("viridis");
  const colorOf = (value: number) =>
    table[Math.round(((value - low) / (high - low || 1)) * (tableSize - 1))] ?? 0;
  const pixels = Uint32Array.from(values, (value) => (Number.isFinite(value) ? colorOf(value) : 0));
  return encodePng({ width, height, rgba: new Uint8Array(pixels.buffer) }, "map");
}
