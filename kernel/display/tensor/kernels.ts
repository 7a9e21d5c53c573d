// `display.kernels(conv)`: the filters of a convolution. Those over the three colours are images; other planes are
// maps whose middle is zero; those over one dimension are curves, with what they do to frequencies where asked.

import type { Picture } from "../drawing/jobs.ts";
import { htmlBundle, imgMarkup, imgsMarkup } from "../html-picture.ts";
import { type Detail, Drawing } from "../limit.ts";
import { drawCurves } from "./curves.ts";
import { type Drawn, drawFigure, type Panel, type Scale } from "./figure.ts";
import { type Plane, planeAt } from "./plane.ts";
import { paintImage, paintMap } from "./raster.ts";
import { headerMarkup, type Summary, summaryOf } from "./summary.ts";
import { isTensor, type TensorLike } from "./tensor-like.ts";

export interface KernelOptions {
  /** for Conv1d: the gain at each frequency, from 0 to half the sample rate, beside the filters */
  readonly frequencyResponse?: boolean;
}

const mostFilters = 32;
const mostInputs = 16;
const frequencies = 128;

/**
 * The filters of a Conv1d or Conv2d.
 * @throws TypeError for a value without such a weight
 */
export function kernels(conv: unknown, options: KernelOptions = {}): Drawing {
  const weight = weightOf(conv);
  const { data, shape } = weight;
  const summary = summaryOf(data);
  const [filters = 1, inputs = 1] = shape;
  const taps = data.length / (filters * inputs);
  const shown = Math.min(filters, mostFilters);
  const notes = shown < filters ? [`${shown} of ${filters} filters`] : [];
  const what = `filters of a convolution, weight [${shape.join(", ")}]`;
  if (shape.length === 3 && inputs > 1) notes.push(`over the first of ${inputs} input channels`);
  const height = heightOf(shown);
  const filters1d = () => drawCurves(firstInputs(data, shown, inputs, taps), { height });
  const response =
    shape.length === 3 && options.frequencyResponse
      ? "<div><small>gain at each frequency</small></div>" +
        imgMarkup(responses(data, shown, inputs, taps), `frequency response of the ${what}`)
      : "";
  const axes = ["out", "in", ...(shape.length === 4 ? ["H", "W"] : ["T"])];
  return new Drawing((detail) => {
    const drawn: Drawn =
      shape.length === 4 ? planes(weight, shown, summary, detail) : { pictures: [filters1d()], notes: [] };
    const header = headerMarkup(weight, summary, [...notes, ...drawn.notes], axes);
    return htmlBundle(header + imgsMarkup(drawn.pictures, what) + response, what);
  });
}

function weightOf(conv: unknown): TensorLike {
  const isHolder = (typeof conv === "object" && conv !== null) || typeof conv === "function";
  const weight: unknown = isHolder && "weight" in conv ? conv.weight : undefined;
  if (isTensor(weight) && (weight.shape.length === 3 || weight.shape.length === 4)) return weight;
  const what = isHolder ? conv.constructor.name : typeof conv;
  const actual = isTensor(weight) ? `${what} with a weight [${weight.shape.join(", ")}]` : what;
  throw new TypeError(
    `display.kernels: expected a Conv1d or Conv2d, whose weight has 3 or 4 dimensions, got ${actual}`,
  );
}

/** Each filter over its first input channel. */
function firstInputs(values: TensorLike["data"], count: number, channels: number, taps: number) {
  return Array.from({ length: count }, (_, i) => ({
    label: String(i),
    values: values.subarray(i * channels * taps, i * channels * taps + taps),
  }));
}

function planes(weight: TensorLike, count: number, summary: Summary, detail: Detail): Drawn {
  const { data, shape } = weight;
  const [, inputs = 1, height = 1, width = 1] = shape;
  const largest = Math.max(Math.abs(summary.min), Math.abs(summary.max));
  if (inputs === 3) return colourFilters(weight, count, largest, detail);
  const scale: Scale = { colormap: "coolwarm", min: -largest, max: largest };
  const shownInputs = Math.min(inputs, mostInputs);
  const panels = Array.from({ length: count * shownInputs }, (_, i): Panel => {
    const [filter, input] = [Math.floor(i / shownInputs), i % shownInputs];
    return {
      label: inputs === 1 ? String(filter) : input === 0 ? `filter ${filter}` : "",
      planes: [planeAt(data, filter * inputs + input, height, width)],
      paint: (raster, [plane], place) =>
        plane && paintMap(raster, plane, place, scale.colormap, scale.min, scale.max),
    };
  });
  const columns = inputs === 1 ? Math.min(count, 8) : shownInputs;
  const notes = inputs === 1 ? [] : ["a row for each filter, a column for each input channel"];
  if (shownInputs < inputs) notes.push(`${shownInputs} of ${inputs} input channels`);
  if (detail.note) notes.push(detail.note);
  return { pictures: [drawFigure({ panels, columns, scale, size: detail.scale })], notes };
}

/** Zero is the middle grey, so that a filter's colours are those that it looks for. */
function colourFilters({ data, shape }: TensorLike, count: number, largest: number, detail: Detail): Drawn {
  const [, , height = 1, width = 1] = shape;
  const size = height * width;
  const colour = (filter: number, channel: number): Plane => {
    const { values } = planeAt(data, filter * 3 + channel, height, width);
    const shifted = Float64Array.from(
      { length: size },
      (_, i) => 0.5 + Number(values[i]) / (2 * largest || 1),
    );
    return { height, width, values: shifted };
  };
  const panels = Array.from(
    { length: count },
    (_, i): Panel => ({
      label: String(i),
      planes: [colour(i, 0), colour(i, 1), colour(i, 2)],
      paint: (raster, [red, green, blue], place) => {
        if (red && green && blue) paintImage(raster, [red, green, blue], place);
      },
    }),
  );
  const columns = Math.min(count, 8);
  const picture = drawFigure({ panels, columns, scale: undefined, size: detail.scale });
  const note = "red, green and blue are the input channels, grey is zero";
  return { pictures: [picture], notes: detail.note ? [note, detail.note] : [note] };
}

/** The absolute value of each filter's Fourier transform. */
function responses(values: TensorLike["data"], count: number, channels: number, taps: number): Picture {
  const curves = firstInputs(values, count, channels, taps).map(({ label, values: filter }) => ({
    label,
    values: Float64Array.from({ length: frequencies }, (_, k) => {
      let [real, imaginary] = [0, 0];
      for (let tap = 0; tap < taps; tap += 1) {
        const angle = (Math.PI * k * tap) / (frequencies - 1);
        real += Number(filter[tap]) * Math.cos(angle);
        imaginary -= Number(filter[tap]) * Math.sin(angle);
      }
      return Math.hypot(real, imaginary);
    }),
  }));
  return drawCurves(curves, { height: heightOf(count), ends: ["0", "half the sample rate"] });
}

const heightOf = (curves: number) => (curves === 1 ? 140 : 60);
