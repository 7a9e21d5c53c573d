// The layer that does nothing: a stand-in where a network has a choice.

import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";

/** Gives its input back. */
export class Identity extends Module {
  override forward(x: Tensor): Tensor {
    return x;
  }
}
