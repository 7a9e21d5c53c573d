// What a tensor shows of itself: PyTorch's text, a summary of its values, and a picture that fits its shape. A tensor
// of few numbers is its numbers; of more, the numbers are folded away below the picture.

import { escapeMarkup } from "../../channel/escape-markup.ts";
import type { MimeBundle } from "../../channel/messages.ts";
import { htmlBundle, imgsMarkup } from "../html-picture.ts";
import { type Detail, usualDetail } from "../limit.ts";
import { drawCurves, rowCurves } from "./curves.ts";
import { drawFeatureMaps, mapAxes } from "./feature-maps.ts";
import type { Drawn } from "./figure.ts";
import { drawImages } from "./image.ts";
import { headerMarkup, type Summary, shapeMarkup, summaryOf } from "./summary.ts";
import { mostPlainNumbers, type TensorLike } from "./tensor-like.ts";

/** Below this height or width a map of many channels says little. */
const smallestMap = 8;
/** From so many values on, one or two rows are a signal over time. */
const shortestSignal = 64;
const mostSignals = 8;
/** A tensor shown in passing shows fewer channels than one that is asked for its feature maps. */
const mostMaps = 16;
/** Of numbers that have no picture; more are folded away. */
const mostLines = 40;

export function tensorForms(tensor: TensorLike, detail: Detail = usualDetail): MimeBundle {
  const text = tensor.toString();
  const { data } = tensor;
  if (tensor.shape.length === 0 || data.length <= mostPlainNumbers) {
    return { data: { "text/plain": text }, metadata: {} };
  }
  const summary = summaryOf(data);
  const drawn = pictureOf(tensor, summary, detail);
  const numbers = `<pre>${escapeMarkup(text)}</pre>`;
  const folded = `<details><summary><small>values</small></summary>${numbers}</details>`;
  if (!drawn) {
    const isLong = text.split("\n").length > mostLines;
    return htmlBundle(headerMarkup(tensor, summary) + (isLong ? folded : numbers), text);
  }
  return tensorPicture(tensor, summary, drawn, text, folded);
}

/** A tensor's picture below its summary. */
export function tensorPicture(
  tensor: TensorLike,
  summary: Summary,
  { pictures, notes, axes = [] }: Drawn,
  text: string,
  below = "",
): MimeBundle {
  const all = axes.length > 2 ? [`drawn as [${axes.join(", ")}]`, ...notes] : notes;
  const alt = [`picture of the tensor of shape [${tensor.shape.join(", ")}]`, ...all].join(", ");
  return htmlBundle(headerMarkup(tensor, summary, all) + imgsMarkup(pictures, alt) + below, text);
}

/** A shape as a value of its own: `x.size()`. What four axes are to a convolution is told as what it is, a reading. */
export function sizeForms(value: object): MimeBundle | undefined {
  if (!Array.isArray(value) || value.constructor.name !== "Size" || value.length !== 4) return undefined;
  const reading = `<div><small>as a batch of maps: ${shapeMarkup(value, mapAxes)}</small></div>`;
  return htmlBundle(`<div>${escapeMarkup(String(value))}</div>${reading}`, String(value));
}

function pictureOf(tensor: TensorLike, summary: Summary, detail: Detail): Drawn | undefined {
  const { data, shape } = tensor;
  const [width = 0, height = 1, channels] = shape.toReversed();
  if (shape.length > 4 || data.length === 0) return undefined;
  const isRow = shape.length === 1 || (shape.length === 2 && (height === 1 || width === 1));
  if (isRow) return { pictures: [drawCurves([{ label: "", values: data }])], notes: [] };
  if (height <= 2 && width >= shortestSignal && shape.length <= 3) return drawSignals(data, width);
  // [N, L, 1], as networks over time have it whose features come last.
  if (width === 1 && shape.length === 3 && height >= smallestMap) return drawSignals(data, height);
  if (channels === undefined) return drawFeatureMaps(tensor, {}, detail, mostMaps);
  if (width < smallestMap || height < smallestMap) return undefined;
  const isColour = channels === 3 && summary.min >= 0 && summary.max <= 1 && summary.max > 0;
  if (isColour && isAllFinite(summary)) return drawImages(tensor, detail);
  return drawFeatureMaps(tensor, {}, detail, mostMaps);
}

function isAllFinite({ nan, plusInfinity, minusInfinity }: Summary): boolean {
  return nan + plusInfinity + minusInfinity === 0;
}

function drawSignals(data: TensorLike["data"], length: number): Drawn {
  const curves = rowCurves(data, data.length / length);
  const shown = curves.slice(0, mostSignals);
  const notes = shown.length < curves.length ? [`${shown.length} of ${curves.length} signals`] : [];
  return { pictures: [drawCurves(shown)], notes };
}
