// Feature maps: the channels of a tensor side by side, each as a picture of its values.

import { type Detail, usualDetail } from "../limit.ts";
import type { Scale } from "./color-scale.ts";
import type { ColormapName } from "./colormap.ts";
import { type Drawn, drawFigure, type Panel } from "./figure.ts";
import { type Plane, percentiles, planeAt, statisticsOf } from "./plane.ts";
import { paintMap } from "./raster.ts";
import type { TensorLike } from "./tensor-like.ts";

export interface FeatureMapOptions {
  /** which channels, in this order; by default the first 64 */
  readonly channels?: readonly number[];
  /** panels in a row; by default chosen by their number */
  readonly columns?: number;
  /** by default viridis */
  readonly colormap?: ColormapName;
  /** which sample of a batch; by default the first, or all where there is one channel only */
  readonly sample?: number;
  /** one scale of colours for all channels, or one for each (the default), which shows more of faint ones */
  readonly scale?: "each" | "shared";
  /** how many values a second has: maps over time, [N, C, L] or [C, L], are then over seconds */
  readonly sampleRate?: number;
}

export const mostPanels = 64;

/** What four axes are to the layers of two dimensions. */
export const mapAxes: readonly string[] = ["N", "C", "H", "W"];

/**
 * Draws the channels of a tensor [N, C, H, W], [C, H, W] or [H, W].
 * @throws RangeError for a tensor of another shape, or a channel or sample that it does not have
 */
export function drawFeatureMaps(
  tensor: TensorLike,
  options: FeatureMapOptions = {},
  { scale: size, note }: Detail = usualDetail,
  most = mostPanels,
): Drawn {
  const { maps, shared, notes, scaleNotes } = chosenMaps(tensor.data, mapShape(tensor), options, most);
  const picture = drawFigure({
    panels: maps.map(mapPanel),
    columns: Math.min(maps.length, options.columns ?? columnsFor(maps.length)),
    scale: shared,
    size,
  });
  return {
    pictures: [picture],
    notes: [...notes, ...scaleNotes, note].filter(Boolean),
    axes: mapAxes.slice(-tensor.shape.length),
  };
}

export interface MapShape {
  readonly samples: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** A channel, or a sample of one channel, with the scale of its colours. */
export interface FeatureMap {
  readonly plane: Plane;
  /** empty for a single one */
  readonly label: string;
  readonly scale: Scale;
}

interface Chosen {
  readonly maps: readonly FeatureMap[];
  /** undefined where each map has a scale of its own */
  readonly shared: Scale | undefined;
  /** which maps these are */
  readonly notes: readonly string[];
  /** what their colours mean */
  readonly scaleNotes: readonly string[];
}

/**
 * The maps that the options ask for, and what is to be said of the choice.
 * @throws RangeError for a channel or sample that there is not
 */
export function chosenMaps(
  data: TensorLike["data"],
  { samples, channels, height, width }: MapShape,
  options: FeatureMapOptions,
  most: number,
): Chosen {
  const sample = sampleOf(options, samples);
  // A batch of maps of one channel is seen whole.
  const isBatch = channels === 1 && samples > 1 && !options.channels && options.sample === undefined;
  const chosen = isBatch
    ? firstOf(samples, most)
    : (options.channels ?? firstOf(channels, most)).map((channel) => within("channel", channel, channels));
  const planes = chosen.map((index) =>
    planeAt(data, isBatch ? index : sample * channels + index, height, width),
  );
  const colormap = options.colormap ?? "viridis";
  const isShared = options.scale === "shared" || planes.length === 1;
  const shared = isShared ? scaleOf(statisticsOf(planes), colormap) : undefined;
  const maps = planes.map((plane, i) => ({
    plane,
    label: planes.length === 1 ? "" : String(chosen[i]),
    scale: shared ?? scaleOf(percentiles(plane, 0.01, 0.99), colormap),
  }));
  const constant = maps.filter(({ scale }) => scale.min === scale.max).length;
  const notes = [
    samples > 1 && !isBatch ? `sample ${sample} of ${samples}` : "",
    isBatch ? `${chosen.length < samples ? `${chosen.length} of ` : ""}${samples} samples` : "",
    !isBatch && chosen.length < channels ? `${chosen.length} of ${channels} channels` : "",
  ];
  const scaleNotes = [
    isShared ? "" : "each on its own scale, 1st to 99th percentile",
    constant > 0 ? `${constant === 1 ? "one map" : `${constant} maps`} of equal values, grey` : "",
  ];
  return { maps, shared, notes: notes.filter(Boolean), scaleNotes: scaleNotes.filter(Boolean) };
}

/** The first of so many, by their numbers. */
export function firstOf(count: number, most: number): number[] {
  return Array.from({ length: Math.min(count, most) }, (_, i) => i);
}

function mapPanel({ plane, label, scale: { colormap, min, max } }: FeatureMap): Panel {
  return {
    label,
    planes: [plane],
    paint: (raster, [fitted], place) => fitted && paintMap(raster, fitted, place, colormap, min, max),
  };
}

/** The ends of the scale. A diverging map has its middle at zero. */
function scaleOf(
  { min, max }: { readonly min: number; readonly max: number },
  colormap: ColormapName,
): Scale {
  const size = Math.max(Math.abs(min), Math.abs(max));
  return colormap === "coolwarm" ? { colormap, min: -size, max: size } : { colormap, min, max };
}

export function mapShape({ shape }: TensorLike): MapShape {
  const [width, height, channels = 1, samples = 1] = shape.toReversed();
  if (shape.length < 2 || shape.length > 4 || !width || !height || !channels || !samples) {
    throw new RangeError(
      `expected a tensor of shape [N, C, H, W], [C, H, W] or [H, W], not empty; got [${shape.join(", ")}]`,
    );
  }
  return { samples, channels, height, width };
}

/** @throws RangeError for a sample that there is not */
export function sampleOf({ sample = 0 }: FeatureMapOptions, samples: number): number {
  return within("sample", sample, samples);
}

function within(what: string, index: number, count: number): number {
  if (Number.isInteger(index) && index >= 0 && index < count) return index;
  throw new RangeError(`${what} ${index} does not exist; the tensor has ${count} (0 to ${count - 1})`);
}

function columnsFor(panels: number): number {
  if (panels <= 5) return panels;
  return panels <= 8 ? 4 : 8;
}
