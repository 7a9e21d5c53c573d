// `display.featureMaps(tensor, ...)` and `display.image(tensor)`: pictures of a tensor by choice, where what it
// shows of itself is not the wanted one.

import { type Detail, Drawing } from "../limit.ts";
import { timeAxis } from "./axis.ts";
import { drawSignalMaps, signalShape } from "./bands.ts";
import { drawFeatureMaps, type FeatureMapOptions } from "./feature-maps.ts";
import type { Drawn } from "./figure.ts";
import { drawImages } from "./image.ts";
import { summaryOf } from "./summary.ts";
import { tensorPicture } from "./tensor-forms.ts";
import { isTensor, type TensorLike } from "./tensor-like.ts";

/**
 * The channels of a tensor [N, C, H, W], [C, H, W] or [H, W] side by side; with a sample rate, those of [N, C, L] or
 * [C, L] over seconds.
 * @throws TypeError for anything but a tensor, RangeError for another shape or a channel that does not exist
 */
export function featureMaps(tensor: TensorLike, options: FeatureMapOptions = {}): Drawing {
  checkTensor("featureMaps", tensor);
  const { sampleRate } = options;
  if (sampleRate === undefined) return shown(tensor, (detail) => drawFeatureMaps(tensor, options, detail));
  const shape = signalShape(tensor);
  const axis = timeAxis(shape.length, sampleRate);
  return shown(tensor, (detail) => drawSignalMaps(tensor, shape, axis, options, detail));
}

/**
 * A tensor [3, H, W] or [1, H, W], values from 0 to 1, as an image; [N, 3, H, W] as several.
 * @throws TypeError for anything but a tensor, RangeError for another shape
 */
export function image(tensor: TensorLike): Drawing {
  checkTensor("image", tensor);
  return shown(tensor, (detail) => drawImages(tensor, detail));
}

function shown(tensor: TensorLike, draw: (detail: Detail) => Drawn): Drawing {
  const [summary, text] = [summaryOf(tensor.data), tensor.toString()];
  return new Drawing((detail) => tensorPicture(tensor, summary, draw(detail), text));
}

function checkTensor(name: string, value: unknown): void {
  if (isTensor(value)) return;
  const what =
    typeof value === "object" && value !== null ? (value.constructor?.name ?? "object") : typeof value;
  throw new TypeError(`display.${name} shows tensors, got ${what}`);
}
