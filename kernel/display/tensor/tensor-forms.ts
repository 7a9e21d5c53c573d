// What a tensor shows of itself: PyTorch's text, and a picture where its shape is that of something to look at.

import type { MimeBundle } from "../../channel/messages.ts";
import type { Picture } from "../drawing/jobs.ts";
import { base64 } from "../mime-bundle.ts";
import { drawFeatureMaps } from "./feature-maps.ts";
import { drawImages } from "./image.ts";
import { statisticsOf } from "./plane.ts";
import type { TensorLike } from "./tensor-like.ts";

/** Below this height or width the numbers themselves say more than a picture. */
const smallestMap = 8;
/** A matrix of at most so many values is printed in full. */
const printedInFull = 1000;

export function tensorForms(tensor: TensorLike): MimeBundle {
  const text = tensor.toString();
  const picture = pictureOf(tensor);
  if (!picture) return { data: { "text/plain": text }, metadata: {} };
  return pictureBundle(picture, text);
}

export function pictureBundle({ png, width, height }: Picture, text: string): MimeBundle {
  return {
    data: { "image/png": base64(png), "text/plain": text },
    metadata: { "image/png": { width, height } },
  };
}

function pictureOf(tensor: TensorLike): Picture | undefined {
  const { shape } = tensor;
  const [width = 0, height = 0, channels] = shape.toReversed();
  if (
    shape.length < 2 ||
    shape.length > 4 ||
    width < smallestMap ||
    height < smallestMap ||
    shape.includes(0)
  )
    return undefined;
  if (channels === undefined) return width * height > printedInFull ? drawFeatureMaps(tensor) : undefined;
  return channels === 3 && isBetween0And1(tensor) ? drawImages(tensor) : drawFeatureMaps(tensor);
}

function isBetween0And1({ data, shape }: TensorLike): boolean {
  const { min, max, notFinite } = statisticsOf([
    { height: 1, width: shape.reduce((a, b) => a * b), values: data },
  ]);
  return min >= 0 && max <= 1 && max > 0 && notFinite === 0;
}
