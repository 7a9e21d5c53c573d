// A figure: panels in a grid, a number above each, a colour scale at the side. It has no ground
// of its own and grey text that reads on white and on black, so that it fits light and dark front-ends.

import { escapeMarkup } from "../../channel/escape-markup.ts";
import { rasterize } from "../drawing/draw.ts";
import { type Picture, pixelRatio } from "../drawing/jobs.ts";
import type { Pixels } from "../drawing/png.ts";
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
}

/** A picture, and what it leaves out or a person has to know to read it. */
export interface Drawn {
  readonly picture: Picture;
  readonly notes: readonly string[];
}

// All lengths are CSS pixels. Letters have pixelRatio device pixels to each, so that they are crisp; a value has at
// least one CSS pixel, for more values than that would only make the notebook heavy.
const figureWidth = 760;
const largestPanel = 320;
const largestSinglePanel = 480;
const smallestPanel = 16;
const largestValue = 10;
const gap = 8;
const labelHeight = 15;
const scaleWidth = 72;
const grey = "#808790";

/** The figure as PNG. All panels are drawn at one size, that of the first. */
export function drawFigure({ panels, columns, scale }: Figure): Picture {
  const first = panels[0]?.planes[0];
  if (!first) throw new RangeError("a figure needs at least one panel");
  const panelSize = fitPanel(first, columns);
  const size = { width: panelSize.width * pixelRatio, height: panelSize.height * pixelRatio };
  const rows = Math.ceil(panels.length / columns);
  const label = panels.some((panel) => panel.label !== "") ? labelHeight : 0;
  const [stepX, stepY] = [panelSize.width + gap, panelSize.height + gap + label];
  const [gridWidth, gridHeight] = [columns * stepX - gap, rows * stepY - gap];

  const raster = emptyRaster((gridWidth + (scale ? scaleWidth : 0)) * pixelRatio, gridHeight * pixelRatio);
  const labels = panels.map((panel, i) => {
    const [left, top] = [(i % columns) * stepX, Math.floor(i / columns) * stepY + label];
    const planes = panel.planes.map((plane) => shrunk(plane, panelSize.height, panelSize.width));
    panel.paint(raster, planes, { left: left * pixelRatio, top: top * pixelRatio, ...size });
    return text(left, top - 4, panel.label);
  });
  if (scale) {
    const top = label * pixelRatio;
    paintScale(
      raster,
      { left: (gridWidth + 14) * pixelRatio, top, width: 10 * pixelRatio, height: size.height },
      scale,
    );
  }
  const width = gridWidth + (scale ? scaleWidth : 0);
  const height = gridHeight + 4;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Inter, sans-serif">` +
    labels.join("") +
    (scale ? scaleLabels(gridWidth + 30, label, panelSize.height, scale) : "") +
    "</svg>";
  return rasterize(svg, { ...raster, left: 0, top: 0 });
}

/**
 * How large a panel is, in CSS pixels: as large as there is room, and where every value has a pixel, all values are
 * of exactly one size.
 */
function fitPanel(
  { height, width }: Plane,
  columns: number,
): { readonly width: number; readonly height: number } {
  const largest = columns === 1 ? largestSinglePanel : largestPanel;
  const room = Math.max(smallestPanel, Math.min(largest, Math.floor((figureWidth + gap) / columns) - gap));
  const scale = Math.min(largestValue, room / Math.max(height, width)) * pixelRatio;
  const fitted = (length: number) =>
    Math.ceil((length * (scale >= 1 ? Math.floor(scale) : scale)) / pixelRatio);
  return { width: fitted(width), height: fitted(height) };
}

function text(x: number, y: number, content: string): string {
  if (content === "") return "";
  return `<text x="${x}" y="${y}" font-size="10" fill="${grey}">${escapeMarkup(content)}</text>`;
}

function paintScale(raster: Pixels, place: Placement, { colormap }: Scale): void {
  const values = Float64Array.from({ length: place.height }, (_, i) => place.height - i);
  paintMap(raster, { height: place.height, width: 1, values }, place, colormap, 1, place.height);
}

function scaleLabels(x: number, y: number, height: number, { min, max }: Scale): string {
  return (
    text(x, y + 9, shortNumber(max)) +
    (min === -max && height >= 48 ? text(x, y + height / 2 + 4, "0") : "") +
    text(x, y + height, shortNumber(min))
  );
}
