// The tensors that make up a module's state: parameters, which are learnt, and buffers, which are not.

import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type BufferOptions, bufferArguments } from "./module-arguments.ts";

const parameterArguments = optional((requiresGrad = true) => ({
  /** whether it is learnt */
  requiresGrad,
}));
export interface ParameterOptions extends OptionsOf<typeof parameterArguments> {}

/** A tensor that a module learns: being a property of a module makes it one of its `parameters()`. */
export class Parameter extends Tensor {
  /** Shares the memory of `data`. */
  constructor(data: Tensor, ...given: Given<typeof parameterArguments, ParameterOptions>) {
    const { requiresGrad } = parameterArguments.read("Parameter", given);
    super({ array: expectTensor("Parameter: data", data).array, by: "Parameter" });
    this.requiresGrad_(requiresGrad);
  }

  override toString(): string {
    return `Parameter containing:\n${super.toString()}`;
  }
}

/** A tensor that is saved with a module but not learnt, such as a running mean. */
export class Buffer extends Tensor {
  /** whether it belongs to the state */
  readonly persistent: boolean;

  /** Shares the memory of `data`. */
  constructor(data: Tensor, ...given: Given<typeof bufferArguments, BufferOptions>) {
    const { persistent } = bufferArguments.read("Buffer", given);
    super({ array: expectTensor("Buffer: data", data).array, by: "Buffer" });
    this.persistent = persistent;
  }
}
