// The order of dimensions as a layer, for use in a Sequential.

import { integers } from "../arguments/checks.ts";
import { type GivenNothing, nothingMore } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import { Module } from "../modules/module.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** The dimensions in another order: `new Permute([0, 2, 3, 1])` moves channels last. */
export class Permute extends Module {
  readonly dims: readonly number[];

  constructor(dims: readonly number[], ...given: GivenNothing) {
    super();
    const name = new.target.name;
    nothingMore.read(name, given);
    if (!Array.isArray(dims)) throw new TypeError(`${name}: dims: expected an array, got ${shown(dims)}`);
    this.dims = integers(`${name}: dims`, dims);
  }

  override forward(x: Tensor): Tensor {
    return x.permute(this.dims);
  }
}
