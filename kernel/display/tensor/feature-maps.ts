// Feature maps: the channels of a tensor side by side, each as a picture of its values.

import { type Detail, usualDetail } from "../limit.ts";
import type { ColormapName } from "./colormap.ts";
import { type Drawn, drawFigure, type Panel, type Scale } from "./figure.ts";
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
}

const mostPanels = 64;

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
  const { samples, channels, height, width } = mapShape(tensor);
  const sample = within("sample", options.sample ?? 0, samples);
  // A batch of maps of one channel is seen whole.
  const isBatch = channels === 1 && samples > 1 && !options.channels && options.sample === undefined;
  const chosen = isBatch
    ? Array.from({ length: Math.min(samples, most) }, (_, i) => i)
    : (options.channels ?? firstChannels(tensor, most)).map((channel) =>
        within("channel", channel, channels),
      );
  const planes = chosen.map((index) =>
    planeAt(tensor.data, isBatch ? index : sample * channels + index, height, width),
  );
  const colormap = options.colormap ?? "viridis";
  const isShared = options.scale === "shared" || planes.length === 1;
  const shared = isShared ? scaleOf(statisticsOf(planes), colormap) : undefined;
  const maps = planes.map((plane, i) => ({
    plane,
    label: planes.length === 1 ? "" : String(chosen[i]),
    scale: shared ?? scaleOf(percentiles(plane, 0.01, 0.99), colormap),
  }));
  const picture = drawFigure({
    panels: maps.map(mapPanel),
    columns: Math.min(planes.length, options.columns ?? columnsFor(planes.length)),
    scale: shared,
    size,
  });
  const constant = maps.filter(({ scale }) => scale.min === scale.max).length;
  const notes = [
    samples > 1 && !isBatch ? `sample ${sample} of ${samples}` : "",
    isBatch ? `${chosen.length < samples ? `${chosen.length} of ` : ""}${samples} samples` : "",
    !isBatch && chosen.length < channels ? `${chosen.length} of ${channels} channels` : "",
    isShared ? "" : "each on its own scale, 1st to 99th percentile",
    constant > 0 ? `${constant === 1 ? "one map" : `${constant} maps`} of equal values, grey` : "",
    note,
  ];
  return {
    pictures: [picture],
    notes: notes.filter((note) => note !== ""),
    axes: mapAxes.slice(-tensor.shape.length),
  };
}

/** The numbers of the first channels of a tensor [..., C, H, W]. */
export function firstChannels({ shape }: TensorLike, most: number): number[] {
  return Array.from({ length: Math.min(shape.at(-3) ?? 1, most) }, (_, channel) => channel);
}

interface FeatureMap {
  readonly plane: Plane;
  readonly label: string;
  readonly scale: Scale;
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

export function mapShape({ shape }: TensorLike): {
  samples: number;
  channels: number;
  height: number;
  width: number;
} {
  const [width, height, channels = 1, samples = 1] = shape.toReversed();
  if (shape.length < 2 || shape.length > 4 || !width || !height || !channels || !samples) {
    throw new RangeError(
      `expected a tensor of shape [N, C, H, W], [C, H, W] or [H, W], not empty; got [${shape.join(", ")}]`,
    );
  }
  return { samples, channels, height, width };
}

function within(what: string, index: number, count: number): number {
  if (Number.isInteger(index) && index >= 0 && index < count) return index;
  throw new RangeError(`${what} ${index} does not exist; the tensor has ${count} (0 to ${count - 1})`);
}

function columnsFor(panels: number): number {
  if (panels <= 5) return panels;
  return panels <= 8 ? 4 : 8;
}
