// A figure: panels in a grid, a number above each, a colour scale at the side. A single image, which has no words, is
// all of its picture.

import { margin } from "../drawing/colors.ts";
import { type Picture, pixelRatio } from "../drawing/jobs.ts";
import type { Photograph } from "../drawing/jpeg.ts";
import { lineHeight, paintWords, type Word } from "../drawing/labels.ts";
import { encodePng, type Pixels } from "../drawing/png.ts";
import { leastScaleHeight, paintScale, type Scale, scaleWidth } from "./color-scale.ts";
import { type Plane, shrunk } from "./plane.ts";
import { blankRaster, type Placement } from "./raster.ts";

export interface Panel {
  /** shown above the panel; none if empty */
  readonly label: string;
  /** one plane, or three for the colours of an image; all of one size */
  readonly planes: readonly Plane[];
  paint(raster: Pixels, planes: readonly Plane[], place: Placement): void;
}

export interface Figure {
  readonly panels: readonly Panel[];
  readonly columns: number;
  /** shown at the side; undefined where each panel has a scale of its own */
  readonly scale: Scale | undefined;
  /** the part of the usual room that the panels take; by default all */
  readonly size?: number;
}

/** Pictures, and what they leave out or a person has to know to read them. */
export interface Drawn {
  readonly pictures: readonly (Picture | Photograph)[];
  readonly notes: readonly string[];
  /** what the pictures take the tensor's axes for */
  readonly axes?: readonly string[];
}

// All lengths are CSS pixels. Letters have pixelRatio device pixels to each, so that they are crisp; a value has at
// least one CSS pixel, for more values than that would only make the notebook heavy.
const figureWidth = 760;
const largestPanel = 320;
const largestSinglePanel = 480;
const smallestPanel = 16;
const largestValue = 16;
/** How many times longer than wide a panel is at most, where its values can be stretched. */
const mostElongated = 8;
const gap = 8;

/** The figure as PNG. All panels are drawn at one size, that of the first. */
export function drawFigure({ panels, columns, scale, size: part = 1 }: Figure): Picture {
  const first = panels[0]?.planes[0];
  if (!first) throw new RangeError("a figure needs at least one panel");
  const panelSize = fitPanel(first, columns, part);
  const size = { width: panelSize.width * pixelRatio, height: panelSize.height * pixelRatio };
  const rows = Math.ceil(panels.length / columns);
  const label = panels.some((panel) => panel.label !== "") ? lineHeight : 0;
  const [stepX, stepY] = [panelSize.width + gap, panelSize.height + gap + label];
  const edge = label > 0 || scale ? margin : 0;
  const right = edge + columns * stepX - gap;
  const bottom = Math.max(edge + rows * stepY - gap, scale ? edge + label + leastScaleHeight : 0);
  const [width, height] = [right + (scale ? scaleWidth : edge), bottom + edge];

  const raster = blankRaster(width * pixelRatio, height * pixelRatio);
  const words = panels.map((panel, i): Word => {
    const [left, top] = [edge + (i % columns) * stepX, edge + Math.floor(i / columns) * stepY + label];
    const planes = panel.planes.map((plane) => shrunk(plane, panelSize.height, panelSize.width));
    panel.paint(raster, planes, { left: left * pixelRatio, top: top * pixelRatio, ...size });
    return { text: panel.label, x: left, y: top - 4 };
  });
  if (scale) words.push(...paintScale(raster, scale, right, edge + label, panelSize.height));
  paintWords(raster, words);
  return { png: encodePng(raster, "map"), width, height };
}

/**
 * How large a panel is, in CSS pixels: as large as there is room, and where every value has a pixel, all values are
 * of exactly one size.
 */
export function fitPanel(
  { height, width }: Plane,
  columns: number,
  part: number,
): { readonly width: number; readonly height: number } {
  const largest = columns === 1 ? largestSinglePanel : largestPanel;
  const room = Math.max(
    smallestPanel,
    Math.min(largest, Math.floor((figureWidth + gap) / columns) - gap) * part,
  );
  const scale = Math.min(largestValue, room / Math.max(height, width)) * pixelRatio;
  const fitted = (length: number) =>
    Math.ceil((length * (scale >= 1 ? Math.floor(scale) : scale)) / pixelRatio);
  const least = Math.floor(Math.max(fitted(width), fitted(height)) / mostElongated);
  return { width: stretched(width, fitted(width), least), height: stretched(height, fitted(height), least) };
}

/** Ten rows of a thousand values would be a line: their values are drawn longer than wide, all of one size. */
function stretched(count: number, length: number, least: number): number {
  if (length >= least) return length;
  const size = Math.min(largestValue, least / count);
  return size >= 1 ? count * Math.floor(size) : least;
}
