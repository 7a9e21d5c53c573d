// A convolution as a matrix product, without copying the image once per tap. The rows of the right-hand matrix
// are the taps; row k is the image itself, shifted by tap k, so a table of shifts replaces the matrix. For that
// the image must have its border (padding) around it, and with a stride its pixels sorted so that those one tap
// meets are neighbours: that copy is the frame. This file works out its layout, the shifts and the tiles.

import type { Storage } from "../array/storage.ts";
import { panelColumns, panelRows } from "../wasm/multiply.ts";
import { Memo } from "./memo.ts";
import { integers, ProductPlan, packedTiles, type Tile } from "./product.ts";

/** One spatial dimension of a convolution. */
export interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

/** Pixels of the output along an axis (PyTorch, nn.Conv2d, section Shape); 0 or less if the kernel does not fit. */
export function outputSize({ size, kernel, stride, padding, dilation }: Axis): number {
  return Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** What the frame kernel needs to know: see wasm/frame.ts. */
export interface Frame {
  readonly windows: Storage;
  readonly windowCount: number;
  readonly dense: boolean;
}

/**
 * Which kernel convolves: "direct" multiplies the image where it lies, "gathered" a copy packed for short rows,
 * and "depthwise" is for groups of few output channels each.
 */
export type Method =
  | { readonly name: "direct" }
  | { readonly name: "gathered"; readonly pixels: Storage; readonly pixelCount: number }
  | { readonly name: "depthwise"; readonly tileRows: number };

export interface ConvolutionPlan {
  readonly method: Method;
  /** shifts of the taps, and tiles for the method */
  readonly product: ProductPlan;
  /** elements from one row, and from one channel, of what is convolved to the next */
  readonly rowLength: number;
  readonly planeLength: number;
  /** undefined: the image is convolved where it lies */
  readonly frame: Frame | undefined;
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
    const framed = [rows, columns].some(({ padding, stride }) => padding > 0 || stride > 1);
    const [down, across] = [layOut(rows, framed), layOut(columns, framed)];
    const part = down.length * across.length;
    const parts = down.remainders.length * across.remainders.length;
    const planeLength = framed ? roundUp(parts * part, 16) : part;
    const shifts: number[] = [];
    for (let channel = 0; channel < channelsIn; channel++) {
      for (const y of down.taps) {
        for (const x of across.taps) {
          const partIndex = y.part * across.remainders.length + x.part;
          shifts.push(channel * planeLength + partIndex * part + y.shift * across.length + x.shift);
        }
      }
    }
    const output = { rows: outputSize(rows), columns: outputSize(columns), rowLength: across.length };
    const method = chooseMethod(output, channelsOut);
    return {
      method,
      product: new ProductPlan(shifts, tilesFor(method, output)),
      rowLength: across.length,
      planeLength,
      frame: framed ? frameOf(rows, columns, down, across) : undefined,
    };
  });
}

/** How the pixels along one axis lie in the frame: one part for each remainder of their position by the stride. */
interface Layout {
  readonly length: number;
  /** the remainders that some tap meets */
  readonly remainders: readonly number[];
  /** where each tap of the kernel looks: in which part, shifted by how many pixels */
  readonly taps: readonly { readonly part: number; readonly shift: number }[];
}

function layOut(axis: Axis, framed: boolean): Layout {
  const { size, kernel, stride, dilation } = axis;
  const positions = Array.from({ length: kernel }, (_, tap) => tap * dilation);
  const remainders = [...new Set(positions.map((position) => position % stride))];
  const taps = positions.map((position) => ({
    part: remainders.indexOf(position % stride),
    shift: Math.floor(position / stride),
  }));
  const reach = Math.max(...taps.map(({ shift }) => shift));
  return { length: framed ? outputSize(axis) + reach : size, remainders, taps };
}

function frameOf(rows: Axis, columns: Axis, down: Layout, across: Layout): Frame {
  const windows = down.remainders.flatMap((y, yPart) =>
    across.remainders.map((x, xPart) => {
      const [row, column] = [covered(rows, down.length, y), covered(columns, across.length, x)];
      const part = (yPart * across.remainders.length + xPart) * down.length * across.length;
      const source = row.source * columns.size + column.source;
      const target = part + row.target * across.length + column.target;
      return [4 * source, 4 * target, row.count, column.count];
    }),
  );
  return {
    windows: integers(windows.flat()),
    windowCount: windows.length,
    dense: columns.stride === 1,
  };
}

/** The pixels of one part of the frame that come from the image, and not from its border. */
function covered({ size, stride, padding }: Axis, length: number, remainder: number) {
  const target = Math.max(Math.ceil((padding - remainder) / stride), 0);
  const end = Math.min(Math.ceil((size + padding - remainder) / stride), length);
  return { source: target * stride + remainder - padding, target, count: Math.max(end - target, 0) };
}

/** The pixels to be made, and the elements between the rows of what is convolved. */
interface Output {
  readonly rows: number;
  readonly columns: number;
  readonly rowLength: number;
}

/** Groups with so few output channels leave the rows of a matrix product empty. */
const fewChannels = 3;
const tallTile = 4;

/** Time of one step of a tile, relative to the widest; measured. Narrow tiles leave the vectors half empty. */
const stepCost = (width: number): number => (width >= 16 ? 1 : width >= 8 ? 0.62 : 0.5);
/** Time to gather one step of a panel, in the same unit. */
const gatherCost = 3;

function chooseMethod(output: Output, channelsOut: number): Method {
  if (channelsOut <= fewChannels) {
    return { name: "depthwise", tileRows: output.rows >= tallTile ? tallTile : 1 };
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
      return tallTiles(output, method.tileRows);
  }
}

/** Each row of pixels in tiles. Rows that follow one another without a gap are one long row. */
function rowTiles({ rows, columns, rowLength }: Output): Tile[] {
  const seamless = rowLength === columns;
  const [count, length] = seamless ? [1, rows * columns] : [rows, columns];
  return tallTiles({ rows: count, columns: length, rowLength }, 1, columns);
}

/** Tiles of `height` rows; the last ones reach back over those before. `outLength`: elements between rows of c. */
function tallTiles({ rows, columns, rowLength }: Output, height: number, outLength = columns): Tile[] {
  const cuts = cutRow(columns);
  return Array.from({ length: Math.ceil(rows / height) }, (_, block) => {
    const row = Math.min(block * height, rows - height);
    return cuts.map(({ start, width }) => ({
      bOffset: row * rowLength + start,
      cOffset: row * outLength + start,
      columns: width,
    }));
  }).flat();
}

/**
 * A row in tiles of the kernel's widths. The last tile reaches back over the one before it rather than be
 * narrow: what both compute is the same.
 */
export function cutRow(length: number): { readonly start: number; readonly width: number }[] {
  const widths = [panelColumns(), 8, 4];
  const tiles: { start: number; width: number }[] = [];
  let done = 0;
  while (done < length) {
    const left = length - done;
    const covering = widths.findLast((width) => width >= left && width <= length);
    const width = covering ?? widths.find((each) => each <= left) ?? left;
    tiles.push({ start: covering ? length - covering : done, width });
    done += Math.min(width, left);
  }
  return tiles;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
