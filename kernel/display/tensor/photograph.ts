// Large images as JPEG, each by itself, in pixels of their own: a screen that has more draws them softly, as
// photographs are drawn everywhere. Small ones stay blocks of sharp edges in a figure, where each value is seen.

import { pixelRatio } from "../drawing/jobs.ts";
import { encodeJpeg, type Photograph } from "../drawing/jpeg.ts";
import { fitPanel } from "./figure.ts";
import { type Plane, shrunk, statisticsOf } from "./plane.ts";
import { blankRaster, paintImage } from "./raster.ts";

/** Red, green and blue. */
export type Image = readonly [Plane, Plane, Plane];

const fewestValues = 128 * 128;
const mostInRow = 5;

/** Whether images are large, few, and all numbers: what is none has to be seen, and JPEG would blur it. */
export function arePhotographs(images: readonly Image[]): boolean {
  const [red] = images[0] ?? [];
  if (!red || red.height * red.width < fewestValues || images.length > mostInRow) return false;
  return images.every((planes) => statisticsOf(planes).notFinite === 0);
}

/** @param part the part of the usual room that they take */
export function drawPhotographs(images: readonly Image[], part: number): Photograph[] {
  return images.map(([red, green, blue]) => {
    const size = fitPanel(red, images.length, part);
    const fitted = (plane: Plane) => shrunk(plane, size.height * pixelRatio, size.width * pixelRatio);
    const [height, width] = [fitted(red).height, fitted(red).width];
    const raster = blankRaster(width, height);
    paintImage(raster, [fitted(red), fitted(green), fitted(blue)], { left: 0, top: 0, width, height });
    return { jpeg: encodeJpeg(raster), ...size };
  });
}
