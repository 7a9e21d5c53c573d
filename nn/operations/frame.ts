// The frame: an image made ready for a window to slide over it. The image must have its border (padding) around
// it, and with a stride its pixels must be sorted so that those which one tap meets are neighbours. Then tap k of
// the window sees the image itself, shifted by a fixed number of elements; with neither padding nor stride the
// image is used where it lies. This file works out layout and shifts, and makes the copy.

import type { NDArray } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { Storage } from "../array/storage.ts";
import { run } from "../threads/pool.ts";
import { frameKernel } from "../wasm/frame.ts";
import { integers, pointerOf } from "./product.ts";

/** A window along one spatial dimension. */
export interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

/** Places of the window along an axis (PyTorch, nn.Conv2d, section Shape); 0 or less if the kernel does not fit. */
export function outputSize({ size, kernel, stride, padding, dilation }: Axis): number {
  return Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

export interface FramePlan {
  /** elements from one row, and from one plane, of what the window slides over to the next */
  readonly rowLength: number;
  readonly planeLength: number;
  /** where each tap of the window looks, in elements, row after row */
  readonly shifts: readonly number[];
  /** undefined: the image is used where it lies */
  readonly copy: FrameCopy | undefined;
}

/** What the frame kernel needs to know. */
interface FrameCopy {
  readonly windows: Storage;
  readonly windowCount: number;
  /** elements between the planes of the image, and between rows and columns that are copied together */
  readonly planeStep: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** The frame in which a window has the given number of places along each axis. */
export function planFrame(
  rows: Axis,
  columns: Axis,
  places: { readonly rows: number; readonly columns: number },
): FramePlan {
  const framed = [rows, columns].some(({ padding, stride }) => padding > 0 || stride > 1);
  const down = layOut(rows, framed ? places.rows : undefined);
  const across = layOut(columns, framed ? places.columns : undefined);
  const part = down.length * across.length;
  const parts = down.remainders.length * across.remainders.length;
  const shifts = down.taps.flatMap((y) =>
    across.taps.map((x) => {
      const partIndex = y.part * across.remainders.length + x.part;
      return partIndex * part + y.shift * across.length + x.shift;
    }),
  );
  return {
    rowLength: across.length,
    planeLength: framed ? Math.ceil((parts * part) / 16) * 16 : part,
    shifts,
    copy: framed ? planCopy(rows, columns, down, across) : undefined,
  };
}

/** How the pixels along one axis lie in the frame: one part for each remainder of their position by the stride. */
interface Layout {
  readonly length: number;
  /** the remainders that some tap meets */
  readonly remainders: readonly number[];
  /** where each tap of the kernel looks: in which part, shifted by how many pixels */
  readonly taps: readonly { readonly part: number; readonly shift: number }[];
}

/** `places`: how often the window is put down along the axis; undefined if the image is not framed. */
function layOut({ size, kernel, stride, dilation }: Axis, places: number | undefined): Layout {
  const positions = Array.from({ length: kernel }, (_, tap) => tap * dilation);
  const remainders = [...new Set(positions.map((position) => position % stride))];
  const taps = positions.map((position) => ({
    part: remainders.indexOf(position % stride),
    shift: Math.floor(position / stride),
  }));
  const reach = Math.max(...taps.map(({ shift }) => shift));
  return { length: places === undefined ? size : places + reach, remainders, taps };
}

function planCopy(rows: Axis, columns: Axis, down: Layout, across: Layout): FrameCopy {
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
    planeStep: rows.size * columns.size,
    rowStep: rows.stride * columns.size,
    columnStep: columns.stride,
  };
}

/** The pixels of one part of the frame that come from the image, and not from its border. */
function covered({ size, stride, padding }: Axis, length: number, remainder: number) {
  const target = Math.max(Math.ceil((padding - remainder) / stride), 0);
  const end = Math.min(Math.ceil((size + padding - remainder) / stride), length);
  return { source: target * stride + remainder - padding, target, count: Math.max(end - target, 0) };
}

/**
 * Calls `use` with the address of the first plane of what the window slides over: of the frame, made from dense
 * planes x [batch, channels, ...] with a border of `fill`, or of the image itself.
 */
export function withFrame<T>(
  x: NDArray,
  { copy, rowLength, planeLength }: FramePlan,
  fill: number,
  use: (pointer: number) => T,
): T {
  if (!copy) return use(pointerOf(x));
  const planes = elementCount(x.shape.slice(0, 2));
  const storage = new Storage("float32", planes * planeLength, "an input with its border");
  const step = copy.columnStep === 1 || copy.columnStep === 2 ? copy.columnStep : "any";
  run(frameKernel(step), planes, Math.max(1, Math.ceil(stepElements / planeLength)), {
    source: pointerOf(x),
    target: storage.pointer,
    sourcePlane: 4 * copy.planeStep,
    targetPlane: 4 * planeLength,
    sourceRow: 4 * copy.rowStep,
    targetRow: 4 * rowLength,
    sourceColumn: 4 * copy.columnStep,
    windows: copy.windows.pointer,
    windowCount: copy.windowCount,
    fill,
  });
  try {
    return use(storage.pointer);
  } finally {
    storage.release();
  }
}

/** Elements whose copying takes some ten microseconds. */
const stepElements = 16_384;
