// `display.kernels(conv)`: the filters of a convolution. Those of one weight for each pair of channels are one matrix;
// those over one dimension are curves, with what they do to frequencies where asked; those over the three colours are
// images, and other planes are maps whose middle is zero.

import { htmlBundle, imgMarkup, imgsMarkup } from "../html-picture.ts";
import { type Detail, Drawing } from "../limit.ts";
import type { Scale } from "./color-scale.ts";
import { drawCurves } from "./curves.ts";
import { firstOf } from "./feature-maps.ts";
import { type Drawn, drawFigure, type Panel } from "./figure.ts";
import { drawFilterCurves, drawResponses, type Shown, shownOf } from "./filter-curves.ts";
import { type Filters, filtersOf } from "./filters.ts";
import { type Plane, planeAt } from "./plane.ts";
import { paintImage, paintMap } from "./raster.ts";
import { headerMarkup, type Summary, summaryOf } from "./summary.ts";

export interface KernelOptions {
  /** for filters over one dimension: the gain at each frequency, from 0 to half the sample rate, beside the filters */
  readonly frequencyResponse?: boolean;
  /** how many values of the layer's input a second has: frequencies are then in hertz, and filters over time */
  readonly sampleRate?: number;
}

/**
 * The filters of a Conv1d or Conv2d.
 * @throws TypeError for a value without such a weight, or where a frequency response is asked of filters that have none
 */
export function kernels(conv: unknown, options: KernelOptions = {}): Drawing {
  const filters = filtersOf(conv);
  const { weight, sizes } = filters;
  const { frequencyResponse = false, sampleRate } = options;
  if (frequencyResponse && sizes.length !== 1) {
    throw new TypeError(
      `display.kernels: only filters over one dimension have a frequency response; the weight is [${weight.shape.join(", ")}]`,
    );
  }
  const summary = summaryOf(weight.data);
  const what = `filters of a convolution, weight [${weight.shape.join(", ")}]`;
  const gains = `gain at each frequency${sampleRate === undefined ? ", in parts of the sample rate" : ""}`;
  return new Drawing((detail) => {
    const drawn = draw(filters, summary, sampleRate, detail);
    const header = headerMarkup(weight, summary, drawn.notes, filters.axes);
    const response = frequencyResponse
      ? `<div><small>${gains}</small></div>` +
        imgMarkup(drawResponses(filters, sampleRate, detail), `frequency response of the ${what}`)
      : "";
    return htmlBundle(header + imgsMarkup(drawn.pictures, what) + response, what);
  });
}

function draw(filters: Filters, summary: Summary, sampleRate: number | undefined, detail: Detail): Drawn {
  const { sizes, inputs } = filters;
  const [taps] = sizes;
  if (taps === undefined) return matrix(filters, summary, detail);
  if (sizes.length === 2)
    return inputs === 3 ? colourFilters(filters, summary, detail) : planes(filters, summary, detail);
  return {
    pictures: [drawFilterCurves(filters, sampleRate, detail)],
    notes: gridNotes(filters, shownOf(filters, detail.scale), detail),
  };
}

/** One weight for each pair of channels. */
function matrix({ weight, filters, inputs, axes }: Filters, summary: Summary, detail: Detail): Drawn {
  const notes = [
    `a row for each ${channelName(axes[0])}`,
    `a column for each ${channelName(axes[1])}`,
    detail.note,
  ];
  if (inputs === 1) {
    const picture = drawCurves([{ label: "", values: weight.data }]);
    return {
      pictures: [picture],
      notes: [`a weight for each ${channelName(axes[0])}`, detail.note].filter(Boolean),
    };
  }
  const scale = aroundZero(summary);
  const panel = mapPanel("", { height: filters, width: inputs, values: weight.data }, scale);
  const picture = drawFigure({ panels: [panel], columns: 1, scale, size: detail.scale });
  return { pictures: [picture], notes: notes.filter(Boolean) };
}

const channelName = (axis: string | undefined) => (axis === "in" ? "input channel" : "output channel");

function planes(filters: Filters, summary: Summary, detail: Detail): Drawn {
  const { weight, inputs, sizes } = filters;
  const [height = 1, width = 1] = sizes;
  const scale = aroundZero(summary);
  const shown = shownOf(filters);
  const columns = firstOf(inputs, shown.inputs);
  const panels = firstOf(filters.filters, shown.filters).flatMap((filter) =>
    columns.map((input) => {
      const label = inputs === 1 ? String(filter) : input === 0 ? `filter ${filter}` : "";
      return mapPanel(label, planeAt(weight.data, filter * inputs + input, height, width), scale);
    }),
  );
  const inRow = inputs === 1 ? Math.min(panels.length, 8) : columns.length;
  return {
    pictures: [drawFigure({ panels, columns: inRow, scale, size: detail.scale })],
    notes: gridNotes(filters, shown, detail),
  };
}

function gridNotes({ filters, inputs, axes }: Filters, shown: Shown, detail: Detail): string[] {
  const [filter, input] =
    axes[0] === "in" ? ["input channel", "output channel"] : ["filter", "input channel"];
  const notes = [
    inputs > 1 ? `a row for each ${filter}, a column for each ${input}` : "",
    filters > shown.filters ? `${shown.filters} of ${filters} ${filter}s` : "",
    inputs > shown.inputs ? `${shown.inputs} of ${inputs} ${input}s` : "",
    detail.note,
  ];
  return notes.filter(Boolean);
}

function mapPanel(label: string, plane: Plane, { colormap, min, max }: Scale): Panel {
  return {
    label,
    planes: [plane],
    paint: (raster, [fitted], place) => fitted && paintMap(raster, fitted, place, colormap, min, max),
  };
}

function aroundZero(summary: Summary): Scale {
  const largest = largestOf(summary);
  return { colormap: "coolwarm", min: -largest, max: largest };
}

const largestOf = ({ min, max }: Summary) => Math.max(Math.abs(min), Math.abs(max));

/** Zero is the middle grey, so that a filter's colours are those that it looks for. */
function colourFilters(filters: Filters, summary: Summary, detail: Detail): Drawn {
  const { weight, sizes } = filters;
  const shown = shownOf(filters).filters;
  const [height = 1, width = 1] = sizes;
  const size = height * width;
  const largest = largestOf(summary);
  const colour = (filter: number, channel: number): Plane => {
    const { values } = planeAt(weight.data, filter * 3 + channel, height, width);
    const shifted = Float64Array.from(
      { length: size },
      (_, i) => 0.5 + Number(values[i]) / (2 * largest || 1),
    );
    return { height, width, values: shifted };
  };
  const panels = firstOf(filters.filters, shown).map(
    (i): Panel => ({
      label: String(i),
      planes: [colour(i, 0), colour(i, 1), colour(i, 2)],
      paint: (raster, [red, green, blue], place) => {
        if (red && green && blue) paintImage(raster, [red, green, blue], place);
      },
    }),
  );
  const columns = Math.min(panels.length, 8);
  const picture = drawFigure({ panels, columns, scale: undefined, size: detail.scale });
  const notes = [
    "red, green and blue are the input channels, grey is zero",
    filters.filters > shown ? `${shown} of ${filters.filters} filters` : "",
    detail.note,
  ];
  return { pictures: [picture], notes: notes.filter(Boolean) };
}
