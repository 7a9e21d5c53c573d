// How the output of a layer is read: as maps of two dimensions, as maps of one, or as a value for each channel. A shape
// alone does not tell, [8, 4, 100] may be a batch or an image; the layer that made it does, or one whose output has the
// same shape.

import { mapAxes } from "./feature-maps.ts";
import type { LayerOutput } from "./module-like.ts";
import type { TensorLike } from "./tensor-like.ts";

/** An output as samples of channels. */
export interface Reading {
  readonly samples: number;
  readonly channels: number;
  /** of each channel, those above 1: two for a map, one for a signal, none for a value */
  readonly sizes: readonly number[];
  /** whether the last dimension is that of a network's input over time */
  readonly isSignal: boolean;
  /** the names of the output's axes; undefined where no layer tells */
  readonly axes: readonly string[] | undefined;
}

const signalAxes: readonly string[] = ["N", "C", "L"];

/** Undefined for what no picture is made of: nothing, a single number, or more than four dimensions. */
export function readingOf(
  { shape, data }: TensorLike,
  layer: LayerOutput,
  all: readonly LayerOutput[],
): Reading | undefined {
  if (data.length === 0 || shape.length === 0 || shape.length > 4) return undefined;
  const alike = all.filter(({ output }) => output?.shape.join() === shape.join());
  const told = [layer, ...alike]
    .map((each) => dimensionsOf(each, shape.length))
    .find((each) => each !== undefined);
  const isOverTime = all.some((each) => dimensionsOf(each, 3) === 1);
  const dimensions = told ?? (shape.length < 3 ? 0 : shape.length === 3 && isOverTime ? 1 : 2);
  const spatial = shape.length - dimensions;
  const [channels = 1, samples = 1] = shape.slice(0, spatial).toReversed();
  const axes = told === 2 ? mapAxes : told === 1 ? signalAxes : undefined;
  return {
    samples,
    channels,
    sizes: shape.slice(spatial).filter((size) => size > 1),
    isSignal: dimensions === 1,
    axes: axes?.slice(-shape.length),
  };
}

/** How many dimensions a layer's maps have, by its class or one above it; undefined for layers that take any. */
function dimensionsOf({ kinds }: LayerOutput, rank: number): number | undefined {
  const kind = kinds.find((each) => /[12]d$/.test(each));
  if (kind === undefined) return rank <= 2 && kinds.includes("Linear") ? 0 : undefined;
  // BatchNorm1d also takes a value for each channel.
  if (kind === "BatchNorm1d" && rank === 2) return 0;
  return kind.endsWith("1d") ? 1 : 2;
}
