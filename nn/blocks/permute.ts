// The order of dimensions as a layer, for use in a Sequential.

import { integerArray } from "../arguments/checks.ts";
import { type GivenNothing, nothingMore } from "../arguments/optional.ts";
import { Module } from "../modules/module.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** The dimensions in another order: `new Permute([0, 2, 3, 1])` moves channels last. */
export class Permute extends Module {
  readonly dims: readonly number[];

  constructor(dims: readonly number[], ...given: GivenNothing) {
    super();
    const name = new.target.name;
    nothingMore.read(name, given);
    this.dims = integerArray(`${name}: dims`, dims, undefined, 0);
  }

  override forward(x: Tensor): Tensor {
    return x.permute(this.dims);
  }
}
