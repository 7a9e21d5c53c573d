// `display.featureMaps(model, x)`: what each layer of a network sees, from one forward pass.

import { escapeMarkup } from "../../channel/escape-markup.ts";
import { htmlBundle, imgsMarkup } from "../html-picture.ts";
import { type Detail, Drawing } from "../limit.ts";
import { drawFeatureMaps, type FeatureMapOptions, firstChannels, mapAxes } from "./feature-maps.ts";
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
  const { layers, channels, columns = 8, ...rest } = options;
  const outputs = layerOutputs(model, x, new Set(layers ?? leaves(model)));
  checkNames(model, layers);
  const maps = outputs.filter(({ output }) => isMap(output.shape));
  const shown = layers ? maps : maps.slice(0, mostLayers);
  // The axes are known where a layer of two dimensions has made them, and kept by layers that keep the shape.
  const isNamed = ({ output: { shape } }: LayerOutput) =>
    outputs.some((each) => each.kind.endsWith("2d") && each.output.shape.join() === shape.join());
  const layer = (of: LayerOutput, detail: Detail) => {
    const { name, kind, output } = of;
    const chosen = channels ?? firstChannels(output, mostChannels);
    const { pictures, notes } = drawFeatureMaps(output, { ...rest, columns, channels: chosen }, detail);
    const alt = `feature maps of ${name || kind}, shape [${output.shape.join(", ")}]`;
    return (
      `<div><b>${escapeMarkup(name)}</b> ${escapeMarkup(kind)}</div>` +
      headerMarkup(output, summaryOf(output.data), notes, isNamed(of) ? mapAxes : undefined) +
      imgsMarkup(pictures, alt)
    );
  };
  const missing = maps.length - shown.length;
  const note = missing > 0 ? `<div><small>… ${missing} more layers</small></div>` : "";
  const mode =
    model.training && actsOtherwise(model)
      ? "<div><small>in evaluation mode: batch normalisation by its running means, no dropout</small></div>"
      : "";
  const text = shown
    .map(({ name, kind, output }) => `${name || kind}: [${output.shape.join(", ")}]`)
    .join("\n");
  return new Drawing((detail) => {
    const layers = shown.map((output) => layer(output, detail));
    return htmlBundle(mode + layers.join("") + note, text || "no layer of this model gives maps");
  });
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

const isMap = (shape: readonly number[]) =>
  (shape.length === 3 || shape.length === 4) && (shape.at(-1) ?? 0) > 1 && (shape.at(-2) ?? 0) > 1;
