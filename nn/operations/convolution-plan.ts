// A convolution as a matrix product, without copying the image once per tap. The rows of the right-hand matrix
// are the taps; row k is the image itself, shifted by tap k, so a table of shifts replaces the matrix. For that
// the image must have its border (padding) around it, and with a stride its pixels sorted so that those one tap
// meets are neighbours: that copy is the frame. This file works out its layout, the shifts and the tiles.

import type { Storage } from "../array/storage.ts";
import { panelColumns } from "../wasm/multiply.ts";
import { Memo } from "./memo.ts";
import { integers, ProductPlan, type Tile } from "./product.ts";

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

export interface Frame {
  /** for the frame kernel: see wasm/frame.ts */
  readonly windows: Storage;
  readonly windowCount: number;
  /** elements of a row of the frame */
  readonly rowLength: number;
  readonly dense: boolean;
}

export interface ConvolutionPlan {
  readonly product: ProductPlan;
  /** elements from one channel of what is convolved to the next */
  readonly planeLength: number;
  /** undefined: the image is convolved where it lies */
  readonly frame: Frame | undefined;
}

const plans = new Memo<ConvolutionPlan>(128);

/** The plan for images of `channels` channels in each group. */
export function convolutionPlan(channels: number, rows: Axis, columns: Axis): ConvolutionPlan {
  return plans.get(JSON.stringify([channels, rows, columns]), () => {
    const framed = [rows, columns].some(({ padding, stride }) => padding > 0 || stride > 1);
    const [down, across] = [layOut(rows, framed), layOut(columns, framed)];
    const part = down.length * across.length;
    const parts = down.remainders.length * across.remainders.length;
    const planeLength = framed ? roundUp(parts * part, 16) : part;
    const shifts: number[] = [];
    for (let channel = 0; channel < channels; channel++) {
      for (const y of down.taps) {
        for (const x of across.taps) {
          const partIndex = y.part * across.remainders.length + x.part;
          shifts.push(channel * planeLength + partIndex * part + y.shift * across.length + x.shift);
        }
      }
    }
    return {
      product: new ProductPlan(shifts, tilesOf(outputSize(rows), outputSize(columns), across.length)),
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
    rowLength: across.length,
    dense: columns.stride === 1,
  };
}

/** The pixels of one part of the frame that come from the image, and not from its border. */
function covered({ size, stride, padding }: Axis, length: number, remainder: number) {
  const target = Math.max(Math.ceil((padding - remainder) / stride), 0);
  const end = Math.min(Math.ceil((size + padding - remainder) / stride), length);
  return { source: target * stride + remainder - padding, target, count: Math.max(end - target, 0) };
}

/** Tiles for an output of so many rows and columns. Rows that follow one another without a gap are one long row. */
function tilesOf(rows: number, columns: number, rowLength: number): Tile[] {
  const seamless = rowLength === columns;
  const [count, length] = seamless ? [1, rows * columns] : [rows, columns];
  return Array.from({ length: count }, (_, row) =>
    cutRow(length).map(({ start, width }) => ({
      bOffset: row * rowLength + start,
      cOffset: row * columns + start,
      columns: width,
    })),
  ).flat();
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
