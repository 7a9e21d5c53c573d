// How a convolution is done. It is a matrix product in which the rows of the right-hand matrix are the taps; row k
// is the image itself, shifted by tap k (see frame.ts), so a table of shifts replaces the matrix. Whether the
// image is read in that way, or packed first, or each channel treated by itself, is chosen here by shape.

import type { Storage } from "../array/storage.ts";
import { panelColumns, panelRows } from "../wasm/multiply.ts";
import { type Axis, type FramePlan, outputSize, planFrame } from "./frame.ts";
import { Memo } from "./memo.ts";
import { integers, ProductPlan } from "./product.ts";
import { type Output, packedTiles, rowTiles, type Tile, tallTiles } from "./tiles.ts";

/**
 * Which kernel convolves: "direct" multiplies the image where it lies, "gathered" a copy packed for short rows,
 * and "depthwise" is for groups of few output channels each.
 */
export type Method =
  | { readonly name: "direct" }
  | { readonly name: "gathered"; readonly pixels: Storage; readonly pixelCount: number }
  | { readonly name: "depthwise" };

export interface ConvolutionPlan {
  readonly method: Method;
  readonly frame: FramePlan;
  /** shifts of the taps in all channels, and tiles for the method */
  readonly product: ProductPlan;
}

const plans = new Memo<ConvolutionPlan>(128);

/** The plan for images of `channelsIn` channels, made into `channelsOut`, in each group. */
export function convolutionPlan(
  channelsIn: number,
  channelsOut: number,
  rows: Axis,
  columns: Axis,
): ConvolutionPlan {
  return plans.get(JSON.stringify([channelsIn, channelsOut, rows, columns]), () => {
    const places = { rows: outputSize(rows), columns: outputSize(columns) };
    const frame = planFrame(rows, columns, places);
    const output = { ...places, rowLength: frame.rowLength };
    const method = chooseMethod(output, channelsOut);
    const shifts = Array.from({ length: channelsIn }, (_, channel) =>
      frame.shifts.map((shift) => channel * frame.planeLength + shift),
    );
    return { method, frame, product: new ProductPlan(shifts.flat(), tilesFor(method, output)) };
  });
}

/** Groups with so few output channels leave the rows of a matrix product empty. */
const fewChannels = 3;

/** Time of one step of a tile, relative to the widest; measured. Narrow tiles leave the vectors half empty. */
const stepCost = (width: number): number => (width >= 16 ? 1 : width >= 8 ? 0.62 : 0.5);
/** Time to gather one step of a panel, in the same unit. */
const gatherCost = 3;

function chooseMethod(output: Output, channelsOut: number): Method {
  if (channelsOut <= fewChannels) {
    return { name: "depthwise" };
  }
  const panels = Math.ceil(channelsOut / panelRows);
  const pixelCount = output.rows * output.columns;
  const cost = (tiles: readonly Tile[]) => tiles.reduce((sum, { columns }) => sum + stepCost(columns), 0);
  const direct = cost(rowTiles(output)) * panels;
  const width = panelColumns();
  const gathered =
    cost(packedTiles(1, pixelCount)) * panels + (Math.ceil(pixelCount / width) * gatherCost * width) / 16;
  if (direct <= gathered) return { name: "direct" };
  const pixels = Array.from({ length: pixelCount }, (_, i) => {
    const row = Math.floor(i / output.columns);
    return 4 * (row * output.rowLength + (i % output.columns));
  });
  return { name: "gathered", pixels: integers(pixels), pixelCount };
}

function tilesFor(method: Method, output: Output): Tile[] {
  switch (method.name) {
    case "direct":
      return rowTiles(output);
    case "gathered":
      return [];
    case "depthwise":
      return tallTiles(output);
  }
}
