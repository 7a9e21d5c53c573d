// What this figure asks of a convolution layer and its input, checked before anything is computed.

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

/** Which sample and which channels are shown. */
export interface ChannelOptions {
  /** which sample of a batch; by default the first */
  readonly sample?: number;
  /** which output channel; by default the first */
  readonly channel?: number;
  /** which of the input channels that the output channel sees; by default the first of its group */
  readonly inputChannel?: number;
}

/** A layer and an input that go together, and what is chosen of them. */
export interface Chosen {
  readonly conv: ConvolutionLike;
  readonly kernelSizes: readonly number[];
  readonly inputSizes: readonly number[];
  readonly sample: number;
  readonly inChannels: number;
  readonly channel: number;
  readonly inputChannel: number;
  /** the first input channel that the output channel sees, and how many it sees */
  readonly firstInput: number;
  readonly inputChannels: number;
}

function isConvolution(value: unknown): value is ConvolutionLike {
  return (
    typeof value === "function" &&
    "weight" in value &&
    isTensor(value.weight) &&
    (value.weight.shape.length === 3 || value.weight.shape.length === 4) &&
    "paddingMode" in value
  );
}

/**
 * @throws TypeError if `conv` is no Conv1d or Conv2d, or x no tensor
 * @throws RangeError for an input that does not fit the convolution, or a channel or sample that does not exist
 */
export function choose(conv: unknown, x: unknown, options: ChannelOptions): Chosen {
  if (!isConvolution(conv)) {
    throw new TypeError(`display.convolution: expected a Conv1d or Conv2d, got ${kindOf(conv)}`);
  }
  if (!isTensor(x)) throw new TypeError(`display.convolution: expected a tensor x, got ${kindOf(x)}`);
  const { weight, groups } = conv;
  const [outChannels = 0, inputChannels = 0, ...kernelSizes] = weight.shape;
  const dimensions = kernelSizes.length;
  const batched = x.shape.length === dimensions + 2;
  const [samples = 1, inChannels = 0, ...inputSizes] = batched ? x.shape : [1, ...x.shape];
  if (inputSizes.length !== dimensions || inChannels !== inputChannels * groups) {
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
  return {
    conv,
    kernelSizes,
    inputSizes,
    sample,
    inChannels,
    channel,
    inputChannel,
    firstInput,
    inputChannels,
  };
}

/** @throws RangeError unless value is a whole number from `first` to before `end` */
export function checkRange(name: string, value: number, first: number, end: number): void {
  if (Number.isInteger(value) && value >= first && value < end) return;
  throw new RangeError(`display.convolution: ${name} must be from ${first} to ${end - 1}, got ${value}`);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" || typeof value === "function" ? value.constructor.name : typeof value;
}
