// A convolution, one window after the other, in plain numbers: what the window covers, the weights on it, and what
// comes out. Only a corner of a large input, as many steps as an eye follows. Conv1d is a Conv2d of height one.

import { isTensor, type TensorLike } from "../tensor/tensor-like.ts";

/** A Conv1d or Conv2d, as far as this figure looks at it. */
export interface ConvolutionLike {
  readonly weight: TensorLike;
  readonly bias: TensorLike | undefined;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly padding: readonly number[] | "same" | "valid";
  readonly paddingMode: string;
}

export interface StepOptions {
  /** which sample of a batch; by default the first */
  readonly sample?: number;
  /** which output channel; by default the first */
  readonly channel?: number;
  /** which of the input channels that the output channel sees; by default the first of its group */
  readonly inputChannel?: number;
}

export interface Size {
  readonly height: number;
  readonly width: number;
}

export interface Cell {
  readonly value: number;
  /** whether it lies beyond the edge of the input */
  readonly padding: boolean;
}

export interface Term {
  readonly row: number;
  readonly column: number;
  readonly weight: number;
  readonly value: number;
}

/** One position of the window. */
export interface Step {
  /** in the output */
  readonly row: number;
  readonly column: number;
  /** the products with the input channel that is shown; rows and columns are those of `Steps.input` */
  readonly terms: readonly Term[];
  /** what the other input channels of the group add */
  readonly others: number;
  readonly result: number;
}

export interface Steps {
  /** the padded input as far as the windows reach, row by row */
  readonly input: readonly (readonly Cell[])[];
  readonly kernel: readonly (readonly number[])[];
  readonly steps: readonly Step[];
  readonly bias: number;
  readonly inputChannel: number;
  readonly channel: number;
  /** how many input channels the output channel sees */
  readonly inputChannels: number;
  /** of the whole input without padding, and of the whole output */
  readonly inputSize: Size;
  readonly outputSize: Size;
  /** of the part of the output that is shown */
  readonly shown: Size;
}

const mostSteps = { 1: 12, 2: 5 } as const;
/** How far the windows may reach in one dimension before fewer steps are shown. */
const widestInput = { 1: 22, 2: 11 } as const;

export function isConvolution(value: unknown): value is ConvolutionLike {
  return (
    typeof value === "function" &&
    "weight" in value &&
    isTensor(value.weight) &&
    (value.weight.shape.length === 3 || value.weight.shape.length === 4) &&
    "paddingMode" in value
  );
}

/**
 * The steps of `conv` over x [N, C, H, W] or [C, H, W]; for Conv1d [N, C, L] or [C, L].
 * @throws RangeError for an input that does not fit the convolution, or a channel or sample that does not exist
 */
export function convolutionSteps(conv: ConvolutionLike, x: TensorLike, options: StepOptions = {}): Steps {
  const { weight, bias, groups, paddingMode } = conv;
  const dimensions = weight.shape.length === 3 ? 1 : 2;
  const [outChannels = 0, inputChannels = 0, ...kernelSizes] = weight.shape;
  const batched = x.shape.length === dimensions + 2;
  const [samples = 1, inChannels = 0, ...sizes] = batched ? x.shape : [1, ...x.shape];
  if (sizes.length !== dimensions || inChannels !== inputChannels * groups) {
    const expected = [inputChannels * groups, ...(dimensions === 1 ? ["L"] : ["H", "W"])].join(", ");
    throw new RangeError(
      `display.convolution: expected an input [N, ${expected}] or [${expected}], got [${x.shape.join(", ")}]`,
    );
  }
  const { sample = 0, channel = 0 } = options;
  const firstInput = Math.floor(channel / (outChannels / groups)) * inputChannels;
  const { inputChannel = firstInput } = options;
  checkRange("sample", sample, 0, samples);
  checkRange("channel", channel, 0, outChannels);
  checkRange("inputChannel", inputChannel, firstInput, firstInput + inputChannels);

  const axes = kernelSizes.map((kernel, i) =>
    axisOf(conv, i, kernel, sizes[i] ?? 0, mostSteps[dimensions], widestInput[dimensions]),
  );
  const [down, across] = dimensions === 1 ? [singleRow, axes[0]] : axes;
  if (!down || !across) throw new RangeError("display.convolution: the kernel has no spatial dimension");

  const at = (from: number, row: number, column: number): Cell => {
    const [y, x_] = [
      indexIn(row - down.before, down.size, paddingMode),
      indexIn(column - across.before, across.size, paddingMode),
    ];
    const padding = outside(row - down.before, down.size) || outside(column - across.before, across.size);
    if (y === undefined || x_ === undefined) return { value: 0, padding };
    const plane = (sample * inChannels + from) * down.size * across.size;
    return { value: Number(x.data[plane + y * across.size + x_]), padding };
  };
  const weightAt = (from: number, row: number, column: number): number =>
    Number(
      weight.data[
        ((channel * inputChannels + from - firstInput) * down.kernel + row) * across.kernel + column
      ],
    );
  const offset = bias ? Number(bias.data[channel]) : 0;
  const termsOf = (from: number, row: number, column: number): Term[] =>
    grid(down.kernel, across.kernel, (i, j) => {
      const place = {
        row: row * down.stride + i * down.dilation,
        column: column * across.stride + j * across.dilation,
      };
      return { ...place, weight: weightAt(from, i, j), value: at(from, place.row, place.column).value };
    }).flat();
  const channels = Array.from({ length: inputChannels }, (_, i) => firstInput + i);
  const steps = grid(down.shown, across.shown, (row, column): Step => {
    const terms = termsOf(inputChannel, row, column);
    const others = channels
      .filter((from) => from !== inputChannel)
      .reduce((sum, from) => sum + total(termsOf(from, row, column)), 0);
    return { row, column, terms, others, result: total(terms) + others + offset };
  }).flat();
  return {
    input: grid(down.reach, across.reach, (row, column) => at(inputChannel, row, column)),
    kernel: grid(down.kernel, across.kernel, (row, column) => weightAt(inputChannel, row, column)),
    steps,
    bias: offset,
    inputChannel,
    channel,
    inputChannels,
    inputSize: { height: down.size, width: across.size },
    outputSize: { height: down.output, width: across.output },
    shown: { height: down.shown, width: across.shown },
  };
}

interface Axis {
  readonly kernel: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** padding before the input */
  readonly before: number;
  readonly output: number;
  readonly shown: number;
  /** how much of the padded input is shown */
  readonly reach: number;
}

const singleRow: Axis = {
  kernel: 1,
  size: 1,
  stride: 1,
  dilation: 1,
  before: 0,
  output: 1,
  shown: 1,
  reach: 1,
};

function axisOf(
  { stride: strides, dilation: dilations, padding }: ConvolutionLike,
  i: number,
  kernel: number,
  size: number,
  most: number,
  widest: number,
): Axis {
  const [stride, dilation] = [strides[i] ?? 1, dilations[i] ?? 1];
  const extent = dilation * (kernel - 1) + 1;
  const [before, both] =
    padding === "same"
      ? [Math.floor((extent - 1) / 2), extent - 1]
      : padding === "valid"
        ? [0, 0]
        : [padding[i] ?? 0, 2 * (padding[i] ?? 0)];
  const output = Math.floor((size + both - extent) / stride) + 1;
  if (output < 1) {
    throw new RangeError(
      `display.convolution: the window of ${extent} does not fit into the padded input of ${size + both}`,
    );
  }
  const shown = Math.max(1, Math.min(output, most, Math.floor((widest - extent) / stride) + 1));
  // What is left over at the far edge is shown as well, where all of the output is.
  const reach = shown === output ? size + both : (shown - 1) * stride + extent;
  return { kernel, size, stride, dilation, before, output, shown, reach };
}

/** Where a padded cell takes its value from; undefined for zero. */
function indexIn(index: number, size: number, mode: string): number | undefined {
  if (!outside(index, size)) return index;
  if (mode === "replicate") return Math.min(size - 1, Math.max(0, index));
  if (mode === "circular") return (index + size) % size;
  if (mode === "reflect") return index < 0 ? -index : 2 * (size - 1) - index;
  return undefined;
}

const outside = (index: number, size: number) => index < 0 || index >= size;

const total = (terms: readonly Term[]) => terms.reduce((sum, { weight, value }) => sum + weight * value, 0);

function grid<T>(height: number, width: number, cell: (row: number, column: number) => T): T[][] {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => cell(row, column)),
  );
}

function checkRange(name: string, value: number, first: number, end: number): void {
  if (Number.isInteger(value) && value >= first && value < end) return;
  throw new RangeError(`display.convolution: ${name} must be from ${first} to ${end - 1}, got ${value}`);
}
