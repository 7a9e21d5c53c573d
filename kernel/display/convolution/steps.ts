// A convolution, one window after the other, in plain numbers: what the window covers, the weights on it, and what
// comes out. Only a corner of a large input, as many steps as an eye follows. Conv1d is a Conv2d of height one.

import type { TensorLike } from "../tensor/tensor-like.ts";
import { type Axis, axisOf, isPadding, singleRow, sourceOf } from "./axis.ts";
import { type ChannelOptions, type Chosen, choose } from "./layer.ts";

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
  /** how far apart the window's rows and columns stand */
  readonly dilation: Size;
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

const limits = {
  1: { steps: 12, reach: 22, fewest: 4, extent: 120 },
  2: { steps: 5, reach: 23, fewest: 3, extent: 48 },
} as const;

/**
 * The steps of `conv` over x [N, C, H, W] or [C, H, W]; for Conv1d [N, C, L] or [C, L].
 * @throws TypeError if `conv` is no Conv1d or Conv2d, or x no tensor
 * @throws RangeError for an input that does not fit the convolution, or a channel or sample that does not exist
 */
export function convolutionSteps(conv: unknown, x: TensorLike, options: ChannelOptions = {}): Steps {
  const chosen = choose(conv, x, options);
  const { firstInput, inputChannel, inputChannels, channel } = chosen;
  const { down, across } = axesOf(chosen);
  const inputs = inputReader(chosen, x, down, across);
  const weights = weightReader(chosen, down, across);
  const bias = chosen.conv.bias ? Number(chosen.conv.bias.data[channel]) : 0;

  const steps = grid(down.shown, across.shown, (row, column): Step => {
    const [top, left] = [row * down.stride, column * across.stride];
    const terms = grid(down.kernel, across.kernel, (i, j): Term => {
      const place = { row: top + i * down.dilation, column: left + j * across.dilation };
      const value = inputs(inputChannel, place.row, place.column);
      return { ...place, weight: weights(inputChannel, i, j), value };
    }).flat();
    let others = 0;
    for (let from = firstInput; from < firstInput + inputChannels; from += 1) {
      if (from === inputChannel) continue;
      for (let i = 0; i < down.kernel; i += 1) {
        for (let j = 0; j < across.kernel; j += 1) {
          const value = inputs(from, top + i * down.dilation, left + j * across.dilation);
          others += weights(from, i, j) * value;
        }
      }
    }
    const products = terms.reduce((sum, { weight, value }) => sum + weight * value, 0);
    return { row, column, terms, others, result: products + others + bias };
  }).flat();

  return {
    input: grid(down.reach, across.reach, (row, column) => ({
      value: inputs(inputChannel, row, column),
      padding: isPadding(down, row) || isPadding(across, column),
    })),
    kernel: grid(down.kernel, across.kernel, (row, column) => weights(inputChannel, row, column)),
    dilation: { height: down.dilation, width: across.dilation },
    steps,
    bias,
    inputChannel,
    channel,
    inputChannels,
    inputSize: { height: down.size, width: across.size },
    outputSize: { height: down.output, width: across.output },
    shown: { height: down.shown, width: across.shown },
  };
}

function axesOf({ conv, kernelSizes, inputSizes }: Chosen): { down: Axis; across: Axis } {
  const { stride, dilation, padding, paddingMode: mode } = conv;
  const axis = (i: number) =>
    axisOf(
      {
        kernel: kernelSizes[i] ?? 1,
        size: inputSizes[i] ?? 1,
        stride: stride[i] ?? 1,
        dilation: dilation[i] ?? 1,
        padding: typeof padding === "string" ? padding : (padding[i] ?? 0),
        mode,
      },
      limits[kernelSizes.length === 1 ? 1 : 2],
    );
  return kernelSizes.length === 1 ? { down: singleRow, across: axis(0) } : { down: axis(0), across: axis(1) };
}

type Reader = (channel: number, row: number, column: number) => number;

/** Reads the padded input. The tensor is asked for its values once, since it may have to bring them together. */
function inputReader({ sample, inChannels }: Chosen, x: TensorLike, down: Axis, across: Axis): Reader {
  const values = x.data;
  const rows = Array.from({ length: down.reach }, (_, place) => sourceOf(down, place));
  const columns = Array.from({ length: across.reach }, (_, place) => sourceOf(across, place));
  return (channel, row, column) => {
    const [y, x] = [rows[row], columns[column]];
    if (y === undefined || x === undefined) return 0;
    return Number(values[((sample * inChannels + channel) * down.size + y) * across.size + x]);
  };
}

function weightReader(
  { conv, channel, firstInput, inputChannels }: Chosen,
  down: Axis,
  across: Axis,
): Reader {
  const values = conv.weight.data;
  return (from, row, column) => {
    const plane = channel * inputChannels + from - firstInput;
    return Number(values[(plane * down.kernel + row) * across.kernel + column]);
  };
}

function grid<T>(height: number, width: number, cell: (row: number, column: number) => T): T[][] {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => cell(row, column)),
  );
}
