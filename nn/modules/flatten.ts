// The layer between convolutions and fully connected layers, and the one that goes back.

import { integer, integerArray } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import {
  type Given,
  type GivenNothing,
  nothingMore,
  type OptionsOf,
  optional,
} from "../arguments/optional.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";

const flattenArguments = optional((startDim = 1, endDim = -1) => ({
  /** the first dimension that is joined with others */
  startDim: integer("startDim", startDim),
  /** the last one; counted from the end if negative */
  endDim: integer("endDim", endDim),
}));
export interface FlattenOptions extends OptionsOf<typeof flattenArguments> {}

/** Makes one dimension of the dimensions from `startDim` to `endDim`; by default all but the batch. */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor(...given: Given<typeof flattenArguments, FlattenOptions>) {
    super();
    const { startDim, endDim } = flattenArguments.read(new.target.name, given);
    this.startDim = startDim;
    this.endDim = endDim;
  }

  override forward(x: Tensor): Tensor {
    return inFunction(this, () => x.flatten(this.startDim, this.endDim));
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}

/** Makes dimension `dim` several, of the given sizes; one of them may be -1. */
export class Unflatten extends Module {
  readonly dim: number;
  readonly unflattenedSize: readonly number[];

  constructor(dim: number, unflattenedSize: readonly number[], ...given: GivenNothing) {
    super();
    const layer = new.target.name;
    nothingMore.read(layer, given);
    this.dim = integer(`${layer}: dim`, dim);
    this.unflattenedSize = [...integerArray(`${layer}: unflattenedSize`, unflattenedSize, -1)];
  }

  override forward(x: Tensor): Tensor {
    return inFunction(this, () => x.unflatten(this.dim, this.unflattenedSize));
  }

  override extraRepr(): string {
    return `dim=${this.dim}, unflattened_size=${pythonText(this.unflattenedSize)}`;
  }
}
