// What an operation is: its name, what it computes, and how gradients flow back through it, declared in one
// place and on plain arrays. It knows nothing of tensors, the tape or memory scopes; `tensor/apply.ts` does.

import type { NDArray } from "../array/ndarray.ts";

/**
 * The gradients of the inputs, given the gradient of the output; undefined for an input that has none (labels,
 * indices).
 */
export type Backward<Options> = (
  gradient: NDArray,
  call: { readonly inputs: readonly NDArray[]; readonly output: NDArray; readonly options: Options },
) => readonly (NDArray | undefined)[];

export interface Operation<Options> {
  /** PyTorch's name for the node in its graph, as in grad_fn=<AddmmBackward0>: "Addmm" */
  readonly name: string;
  /** The result, in a storage of its own. Throws when shapes, dtypes or options do not fit. */
  forward(inputs: readonly NDArray[], options: Options): NDArray;
  /** undefined: the operation has no gradient */
  readonly backward: Backward<Options> | undefined;
}

/** The options of an operation that has none. */
export type NoOptions = Record<never, never>;
export const noOptions: NoOptions = {};

/** The error for a wrong number of inputs: `wrongInputs("Add", "two arrays", inputs)`. */
export function wrongInputs(name: string, expected: string, inputs: readonly NDArray[]): TypeError {
  return new TypeError(`${name} takes ${expected}, got ${inputs.length} arrays`);
}
