// Convolution layers. Conv1d and Conv2d differ only in the number of spatial dimensions.

import { type ConvolutionPadding, conv1d, conv2d, paddingSides } from "../functional/convolution.ts";
import { pad } from "../functional/pad.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import { empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";
import { Parameter } from "./parameter.ts";
import { initializeProjection } from "./projection-defaults.ts";

const paddingModes = ["zeros", "reflect", "replicate", "circular"] as const;
export type PaddingMode = (typeof paddingModes)[number];

export interface ConvOptions {
  readonly stride?: NumberOrTuple;
  /** "same" keeps the size, "valid" pads nothing */
  readonly padding?: ConvolutionPadding;
  readonly dilation?: NumberOrTuple;
  /** both numbers of channels must be divisible by it; as many as input channels make a depthwise convolution */
  readonly groups?: number;
  readonly bias?: boolean;
  /** what stands beyond the edges */
  readonly paddingMode?: PaddingMode;
}

/** What the convolution layers share. `dimensions` counts the spatial ones. */
abstract class ConvNd extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[] | "same" | "valid";
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly paddingMode: PaddingMode;
  /** [outChannels, inChannels / groups, ...kernelSize] */
  weight: Parameter;
  /** [outChannels] */
  bias: Parameter | undefined;

  constructor(
    dimensions: number,
    inChannels: number,
    outChannels: number,
    kernelSize: NumberOrTuple,
    { stride = 1, padding = 0, dilation = 1, groups = 1, bias = true, paddingMode = "zeros" }: ConvOptions,
  ) {
    super();
    if (groups < 1 || inChannels % groups !== 0) {
      throw new RangeError(`in_channels must be divisible by groups, got ${inChannels} and ${groups}`);
    }
    if (outChannels % groups !== 0) {
      throw new RangeError(`out_channels must be divisible by groups, got ${outChannels} and ${groups}`);
    }
    if (!paddingModes.includes(paddingMode)) {
      throw new RangeError(
        `padding_mode must be one of ${paddingModes.join(", ")}, but got padding_mode='${paddingMode}'`,
      );
    }
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = tuple("kernelSize", kernelSize, dimensions);
    this.stride = tuple("stride", stride, dimensions);
    this.padding = typeof padding === "string" ? padding : tuple("padding", padding, dimensions);
    this.dilation = tuple("dilation", dilation, dimensions);
    this.groups = groups;
    this.paddingMode = paddingMode;
    paddingSides(this.padding, this.kernelSize, this.stride, this.dilation); // refuses what does not go together
    this.weight = new Parameter(empty([outChannels, inChannels / groups, ...this.kernelSize]));
    this.bias = bias ? new Parameter(empty(outChannels)) : undefined;
    initializeProjection(this.weight, this.bias);
  }

  protected convolve(x: Tensor, convolution: typeof conv2d): Tensor {
    const { weight, bias, stride, dilation, groups, padding, paddingMode } = this;
    const options = { bias, stride, dilation, groups };
    if (paddingMode === "zeros") return convolution(x, weight, { ...options, padding });
    const sides = paddingSides(padding, this.kernelSize, stride, dilation);
    return convolution(pad(x, sides.toReversed().flat(), { mode: paddingMode }), weight, options);
  }

  override extraRepr(): string {
    const { padding, dilation, groups, bias, paddingMode } = this;
    const parts = [
      `${this.inChannels}, ${this.outChannels}`,
      `kernel_size=${pythonText(this.kernelSize)}`,
      `stride=${pythonText(this.stride)}`,
    ];
    if (typeof padding === "string" || padding.some((count) => count !== 0)) {
      parts.push(`padding=${pythonText(padding)}`);
    }
    if (dilation.some((step) => step !== 1)) parts.push(`dilation=${pythonText(dilation)}`);
    if (groups !== 1) parts.push(`groups=${groups}`);
    if (!bias) parts.push("bias=False");
    if (paddingMode !== "zeros") parts.push(`padding_mode=${paddingMode}`);
    return parts.join(", ");
  }
}

/** Convolution over time: [N, inChannels, L] -> [N, outChannels, L'], also without N. */
export class Conv1d extends ConvNd {
  constructor(inChannels: number, outChannels: number, kernelSize: NumberOrTuple, options: ConvOptions = {}) {
    super(1, inChannels, outChannels, kernelSize, options);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(x, conv1d);
  }
}

/** Convolution over an image: [N, inChannels, H, W] -> [N, outChannels, H', W'], also without N. */
export class Conv2d extends ConvNd {
  constructor(inChannels: number, outChannels: number, kernelSize: NumberOrTuple, options: ConvOptions = {}) {
    super(2, inChannels, outChannels, kernelSize, options);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(x, conv2d);
  }
}
