// How a convolution is done. It is a matrix product in which the rows of the right-hand matrix are the taps; row k
// is the image itself, shifted by tap k (see frame.ts), so a table of shifts replaces the matrix. Whether the
// image is read in that way, or packed first, or each channel treated by itself, is chosen here by shape.

import type { Storage } from "../array/storage.ts";
import { panelColumns, panelRows } from "../wasm/multiply.ts";
import { largeForm, smallForm, type WinogradForm } from "../wasm/winograd-form.ts";
import { backends } from "./backends.ts";
import { type Axis, type FramePlan, outputSize, planFrame } from "./frame.ts";
import { Memo } from "./memo.ts";
import { integers, ProductPlan } from "./product.ts";
import {
  costOfStep,
  type Output,
  packedTiles,
  rowTiles,
  type Tile,
  type TileForm,
  tallTiles,
  tileForm,
} from "./tiles.ts";

/** The sizes of one convolution; one-dimensional ones are two-dimensional with one row. */
export interface Problem {
  readonly batch: number;
  readonly groups: number;
  /** channels of each group */
  readonly channelsIn: number;
  readonly channelsOut: number;
  readonly rows: Axis;
  readonly columns: Axis;
}

/**
 * Which kernel convolves: "direct" multiplies the image where it lies, "gathered" a copy packed for short rows,
 * "depthwise" is for groups of few output channels each, and "winograd" for many channels and kernels of 3 x 3.
 */
export type Method =
  | { readonly name: "direct" }
  | { readonly name: "gathered"; readonly pixels: Storage; readonly pixelCount: number }
  | { readonly name: "depthwise"; readonly form: TileForm }
  | WinogradMethod;

interface WinogradMethod {
  readonly name: "winograd";
  readonly form: WinogradForm;
  readonly tileRows: number;
  readonly tileColumns: number;
}

export interface ConvolutionPlan {
  readonly method: Method;
  readonly frame: FramePlan;
  /** shifts of the taps in all channels, and tiles for the method */
  readonly product: ProductPlan;
}

const plans = new Memo<ConvolutionPlan>(128);

/** The plan that a problem got last: putting a key together takes a microsecond. */
const lastPlans = new WeakMap<Problem, { readonly plan: ConvolutionPlan; readonly fast: boolean }>();

export function convolutionPlan(problem: Problem): ConvolutionPlan {
  const fast = backends.winograd.enabled;
  const last = lastPlans.get(problem);
  if (last?.fast === fast) return last.plan;
  const plan = findPlan(problem, fast);
  lastPlans.set(problem, { plan, fast });
  return plan;
}

function findPlan({ batch: _, ...problem }: Problem, fast: boolean): ConvolutionPlan {
  return plans.get(keyOf(problem, fast), () => {
    const { channelsIn, rows, columns } = problem;
    const places = { rows: outputSize(rows), columns: outputSize(columns) };
    const winograd = fast ? chooseWinograd(problem, places) : undefined;
    if (winograd) return winogradPlan(rows, columns, winograd);
    const frame = planFrame(rows, columns, places);
    const output = { ...places, rowLength: frame.rowLength };
    const method = chooseMethod(output, frame, problem);
    const shifts = Array.from({ length: channelsIn }, (_, channel) =>
      frame.shifts.map((shift) => channel * frame.planeLength + shift),
    );
    return { method, frame, product: new ProductPlan(shifts.flat(), tilesFor(method, output)) };
  });
}

function keyOf(
  { groups, channelsIn, channelsOut, rows, columns }: Omit<Problem, "batch">,
  fast: boolean,
): string {
  const axis = ({ size, kernel, stride, padding, dilation }: Axis): string =>
    `${size},${kernel},${stride},${padding},${dilation}`;
  return `${groups} ${channelsIn} ${channelsOut} ${axis(rows)} ${axis(columns)} ${fast}`;
}

interface Places {
  readonly rows: number;
  readonly columns: number;
}

/** With fewer channels than this, Winograd's transforms cost more than the products they save. */
const manyChannels = 16;
/** Winograd's products must be at most this part of the usual ones; at the border of an image tiles are part empty. */
const worthwhile = 0.6;

/** The form that needs the fewest products, if there are few enough. */
function chooseWinograd(
  { groups, channelsIn, channelsOut, ...axes }: Omit<Problem, "batch">,
  places: Places,
): WinogradMethod | undefined {
  const plain = [axes.rows, axes.columns].every(
    ({ kernel, stride, dilation }) => kernel === 3 && stride === 1 && dilation === 1,
  );
  if (!plain || groups > 1 || Math.min(channelsIn, channelsOut) < manyChannels) return undefined;
  const products = ({ form, tileRows, tileColumns }: WinogradMethod): number =>
    form.tileIn ** 2 * tileRows * tileColumns;
  const [large, small] = [winogradTiles(largeForm, places), winogradTiles(smallForm, places)];
  const best = products(small) < products(large) ? small : large;
  return products(best) <= worthwhile * 9 * places.rows * places.columns ? best : undefined;
}

/** Tiles along each side; four of them are treated together. */
function winogradTiles(form: WinogradForm, { rows, columns }: Places): WinogradMethod {
  const tileRows = Math.ceil(rows / form.tileOut);
  return { name: "winograd", form, tileRows, tileColumns: Math.ceil(columns / form.tileOut / 4) * 4 };
}

/** The frame is that of windows of as many pixels as a tile has, which step from tile to tile. */
function winogradPlan(rows: Axis, columns: Axis, method: WinogradMethod): ConvolutionPlan {
  const { tileIn, tileOut } = method.form;
  const tileAxis = (axis: Axis): Axis => ({ ...axis, kernel: tileIn, stride: tileOut });
  const frame = planFrame(tileAxis(rows), tileAxis(columns), {
    rows: method.tileRows,
    columns: method.tileColumns,
  });
  return { method, frame, product: new ProductPlan(frame.shifts, []) };
}

/** Groups with so few output channels leave the rows of a matrix product empty. */
const fewChannels = 3;

/** Time to gather one step of a panel, in the same unit. */
const gatherCost = 3;
/** Time of a step that reads from two lines of the cache, when there are too many for its first level; measured. */
const dividedCost = 1.2;
const leastDepth = 256;

/** What convolving signals together takes for each place, where the tiles' own work is 1: they are gathered, and copied twice. */
const togetherCost = 1.8;
/** Fewer products than this are made before the copies are. */
const manyProducts = 500_000;

/** Whether the images are one-dimensional and so short that they are better convolved together, as the rows of one image. */
export function areShortSignals({ batch, groups, channelsIn, channelsOut, rows, columns }: Problem): boolean {
  if (batch === 1 || rows.size !== 1 || rows.kernel !== 1 || rows.padding !== 0 || rows.stride !== 1)
    return false;
  const places = outputSize(columns);
  const products = batch * groups * channelsIn * channelsOut * places * columns.kernel;
  if (channelsOut <= fewChannels || products < manyProducts) return false;
  const alone = costOfStep(rowTiles({ rows: 1, columns: places, rowLength: places }));
  return alone > (togetherCost * places) / 16;
}

function chooseMethod(
  output: Output,
  frame: FramePlan,
  { channelsIn, channelsOut, rows, columns }: Omit<Problem, "batch">,
): Method {
  if (channelsOut <= fewChannels) {
    const dense =
      channelsIn === 1 && [rows, columns].every((axis) => axis.stride === 1 && axis.dilation === 1);
    const taps = { rows: rows.kernel, columns: columns.kernel };
    return { name: "depthwise", form: tileForm(output.rows, dense ? taps : undefined) };
  }
  const panels = Math.ceil(channelsOut / panelRows);
  const pixelCount = output.rows * output.columns;
  const width = panelColumns();
  // with several taps a line of the cache serves more than one of them, and a gathered copy is several times as large
  const isDivided = channelsIn >= leastDepth && frame.shifts.length === 1 && frame.planeLength % width !== 0;
  const direct = costOfStep(rowTiles(output)) * panels * (isDivided ? dividedCost : 1);
  const gathered =
    costOfStep(packedTiles(1, pixelCount)) * panels +
    (Math.ceil(pixelCount / width) * gatherCost * width) / 16;
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
    case "winograd":
      return [];
    case "depthwise":
      return tallTiles(output, method.form.height);
  }
}
