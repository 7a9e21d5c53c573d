// The layer between convolutions and fully connected layers.

import type { Tensor } from "../tensor/tensor.ts";
import { inLayer } from "./expected-input.ts";
import { Module } from "./module.ts";

/** Makes one dimension of the dimensions from `startDim` to `endDim`; by default all but the batch. */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor({ startDim = 1, endDim = -1 } = {}) {
    super();
    this.startDim = startDim;
    this.endDim = endDim;
  }

  override forward(x: Tensor): Tensor {
    return inLayer(this, () => x.flatten(this.startDim, this.endDim));
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}
