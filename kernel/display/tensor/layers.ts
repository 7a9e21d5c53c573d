// `display.featureMaps(model, x)`: what each layer of a network sees, from one forward pass.

import { escapeMarkup } from "../../channel/escape-markup.ts";
import { htmlBundle, imgsMarkup } from "../html-picture.ts";
import { type Detail, Drawing } from "../limit.ts";
import { type Axis, bandAxis, timeAxis } from "./axis.ts";
import { drawSignalMaps } from "./bands.ts";
import { drawCurves } from "./curves.ts";
import { drawFeatureMaps, type FeatureMapOptions, sampleOf } from "./feature-maps.ts";
import type { Drawn } from "./figure.ts";
import { type Reading, readingOf } from "./layer-output.ts";
import { type LayerOutput, layerOutputs, type ModuleLike } from "./module-like.ts";
import { headerMarkup, summaryOf } from "./summary.ts";
import type { TensorLike } from "./tensor-like.ts";

export interface LayerMapOptions extends FeatureMapOptions {
  /** full names of layers, such as `conv1.0`; by default the first 12 that have no layers within */
  readonly layers?: readonly string[];
}

const mostLayers = 12;
const mostChannels = 16;

/**
 * The feature maps of each layer of a model.
 * @throws RangeError for a layer that does not exist, or a channel that a layer does not have
 */
export function layerMaps(model: ModuleLike, x: TensorLike, options: LayerMapOptions = {}): Drawing {
  const { layers, sampleRate } = options;
  checkNames(model, layers);
  const wanted = layers ?? leaves(model);
  const outputs = layerOutputs(model, x, new Set(wanted));
  const shown = layers ? outputs : outputs.slice(0, mostLayers);
  const axis = inputAxis(x, sampleRate);
  const missing = outputs.length - shown.length;
  const silent = wanted.filter((name) => outputs.every((output) => output.name !== name));
  const mode =
    model.training && actsOtherwise(model)
      ? "<div><small>in evaluation mode: batch normalisation by its running means, no dropout</small></div>"
      : "";
  const notes = [
    missing > 0 ? `… ${missing} more layers` : "",
    silent.length > 0 ? `not called in this forward pass: ${silent.join(", ")}` : "",
  ].map((note) => (note === "" ? "" : `<div><small>${escapeMarkup(note)}</small></div>`));
  const text = shown.map(({ name, kinds, output }) => `${name || kinds[0]}: ${shapeText(output)}`).join("\n");
  return new Drawing((detail) => {
    const drawn = shown.map((layer) => layerMarkup(layer, outputs, axis, options, detail));
    return htmlBundle([mode, ...drawn, ...notes].join(""), text || "no layer of this model was called");
  });
}

/** One layer: its name, what its numbers are like, and their picture. */
function layerMarkup(
  layer: LayerOutput,
  all: readonly LayerOutput[],
  axis: Axis,
  options: LayerMapOptions,
  detail: Detail,
): string {
  const { name, kinds, output } = layer;
  const title = `<div><b>${escapeMarkup(name)}</b> ${escapeMarkup(kinds[0] ?? "")}</div>`;
  if (output === undefined) return `${title}<div><small>gives no tensor</small></div>`;
  const reading = readingOf(output, layer, all);
  const { pictures, notes } = reading
    ? draw(output, reading, axis, options, detail)
    : { pictures: [], notes: ["not drawn: a picture needs one to four dimensions, and values"] };
  const alt = `feature maps of ${name || kinds[0]}, shape ${shapeText(output)}`;
  return (
    title + headerMarkup(output, summaryOf(output.data), notes, reading?.axes) + imgsMarkup(pictures, alt)
  );
}

function draw(
  output: TensorLike,
  { samples, channels, sizes, isSignal }: Reading,
  axis: Axis,
  { columns = 8, ...options }: LayerMapOptions,
  detail: Detail,
): Drawn {
  const [height, width] = sizes;
  if (height === undefined) return drawValues(output, { samples, channels }, options);
  if (width === undefined) {
    const shape = { samples, channels, length: height };
    return drawSignalMaps(output, shape, isSignal ? axis : bandAxis(height), options, detail, mostChannels);
  }
  return drawFeatureMaps(
    { ...output, shape: [samples, channels, height, width] },
    { ...options, columns },
    detail,
    mostChannels,
  );
}

/** A value for each channel: bars, or where they are many a curve. */
function drawValues(
  { data }: TensorLike,
  { samples, channels }: Pick<Reading, "samples" | "channels">,
  options: FeatureMapOptions,
): Drawn {
  const sample = sampleOf(options, samples);
  const values = data.subarray(sample * channels, (sample + 1) * channels);
  const notes = ["a value for each channel", samples > 1 ? `sample ${sample} of ${samples}` : ""];
  return { pictures: [drawCurves([{ label: "", values }], { height: 90 })], notes: notes.filter(Boolean) };
}

/** The axis that all maps over one dimension share: that of the input. */
function inputAxis({ shape }: TensorLike, sampleRate: number | undefined): Axis {
  const length = shape.at(-1) ?? 1;
  return sampleRate === undefined ? bandAxis(length, "samples") : timeAxis(length, sampleRate);
}

function shapeText(output: TensorLike | undefined): string {
  return output ? `[${output.shape.join(", ")}]` : "no tensor";
}

function leaves(model: ModuleLike): string[] {
  return model
    .namedModules()
    .filter(([, module]) => module.namedChildren().length === 0)
    .map(([name]) => name);
}

/** Whether some layer does in training something else than in evaluation. */
function actsOtherwise(model: ModuleLike): boolean {
  const names = model.namedModules().map(([, module]) => module.constructor.name);
  return names.some((name) => /^(BatchNorm|InstanceNorm|\w*Dropout|StochasticDepth)/.test(name));
}

function checkNames(model: ModuleLike, layers: readonly string[] = []): void {
  const names = model.namedModules().map(([name]) => name);
  const missing = layers.find((name) => !names.includes(name));
  if (missing === undefined) return;
  throw new RangeError(
    `layer "${missing}" does not exist; the model has ${names.filter(Boolean).join(", ")}`,
  );
}
