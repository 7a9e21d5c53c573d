// Maps over one dimension, usually time: a band for each channel, its values as colours, all over one axis; few channels
// are curves, which tell more. Where a pixel stands for several values it shows the one furthest from zero: their mean
// would be next to nothing where a signal swings.

import { margin } from "../drawing/colors.ts";
import { type Picture, pixelRatio } from "../drawing/jobs.ts";
import { lineHeight, paintWords, type Word } from "../drawing/labels.ts";
import { encodePng } from "../drawing/png.ts";
import { type Detail, usualDetail } from "../limit.ts";
import type { Axis } from "./axis.ts";
import { leastScaleHeight, paintScale, type Scale, scaleWidth } from "./color-scale.ts";
import { drawCurves } from "./curves.ts";
import { chosenMaps, type FeatureMap, type FeatureMapOptions, mostPanels } from "./feature-maps.ts";
import type { Drawn } from "./figure.ts";
import { blockOf, type Plane } from "./plane.ts";
import { blankRaster, paintMap } from "./raster.ts";
import { axisWords, inPixels, plotLeft, plotRight, plotWidth } from "./rows.ts";
import type { TensorLike } from "./tensor-like.ts";

/** More curves than these would be a long way to scroll. */
const mostCurves = 4;
// in CSS pixels
const bandHeight = 14;
const bandStep = lineHeight + 1;

/** A tensor's maps over one dimension, as so many samples of so many channels of so many values. */
export interface SignalShape {
  readonly samples: number;
  readonly channels: number;
  readonly length: number;
}

/** @throws RangeError for a tensor that is neither [N, C, L] nor [C, L], or empty */
export function signalShape({ shape }: TensorLike): SignalShape {
  const [length, channels, samples = 1] = shape.toReversed();
  if (shape.length < 2 || shape.length > 3 || !length || !channels || !samples) {
    throw new RangeError(
      `expected a tensor over time of shape [N, C, L] or [C, L], not empty; got [${shape.join(", ")}]`,
    );
  }
  return { samples, channels, length };
}

/**
 * Draws the channels of a tensor [N, C, L], however it is laid out in its own shape.
 * @throws RangeError for a channel or sample that it does not have
 */
export function drawSignalMaps(
  { data }: TensorLike,
  { length, ...rest }: SignalShape,
  axis: Axis,
  options: FeatureMapOptions = {},
  { scale: size, note }: Detail = usualDetail,
  most = mostPanels,
): Drawn {
  const { maps, shared, notes, scaleNotes } = chosenMaps(
    data,
    { ...rest, height: 1, width: length },
    options,
    most,
  );
  // Where there is less room, bands: they can be made coarser.
  if (maps.length <= mostCurves && size === 1) {
    const curves = maps.map(({ plane, label }) => ({ label, values: plane.values }));
    return { pictures: [drawCurves(curves, { axis })], notes: [...notes, note].filter(Boolean) };
  }
  const picture = drawBands(maps, axis, shared, size);
  return { pictures: [picture], notes: [...notes, ...scaleNotes, note].filter(Boolean) };
}

function drawBands(
  maps: readonly FeatureMap[],
  axis: Axis,
  shared: Scale | undefined,
  size: number,
): Picture {
  const below = margin + Math.max(maps.length * bandStep, shared ? leastScaleHeight : 0);
  const right = plotLeft + plotWidth;
  const [width, height] = [right + (shared ? scaleWidth : plotRight), below + lineHeight + margin];
  const raster = blankRaster(width * pixelRatio, height * pixelRatio);
  const words = maps.map(({ plane, label, scale: { colormap, min, max } }, i): Word => {
    const place = { left: plotLeft, top: margin + i * bandStep, width: plotWidth, height: bandHeight };
    const fitted = extremes(plane, Math.ceil(plotWidth * pixelRatio * size));
    paintMap(raster, fitted, inPixels(place), colormap, min, max);
    return { text: label, x: plotLeft - 8, y: place.top + 11, anchor: "end" };
  });
  if (shared) words.push(...paintScale(raster, shared, right, margin, maps.length * bandStep));
  words.push(...axisWords(axis, { left: plotLeft, width: plotWidth }, below + 11));
  paintWords(raster, words);
  return { png: encodePng(raster, "map"), width, height };
}

/** A row of at most so many values, each the one furthest from zero of those it stands for; one that is no number first. */
function extremes({ values, width }: Plane, most: number): Plane {
  const count = Math.min(width, most);
  const shown = Float64Array.from({ length: count }, (_, i) => {
    const [from, until] = blockOf(i, width / count);
    let found = Number(values[from]);
    for (let at = from + 1; at < until && !Number.isNaN(found); at += 1) {
      const value = Number(values[at]);
      if (!(Math.abs(value) <= Math.abs(found))) found = value;
    }
    return found;
  });
  return { height: 1, width: count, values: shown };
}
