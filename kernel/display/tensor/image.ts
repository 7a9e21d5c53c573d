// Images: three channels of values from 0 to 1 are the red, green and blue of a picture; one channel is its grey.

import type { Picture } from "../drawing/jobs.ts";
import { type Detail, usualDetail } from "../limit.ts";
import { mapAxes, mapShape } from "./feature-maps.ts";
import { type Drawn, drawFigure } from "./figure.ts";
import { arePhotographs, drawPhotographs, type Image } from "./photograph.ts";
import { planeAt } from "./plane.ts";
import { paintImage } from "./raster.ts";
import type { TensorLike } from "./tensor-like.ts";

const mostImages = 32;

/**
 * Draws a tensor [3, H, W] or [1, H, W], or a batch of them, values from 0 to 1; what lies outside is clipped.
 * @throws RangeError for a tensor of another shape
 */
export function drawImages(tensor: TensorLike, { scale: size, note }: Detail = usualDetail): Drawn {
  const { data } = tensor;
  const { samples, channels, height, width } = mapShape(tensor);
  if (channels !== 3 && channels !== 1) {
    throw new RangeError(
      `an image has 1 or 3 channels; the tensor of shape [${tensor.shape.join(", ")}] has ${channels}`,
    );
  }
  const images = Array.from({ length: Math.min(samples, mostImages) }, (_, sample): Image => {
    const plane = (channel: number) =>
      planeAt(data, sample * channels + Math.min(channel, channels - 1), height, width);
    return [plane(0), plane(1), plane(2)];
  });
  const pictures = arePhotographs(images) ? drawPhotographs(images, size) : [blocks(images, size)];
  const notes = [images.length < samples ? `${images.length} of ${samples} images` : "", note];
  return { pictures, notes: notes.filter((each) => each !== ""), axes: mapAxes.slice(-tensor.shape.length) };
}

/** A figure in which each value is a block. */
function blocks(images: readonly Image[], size: number): Picture {
  return drawFigure({
    panels: images.map((planes, i) => ({
      label: images.length === 1 ? "" : String(i),
      planes,
      paint: (raster, [red, green, blue], place) => {
        if (red && green && blue) paintImage(raster, [red, green, blue], place);
      },
    })),
    columns: Math.min(images.length, 8),
    scale: undefined,
    size,
  });
}
