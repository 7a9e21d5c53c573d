// The tensors that make up a module's state: parameters, which are learnt, and buffers, which are not.

import { Tensor } from "../tensor/tensor.ts";

/** A tensor that a module learns: being a property of a module makes it one of its `parameters()`. */
export class Parameter extends Tensor {
  /** Shares the memory of `data`. */
  constructor(data: Tensor, { requiresGrad = true } = {}) {
    super({ array: data.array, by: "Parameter" });
    this.requiresGrad_(requiresGrad);
  }

  override toString(): string {
    return `Parameter containing:\n${super.toString()}`;
  }
}

/** A tensor that is saved with a module but not learnt, such as a running mean. */
export class Buffer extends Tensor {
  /** Shares the memory of `data`. */
  constructor(data: Tensor) {
    super({ array: data.array, by: "Buffer" });
  }
}
