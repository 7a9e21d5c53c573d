// display(value): shows a value in the middle of a cell, and changes what is shown later.

import { randomUUID } from "node:crypto";
import { compare } from "../display/chart/compare.ts";
import { type ConvolutionOptions, convolution } from "../display/convolution/convolution.ts";
import { type DiagramOptions, diagram } from "../display/network/diagram.ts";
import { shapes } from "../display/network/journey.ts";
import { present } from "../display/present.ts";
import { audio } from "../display/sound/audio.ts";
import type { FeatureMapOptions } from "../display/tensor/feature-maps.ts";
import { type KernelOptions, kernels } from "../display/tensor/kernels.ts";
import { type LayerMapOptions, layerMaps } from "../display/tensor/layers.ts";
import { isModule } from "../display/tensor/module-like.ts";
import { featureMaps, image } from "../display/tensor/pictures.ts";
import { isTensor, type TensorLike } from "../display/tensor/tensor-like.ts";
import { emitOutput } from "./capture.ts";
import { currentRun } from "./current-run.ts";
import { Live } from "./live.ts";

export interface DisplayOptions {
  /** a name of one's own for the place on the screen */
  readonly id?: string;
  /** how many bytes the output may have; by default 300,000. Infinity also shows long texts and tables whole. */
  readonly limit?: number;
}

/** The limit of a display that has a method of its own. */
export interface LimitOption {
  readonly limit?: number;
}

/** A place on the screen. */
export class DisplayHandle {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  /** Shows another value in this place. */
  update(value: unknown, { limit }: LimitOption = {}): void {
    show(value, this.id, true, limit);
  }
}

/** A module of the engine, of any inputs. */
export interface WatchedModel {
  namedModules(): readonly (readonly [string, unknown])[];
}

export interface Display {
  /** Shows a value below the cell, as a cell's last expression would be. */
  (value: unknown, options?: DisplayOptions): DisplayHandle;
  /** Shows the channels of a tensor [N, C, H, W], [C, H, W] or [H, W]; with a sample rate, of [N, C, L] over seconds. */
  featureMaps(tensor: TensorLike, options?: FeatureMapOptions & LimitOption): DisplayHandle;
  /** Shows what each layer of a model sees, from one forward pass in evaluation mode. */
  featureMaps(model: WatchedModel, x: TensorLike, options?: LayerMapOptions & LimitOption): DisplayHandle;
  /** Shows the filters of a convolution: maps, curves where they are over one dimension, a matrix where over none. */
  kernels(
    conv: WatchedModel | { readonly weight: TensorLike },
    options?: KernelOptions & LimitOption,
  ): DisplayHandle;
  /** Shows a waveform [T] or [C, T], as `io.readWav` gives it, with a player. */
  audio(waveform: TensorLike, sampleRate: number, options?: LimitOption): DisplayHandle;
  /** Shows a tensor [3, H, W] or [1, H, W], values from 0 to 1, as an image. */
  image(tensor: TensorLike, options?: LimitOption): DisplayHandle;
  /** Shows a Conv1d or Conv2d over x step by step, as a picture that moves; with `{ step }` that step alone, still. */
  convolution(conv: WatchedModel, x: TensorLike, options?: ConvolutionOptions): DisplayHandle;
  /** Shows a block or a network as the figure a paper would print, traced from one pass of x, or of several inputs. */
  diagram(
    model: WatchedModel,
    x: TensorLike | readonly TensorLike[],
    options?: DiagramOptions & LimitOption,
  ): DisplayHandle;
  /** Shows the journey of x through a model: shapes, parameters and multiply-adds of each layer. */
  shapes(model: WatchedModel, x: TensorLike): DisplayHandle;
  /** Compares what modules cost for x, the first being what the others are measured by: parameters, multiply-adds. */
  compare(models: Readonly<Record<string, WatchedModel>>, x: TensorLike): DisplayHandle;
}

export const display: Display = Object.assign(displayValue, {
  featureMaps: showMaps,
  kernels: (conv: unknown, options?: KernelOptions & LimitOption) =>
    displayValue(kernels(conv, options), options),
  audio: (waveform: TensorLike, sampleRate: number, options?: LimitOption) =>
    displayValue(audio(waveform, sampleRate), options),
  image: (tensor: TensorLike, options?: LimitOption) => displayValue(image(tensor), options),
  convolution: (conv: unknown, x: TensorLike, options?: ConvolutionOptions) =>
    displayValue(convolution(conv, x, options)),
  diagram: (model: unknown, x: unknown, options?: DiagramOptions & LimitOption) =>
    displayValue(diagram(model, x, options), options),
  shapes: (model: unknown, x: TensorLike) => displayValue(shapes(model, x)),
  compare: (models: Readonly<Record<string, unknown>>, x: TensorLike) => displayValue(compare(models, x)),
});

function showMaps(tensor: TensorLike, options?: FeatureMapOptions & LimitOption): DisplayHandle;
function showMaps(model: WatchedModel, x: TensorLike, options?: LayerMapOptions & LimitOption): DisplayHandle;
function showMaps(
  subject: unknown,
  second: unknown = {},
  third?: LayerMapOptions & LimitOption,
): DisplayHandle {
  if (!isModule(subject)) {
    return displayValue(Reflect.apply(featureMaps, undefined, [subject, second]), Object(second));
  }
  if (!isTensor(second)) throw new TypeError("display.featureMaps(model, x) needs an input tensor x");
  return displayValue(layerMaps(subject, second, third), third);
}

function displayValue(value: unknown, { id = randomUUID(), limit }: DisplayOptions = {}): DisplayHandle {
  show(value, id, false, limit);
  return new DisplayHandle(id);
}

function show(value: unknown, id: string, update: boolean, limit: number | undefined): void {
  emitOutput({ type: "display", cell: currentRun(), bundle: present(value, limit), id, update });
  if (value instanceof Live) value.shownAt(id);
}

/** Removes what the cell has shown so far; with `wait`, only when the next output comes, which avoids flicker. */
export function clearOutput(options: { readonly wait?: boolean } = {}): void {
  emitOutput({ type: "clear", cell: currentRun(), wait: options.wait ?? false });
}
