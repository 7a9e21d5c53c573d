// A figure: panels in a grid, a number above each, a colour scale at the side. It has no ground
// of its own and grey text that reads on white and on black, so that it fits light and dark front-ends.

import { type Picture, pixelRatio } from "../drawing/jobs.ts";
import type { Photograph } from "../drawing/jpeg.ts";
import { lineHeight, paintWords, type Word } from "../drawing/labels.ts";
import { encodePng, type Pixels } from "../drawing/png.ts";
import type { ColormapName } from "./colormap.ts";
import { shortNumber } from "./numbers.ts";
import { type Plane, shrunk } from "./plane.ts";
import { emptyRaster, type Placement, paintMap } from "./raster.ts";

export interface Panel {
  /** shown above the panel; none if empty */
  readonly label: string;
  /** one plane, or three for the colours of an image; all of one size */
  readonly planes: readonly Plane[];
  paint(raster: Pixels, planes: readonly Plane[], place: Placement): void;
}

/** A map of colours and the values at its ends. */
export interface Scale {
  readonly colormap: ColormapName;
  readonly min: number;
  readonly max: number;
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
const largestValue = 10;
/** How many times longer than wide a panel is at most, where its values can be stretched. */
const mostElongated = 8;
const gap = 8;
const scaleWidth = 72;

/** The figure as PNG. All panels are drawn at one size, that of the first. */
export function drawFigure({ panels, columns, scale, size: part = 1 }: Figure): Picture {
  const first = panels[0]?.planes[0];
  if (!first) throw new RangeError("a figure needs at least one panel");
  const panelSize = fitPanel(first, columns, part);
  const size = { width: panelSize.width * pixelRatio, height: panelSize.height * pixelRatio };
  const rows = Math.ceil(panels.length / columns);
  const label = panels.some((panel) => panel.label !== "") ? lineHeight : 0;
  const [stepX, stepY] = [panelSize.width + gap, panelSize.height + gap + label];
  const gridWidth = columns * stepX - gap;
  const [width, height] = [gridWidth + (scale ? scaleWidth : 0), rows * stepY - gap + 4];

  const raster = emptyRaster(width * pixelRatio, height * pixelRatio);
  const words = panels.map((panel, i) => {
    const [left, top] = [(i % columns) * stepX, Math.floor(i / columns) * stepY + label];
    const planes = panel.planes.map((plane) => shrunk(plane, panelSize.height, panelSize.width));
    panel.paint(raster, planes, { left: left * pixelRatio, top: top * pixelRatio, ...size });
    return { text: panel.label, x: left, y: top - 4 };
  });
  if (scale) {
    const [left, top] = [(gridWidth + 14) * pixelRatio, label * pixelRatio];
    paintScale(raster, { left, top, width: 10 * pixelRatio, height: size.height }, scale);
    words.push(...scaleWords(gridWidth + 30, label, panelSize.height, scale));
  }
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

function paintScale(raster: Pixels, place: Placement, { colormap }: Scale): void {
  const values = Float64Array.from({ length: place.height }, (_, i) => place.height - i);
  paintMap(raster, { height: place.height, width: 1, values }, place, colormap, 1, place.height);
}

function scaleWords(x: number, y: number, height: number, { min, max }: Scale): Word[] {
  return [
    { text: shortNumber(max), x, y: y + 9 },
    ...(min === -max && height >= 48 ? [{ text: "0", x, y: y + height / 2 + 4 }] : []),
    { text: shortNumber(min), x, y: y + height },
  ];
}
