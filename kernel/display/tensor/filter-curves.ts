// Filters over one dimension as curves, and what they do to frequencies: a row for each filter, a column for each of
// the channels that it looks at. Where there is less room there are fewer of them, for a curve cannot be made coarser.

import type { Picture } from "../drawing/jobs.ts";
import type { Detail } from "../limit.ts";
import { frequencyAxis, timeAxis } from "./axis.ts";
import { type Curve, type CurvesOptions, drawCurves } from "./curves.ts";
import { firstOf } from "./feature-maps.ts";
import type { Filters } from "./filters.ts";

const mostFilters = 32;
const mostInputs = 16;
const frequencies = 128;
const curveHeight = 48;

/** How many filters are shown, and of each how many channels. */
export interface Shown {
  readonly filters: number;
  readonly inputs: number;
}

/** @param scale the part of the usual numbers each way */
export function shownOf({ filters, inputs }: Filters, scale = 1): Shown {
  const most = (usual: number) => Math.ceil(usual * scale);
  return { filters: Math.min(filters, most(mostFilters)), inputs: Math.min(inputs, most(mostInputs)) };
}

/** The filters over their index, or over time where the sample rate of their input is known. */
export function drawFilterCurves(
  filters: Filters,
  sampleRate: number | undefined,
  { scale }: Detail,
): Picture {
  const [taps = 1] = filters.sizes;
  const length = filters.dilation * (taps - 1) + 1;
  const options = sampleRate === undefined ? {} : { axis: timeAxis(length, sampleRate) };
  return drawGrid(filters, shownOf(filters, scale), (values) => values, options);
}

/** The gain of each filter at each frequency, from 0 to half the sample rate. */
export function drawResponses(filters: Filters, sampleRate: number | undefined, { scale }: Detail): Picture {
  const gains = (filter: Curve["values"]) => response(filter, filters.dilation);
  return drawGrid(filters, shownOf(filters, scale), gains, {
    axis: frequencyAxis(sampleRate),
    fromZero: true,
  });
}

function drawGrid(
  { weight, filters, inputs, sizes: [taps = 1] }: Filters,
  shown: Shown,
  of: (values: Curve["values"]) => Curve["values"],
  options: CurvesOptions,
): Picture {
  const columns = firstOf(inputs, shown.inputs);
  const curves = firstOf(filters, shown.filters).flatMap((filter) =>
    columns.map((input): Curve => {
      const from = (filter * inputs + input) * taps;
      return {
        label: filters === 1 ? "" : String(filter),
        values: of(weight.data.subarray(from, from + taps)),
      };
    }),
  );
  const name = columns.length > 8 ? "" : "input ";
  const titles = inputs === 1 ? [] : columns.map((input) => `${name}${input}`);
  const height = curves.length === 1 ? {} : { height: curveHeight };
  return drawCurves(curves, { ...options, ...height, columns: columns.length, titles });
}

/** The absolute value of a filter's Fourier transform; its numbers stand so far apart. */
function response(filter: Curve["values"], dilation: number): Float64Array {
  return Float64Array.from({ length: frequencies }, (_, k) => {
    let [real, imaginary] = [0, 0];
    for (let tap = 0; tap < filter.length; tap += 1) {
      const angle = (Math.PI * k * tap * dilation) / (frequencies - 1);
      real += Number(filter[tap]) * Math.cos(angle);
      imaginary -= Number(filter[tap]) * Math.sin(angle);
    }
    return Math.hypot(real, imaginary);
  });
}
