// `display.kernels(conv)`: the filters of a convolution. Those of one weight for each pair of channels are one matrix;
// those over one dimension are curves, with what they do to frequencies where asked; those over the three colours are
// images, and other planes are maps whose middle is zero.

import { htmlBundle, imgMarkup, imgsMarkup } from "../html-picture.ts";
import { type Detail, Drawing } from "../limit.ts";
import { frequencyAxis, timeAxis } from "./axis.ts";
import type { Scale } from "./color-scale.ts";
import { type Curve, type CurvesOptions, drawCurves } from "./curves.ts";
import { firstOf } from "./feature-maps.ts";
import { type Drawn, drawFigure, type Panel } from "./figure.ts";
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

const mostFilters = 32;
const mostInputs = 16;
const frequencies = 128;

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
  const response = frequencyResponse
    ? `<div><small>gain at each frequency${sampleRate === undefined ? ", in parts of the sample rate" : ""}</small></div>` +
      imgMarkup(
        curvesOf(filters, responseOf(filters.dilation), { axis: frequencyAxis(sampleRate) }),
        `frequency response of the ${what}`,
      )
    : "";
  return new Drawing((detail) => {
    const drawn = draw(filters, summary, sampleRate, detail);
    const header = headerMarkup(weight, summary, drawn.notes, filters.axes);
    return htmlBundle(header + imgsMarkup(drawn.pictures, what) + response, what);
  });
}

function draw(filters: Filters, summary: Summary, sampleRate: number | undefined, detail: Detail): Drawn {
  const { sizes, inputs } = filters;
  const [taps] = sizes;
  if (taps === undefined) return matrix(filters, summary, detail);
  if (sizes.length === 2)
    return inputs === 3 ? colourFilters(filters, summary, detail) : planes(filters, summary, detail);
  const length = filters.dilation * (taps - 1) + 1;
  const options = sampleRate === undefined ? {} : { axis: timeAxis(length, sampleRate) };
  return { pictures: [curvesOf(filters, (values) => values, options)], notes: gridNotes(filters, detail) };
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

/** A grid of curves, as that of planes: a row for each filter, a column for each input channel. */
function curvesOf(
  { weight, filters, inputs, sizes: [taps = 1] }: Filters,
  of: (values: Curve["values"]) => Curve["values"],
  options: CurvesOptions,
) {
  const shown = firstOf(inputs, mostInputs);
  const curves = firstOf(filters, mostFilters).flatMap((filter) =>
    shown.map((input): Curve => {
      const from = (filter * inputs + input) * taps;
      return {
        label: filters === 1 ? "" : String(filter),
        values: of(weight.data.subarray(from, from + taps)),
      };
    }),
  );
  const titles =
    inputs === 1 ? [] : shown.map((input) => (shown.length > 8 ? String(input) : `input ${input}`));
  const height = curves.length === 1 ? 140 : 48;
  return drawCurves(curves, { ...options, columns: shown.length, titles, height });
}

/** The absolute value of a filter's Fourier transform, from 0 to half the sample rate. */
const responseOf = (dilation: number) => (filter: Curve["values"]) =>
  Float64Array.from({ length: frequencies }, (_, k) => {
    let [real, imaginary] = [0, 0];
    for (let tap = 0; tap < filter.length; tap += 1) {
      const angle = (Math.PI * k * tap * dilation) / (frequencies - 1);
      real += Number(filter[tap]) * Math.cos(angle);
      imaginary -= Number(filter[tap]) * Math.sin(angle);
    }
    return Math.hypot(real, imaginary);
  });

function planes(filters: Filters, summary: Summary, detail: Detail): Drawn {
  const { weight, inputs, sizes } = filters;
  const [height = 1, width = 1] = sizes;
  const scale = aroundZero(summary);
  const shownInputs = firstOf(inputs, mostInputs);
  const panels = firstOf(filters.filters, mostFilters).flatMap((filter) =>
    shownInputs.map((input) => {
      const label = inputs === 1 ? String(filter) : input === 0 ? `filter ${filter}` : "";
      return mapPanel(label, planeAt(weight.data, filter * inputs + input, height, width), scale);
    }),
  );
  const columns = inputs === 1 ? Math.min(panels.length, 8) : shownInputs.length;
  return {
    pictures: [drawFigure({ panels, columns, scale, size: detail.scale })],
    notes: gridNotes(filters, detail),
  };
}

function gridNotes({ filters, inputs, axes }: Filters, detail: Detail): string[] {
  const [filter, input] =
    axes[0] === "in" ? ["input channel", "output channel"] : ["filter", "input channel"];
  const notes = [
    inputs > 1 ? `a row for each ${filter}, a column for each ${input}` : "",
    filters > mostFilters ? `${mostFilters} of ${filters} ${filter}s` : "",
    inputs > mostInputs ? `${mostInputs} of ${inputs} ${input}s` : "",
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
function colourFilters({ weight, filters, sizes }: Filters, summary: Summary, detail: Detail): Drawn {
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
  const panels = firstOf(filters, mostFilters).map(
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
    filters > mostFilters ? `${mostFilters} of ${filters} filters` : "",
    detail.note,
  ];
  return { pictures: [picture], notes: notes.filter(Boolean) };
}
