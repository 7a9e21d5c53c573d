// What all convolution layers share: their sizes, their parameters and how these begin, their text, and what they
// expect of an input.

import { integer } from "../arguments/checks.ts";
import type { FloatingDType } from "../array/dtype.ts";
import { type NumberOrTuple, tuple } from "../functional/tuples.ts";
import { empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkInput, type ExpectedShape } from "./expected-input.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";
import { Parameter } from "./parameter.ts";
import { initializeProjection } from "./projection-defaults.ts";

export interface ConvNdOptions {
  readonly stride?: NumberOrTuple | undefined;
  readonly dilation?: NumberOrTuple | undefined;
  readonly groups: number;
  readonly bias: boolean;
  readonly dtype: FloatingDType;
}

/** The names of the spatial dimensions, as errors tell them. */
const spatialNames = { 1: ["L"], 2: ["H", "W"] } as const;

export abstract class ConvNd extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  /** [outChannels, inChannels / groups, ...kernelSize]; the first two the other way round if transposed */
  weight: Parameter;
  /** [outChannels] */
  bias: Parameter | undefined;
  readonly #expected: readonly ExpectedShape[];

  /** `dimensions` counts the spatial ones. */
  constructor(
    dimensions: keyof typeof spatialNames,
    inChannels: number,
    outChannels: number,
    kernelSize: NumberOrTuple,
    { stride = 1, dilation = 1, groups, bias, dtype }: ConvNdOptions,
    { transposed = false } = {},
  ) {
    super();
    const layer = new.target.name;
    this.inChannels = integer(`${layer}: inChannels`, inChannels, 0);
    this.outChannels = integer(`${layer}: outChannels`, outChannels, 0);
    if (inChannels % groups !== 0) {
      throw new RangeError(
        `${layer}: in_channels must be divisible by groups, got ${inChannels} and ${groups}`,
      );
    }
    if (outChannels % groups !== 0) {
      throw new RangeError(
        `${layer}: out_channels must be divisible by groups, got ${outChannels} and ${groups}`,
      );
    }
    const shape = [inChannels, ...spatialNames[dimensions]];
    this.#expected = [["N", ...shape], shape];
    this.kernelSize = tuple(`${layer}: kernelSize`, kernelSize, dimensions, 1);
    this.stride = tuple(`${layer}: stride`, stride, dimensions, 1);
    this.dilation = tuple(`${layer}: dilation`, dilation, dimensions, 1);
    this.groups = groups;
    const channels = transposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
    this.weight = new Parameter(empty([...channels, ...this.kernelSize], { dtype }));
    this.bias = bias ? new Parameter(empty([outChannels], { dtype })) : undefined;
  }

  /** Draws weight and bias; subclasses call it when nothing about them can be wrong any more. */
  protected initialize(): void {
    initializeProjection(this.weight, this.bias);
  }

  /** Throws unless x is [N, inChannels, ...] or [inChannels, ...]. */
  protected check(x: Tensor): void {
    checkInput(this, x, this.#expected, this.weight.dtype);
  }

  /** The sizes, and then what is not as usual, in PyTorch's order. */
  protected describe(padding: readonly number[] | string, outputPadding?: readonly number[]): string[] {
    const unusual = (name: string, values: readonly number[] | string, usual: number): string[] =>
      typeof values === "string" || values.some((value) => value !== usual)
        ? [`${name}=${pythonText(values)}`]
        : [];
    return [
      `${this.inChannels}, ${this.outChannels}`,
      `kernel_size=${pythonText(this.kernelSize)}`,
      `stride=${pythonText(this.stride)}`,
      ...unusual("padding", padding, 0),
      ...unusual("dilation", this.dilation, 1),
      ...(outputPadding ? unusual("output_padding", outputPadding, 0) : []),
      ...(this.groups === 1 ? [] : [`groups=${this.groups}`]),
      ...(this.bias ? [] : ["bias=False"]),
    ];
  }
}
